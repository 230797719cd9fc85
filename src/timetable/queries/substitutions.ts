// Who is absent, who is free, who teaches instead.
import { type SqlBool, sql } from 'kysely'
import { shortName } from '../../college/queries/names.ts'
import type { Db } from '../../platform/db.ts'

const span = (pair: string, hours: string) =>
  sql`int4range(${sql.ref(pair)}::int, ${sql.ref(pair)}::int + greatest(1, ceil(${sql.ref(hours)} / 2.0)::int))`

/** For each of these lessons everybody who teaches, with what speaks for and against: knows the group, the subject; is busy, is absent. */
export const listCandidates = (db: Db, entry_ids: number[]) =>
  db
    .selectFrom('timetable_entry as wanted')
    .innerJoin('course as own', 'own.id', 'wanted.course_id')
    .innerJoin('curriculum_item as own_item', 'own_item.id', 'own.curriculum_item_id')
    .innerJoin('staff_member', (join) => join.onRef('staff_member.id', '!=', 'wanted.staff_member_id'))
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(['wanted.id as entry_id', 'staff_member.id', shortName().as('name')])
    .select([
      sql<boolean>`exists (${courses(db)
        .whereRef('course.study_group_id', '=', 'own.study_group_id' as never)
        .whereRef('course.term_id', '=', 'own.term_id' as never)})`.as('knows_group'),
      sql<boolean>`exists (${courses(db).whereRef('curriculum_item.name', '=', 'own_item.name' as never)})`.as(
        'knows_subject'
      ),
      sql<boolean>`exists (${absence(db)})`.as('is_absent'),
      busyWith(db).as('busy_with'),
      sql<boolean>`exists (${busy(db)
        .select(sql.lit(1).as('one'))
        .whereRef('busy_item.name', '=', 'own_item.name' as never)})`.as('same_subject')
    ])
    .where('wanted.id', 'in', [...entry_ids, -1])
    .where((eb) => eb.or([eb('dismissed_on', 'is', null), eb('dismissed_on', '>=', eb.ref('wanted.held_on'))]))
    .where(sql<SqlBool>`exists (${courses(db)})`)
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .execute()
export type Candidate = Awaited<ReturnType<typeof listCandidates>>[number]

const courses = (db: Db) =>
  db
    .selectFrom('course_teacher')
    .innerJoin('course', 'course.id', 'course_teacher.course_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .select(sql.lit(1).as('one'))
    .whereRef('course_teacher.staff_member_id', '=', 'staff_member.id' as never)

const absence = (db: Db) =>
  db
    .selectFrom('staff_absence')
    .select(sql.lit(1).as('one'))
    .whereRef('staff_absence.staff_member_id', '=', 'staff_member.id' as never)
    .whereRef('staff_absence.since', '<=', 'wanted.held_on' as never)
    .whereRef('staff_absence.until', '>=', 'wanted.held_on' as never)

/** Lessons that the person has at the same time; other groups of the same stream sit in the same lecture. */
const busy = (db: Db) =>
  db
    .selectFrom('timetable_entry as busy')
    .innerJoin('course as busy_course', 'busy_course.id', 'busy.course_id')
    .innerJoin('study_group as busy_group', 'busy_group.id', 'busy_course.study_group_id')
    .innerJoin('curriculum_item as busy_item', 'busy_item.id', 'busy_course.curriculum_item_id')
    .leftJoin('substitution as taken', 'taken.timetable_entry_id', 'busy.id')
    .whereRef('busy.held_on', '=', 'wanted.held_on' as never)
    .whereRef('busy.id', '!=', 'wanted.id' as never)
    .where(sql<SqlBool>`not (busy.staff_member_id = wanted.staff_member_id and busy.pair_number = wanted.pair_number
      and busy_item.name = own_item.name)`)
    .where(sql<SqlBool>`coalesce(taken.staff_member_id, busy.staff_member_id) = staff_member.id`)
    .where(sql<SqlBool>`${span('busy.pair_number', 'busy.hours')} && ${span('wanted.pair_number', 'wanted.hours')}`)

const busyWith = (db: Db) => busy(db).select(sql<string | null>`string_agg(busy_group.name, ', ')`.as('names'))

type Row = { staff_member_id: number; kind: string; reason: string; order_number: string; made_by: number }
/** Puts a substitution in place of the one the lesson had. */
export const putSubstitution = (trx: Db, timetable_entry_id: number, row: Row) =>
  trx
    .insertInto('substitution')
    .values({ timetable_entry_id, ...row })
    .onConflict((conflict) => conflict.column('timetable_entry_id').doUpdateSet({ ...row, made_at: sql`now()` }))
    .returning('id')
    .executeTakeFirstOrThrow()

/** The same for many lessons in one statement. */
export async function putSubstitutions(trx: Db, rows: (Row & { timetable_entry_id: number })[]): Promise<void> {
  if (rows.length === 0) return
  await trx
    .insertInto('substitution')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('timetable_entry_id').doUpdateSet((eb) => ({
        ...{ staff_member_id: eb.ref('excluded.staff_member_id'), kind: eb.ref('excluded.kind') },
        ...{ reason: eb.ref('excluded.reason'), order_number: eb.ref('excluded.order_number') },
        ...{ made_by: eb.ref('excluded.made_by'), made_at: sql`now()` }
      }))
    )
    .execute()
}

export const dropSubstitution = (trx: Db, id: number) => trx.deleteFrom('substitution').where('id', '=', id).execute()

/** Teachers absent on the day. */
export const listAbsences = (db: Db, day: string) =>
  db
    .selectFrom('staff_absence')
    .innerJoin('staff_member', 'staff_member.id', 'staff_absence.staff_member_id')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(['staff_absence.id', 'staff_absence.staff_member_id', 'staff_absence.since', 'staff_absence.until'])
    .select(['staff_absence.reason', shortName().as('name')])
    .where('staff_absence.since', '<=', day)
    .where('staff_absence.until', '>=', day)
    .orderBy('person.last_name')
    .execute()

export const findAbsence = (db: Db, id: number) =>
  db
    .selectFrom('staff_absence')
    .innerJoin('staff_member', 'staff_member.id', 'staff_absence.staff_member_id')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .selectAll('staff_absence')
    .select(shortName().as('name'))
    .where('staff_absence.id', '=', id)
    .executeTakeFirst()

/** An absence of the person that meets these days. */
export const findMeeting = (db: Db, staff_member_id: number, since: string, until: string) =>
  db
    .selectFrom('staff_absence')
    .select('id')
    .where('staff_member_id', '=', staff_member_id)
    .where('since', '<=', until)
    .where('until', '>=', since)
    .executeTakeFirst()

type NewAbsence = { staff_member_id: number; since: string; until: string; reason: string; noted_by: number }
export const addAbsence = async (trx: Db, row: NewAbsence) =>
  (await trx.insertInto('staff_absence').values(row).returning('id').executeTakeFirstOrThrow()).id

export const dropAbsence = (trx: Db, id: number) => trx.deleteFrom('staff_absence').where('id', '=', id).execute()
