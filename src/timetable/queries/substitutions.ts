// Who is absent, who is free, who teaches instead.
import { type SqlBool, sql } from 'kysely'
import { shortName } from '../../college/queries/names.ts'
import type { Db } from '../../platform/db.ts'

const span = (pair: string, hours: string) =>
  sql`int4range(${sql.ref(pair)}::int, ${sql.ref(pair)}::int + greatest(1, ceil(${sql.ref(hours)} / 2.0)::int))`

/**
 * For each of these lessons everybody who teaches, with what speaks for and against: knows the group, the subject; is busy, is absent.
 * What is known of teachers and hours is gathered once for all lessons: they are many, and so are the teachers.
 */
export const listCandidates = (db: Db, entry_ids: number[]) =>
  db
    .with(
      (cte) => cte('wanted').materialized(),
      (trx) => wanted(trx, entry_ids)
    )
    .with(
      (cte) => cte('taught').materialized(),
      (trx) => taught(trx)
    )
    .with(
      (cte) => cte('busy').materialized(),
      () => busy(db)
    )
    .selectFrom('wanted')
    .innerJoin('staff_member', (join) => join.onRef('staff_member.id', '!=', 'wanted.staff_member_id'))
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .innerJoin(
      (eb) => eb.selectFrom('taught').select('taught.staff_member_id').distinct().as('teacher'),
      (join) => join.onRef('teacher.staff_member_id', '=', 'staff_member.id')
    )
    .leftJoin(
      (eb) => eb.selectFrom('taught').select(['taught.staff_member_id', 'taught.subject']).distinct().as('of_subject'),
      (join) =>
        join
          .onRef('of_subject.staff_member_id', '=', 'staff_member.id')
          .onRef('of_subject.subject', '=', 'wanted.subject')
    )
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('taught')
          .select(['taught.staff_member_id', 'taught.study_group_id', 'taught.term_id'])
          .distinct()
          .as('of_group'),
      (join) =>
        join
          .onRef('of_group.staff_member_id', '=', 'staff_member.id')
          .onRef('of_group.study_group_id', '=', 'wanted.study_group_id')
          .onRef('of_group.term_id', '=', 'wanted.term_id')
    )
    .leftJoin('busy', (join) =>
      join.onRef('busy.entry_id', '=', 'wanted.id').onRef('busy.staff_member_id', '=', 'staff_member.id')
    )
    .leftJoin('staff_absence as away', (join) =>
      join
        .onRef('away.staff_member_id', '=', 'staff_member.id')
        .onRef('away.since', '<=', 'wanted.held_on')
        .onRef('away.until', '>=', 'wanted.held_on')
    )
    .select(['wanted.id as entry_id', 'staff_member.id', shortName().as('name'), 'busy.groups as busy_with'])
    .select((eb) => [
      eb('of_group.staff_member_id', 'is not', null).$castTo<boolean>().as('knows_group'),
      eb('of_subject.staff_member_id', 'is not', null).$castTo<boolean>().as('knows_subject'),
      eb('away.id', 'is not', null).$castTo<boolean>().as('is_absent'),
      sql<boolean>`coalesce(busy.is_same_subject, false)`.as('same_subject')
    ])
    .where((eb) => eb.or([eb('dismissed_on', 'is', null), eb('dismissed_on', '>=', eb.ref('wanted.held_on'))]))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .execute()
export type Candidate = Awaited<ReturnType<typeof listCandidates>>[number]

const wanted = (db: Pick<Db, 'selectFrom'>, entry_ids: number[]) =>
  db
    .selectFrom('timetable_entry as entry')
    .innerJoin('course', 'course.id', 'entry.course_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .select(['entry.id', 'entry.held_on', 'entry.pair_number', 'entry.hours', 'entry.staff_member_id'])
    .select(['course.study_group_id', 'course.term_id', 'curriculum_item.name as subject'])
    .where('entry.id', '=', sql<number>`any(${entry_ids}::bigint[])`)

/** Who teaches or taught what, to whom and when: this year's load and that of earlier years. */
const taught = (db: Pick<Db, 'selectFrom'>) =>
  db
    .selectFrom('course_teacher')
    .innerJoin('course', 'course.id', 'course_teacher.course_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .select(['course_teacher.staff_member_id', 'course.study_group_id', 'course.term_id'])
    .select('curriculum_item.name as subject')

/** Lessons that people have at the hours of the wanted ones; other groups of the same stream sit in the same lecture. */
const busy = (db: Db) =>
  db
    .selectFrom('timetable_entry as entry')
    .innerJoin(sql<Wanted>`wanted`.as('wanted'), (join) => join.onRef('entry.held_on', '=', 'wanted.held_on'))
    .innerJoin('course', 'course.id', 'entry.course_id')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .leftJoin('substitution', 'substitution.timetable_entry_id', 'entry.id')
    .select((eb) => [
      'wanted.id as entry_id',
      eb.fn.coalesce('substitution.staff_member_id', 'entry.staff_member_id').as('staff_member_id'),
      sql<string | null>`string_agg(study_group.name, ', ' order by study_group.name)`.as('groups'),
      sql<boolean>`bool_or(curriculum_item.name = wanted.subject)`.as('is_same_subject')
    ])
    .whereRef('entry.id', '!=', 'wanted.id')
    .where(sql<SqlBool>`${span('entry.pair_number', 'entry.hours')} && ${span('wanted.pair_number', 'wanted.hours')}`)
    .where(sql<SqlBool>`not (entry.staff_member_id = wanted.staff_member_id and entry.pair_number = wanted.pair_number
      and curriculum_item.name = wanted.subject)`)
    .groupBy(['wanted.id', sql`coalesce(substitution.staff_member_id, entry.staff_member_id)`])

type Wanted = {
  id: number
  held_on: string
  pair_number: number
  hours: number
  staff_member_id: number
  subject: string
}

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
