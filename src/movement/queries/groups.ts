import { type SqlBool, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Doer } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'
import { groupInSight } from '../../access/sight.ts'
import { type Db, tableOf } from '../../platform/db.ts'
import type { Traits } from '../rules/groups.ts'
import { yearOf } from '../rules/groups.ts'

export const PAGE_SIZE = 60
export type Search = { text: string; department: number; course: number; former: boolean; page: number }

/** The course of `study_group` on that day: by the years it keeps, by its year of entry where it keeps none; 0 before the first. */
export const courseOn = (db: Db, day: string) => sql<number>`coalesce(
  (select kept.course from ${tableOf(db, 'study_group_year')} as kept
    join ${tableOf(db, 'academic_year')} as year on year.id = kept.academic_year_id
    where kept.study_group_id = study_group.id and year.starts_on <= ${day}::date order by year.starts_on desc limit 1),
  greatest(0, ${yearOf(day)}::int - study_group.entry_year + 1))`

/** How many are in `study_group` on that day. */
const studentsOn = (db: Db, day: string) =>
  db
    .selectFrom('enrolment')
    .select(sql<number>`count(*)::int`.as('n'))
    .whereRef('enrolment.study_group_id', '=', 'study_group.id' as never)
    .where('enrolment.since', '<=', day)
    .where((eb) => eb.or([eb('enrolment.until', 'is', null), eb('enrolment.until', '>=', day)]))

const curatorsOn = (db: Db, day: string) =>
  jsonArrayFrom(
    db
      .selectFrom('curatorship')
      .innerJoin('staff_member', 'staff_member.id', 'curatorship.staff_member_id')
      .innerJoin('person', 'person.id', 'staff_member.person_id')
      .select(['person.last_name', 'person.first_name', 'person.middle_name'])
      .whereRef('curatorship.study_group_id', '=', 'study_group.id' as never)
      .where('curatorship.since', '<=', day)
      .where((eb) => eb.or([eb('curatorship.until', 'is', null), eb('curatorship.until', '>=', day)]))
      .orderBy('curatorship.is_second')
      .orderBy('curatorship.since')
  )

const groups = (db: Db, day: string) =>
  db
    .selectFrom('study_group')
    .innerJoin('department', 'department.id', 'study_group.department_id')
    .innerJoin('specialty', 'specialty.id', 'study_group.specialty_id')
    .leftJoin('curriculum', 'curriculum.id', 'study_group.curriculum_id')
    .select(['study_group.id', 'study_group.name', 'study_group.entry_year', 'study_group.study_form'])
    .select(['study_group.disbanded_on', 'study_group.department_id', 'department.name as department'])
    .select(['study_group.curriculum_id', 'curriculum.name as curriculum', 'curriculum.semesters'])
    .select(['specialty.code as specialty_code', 'specialty.name as specialty'])
    .select([courseOn(db, day).as('course'), studentsOn(db, day).as('students'), curatorsOn(db, day).as('curators')])

/** One page of groups by departments and courses, and one row more when there are others; found also by names they had. */
export function listStudyGroups(db: Db, day: string, { text, department, course, former, page }: Search) {
  const pattern = `%${text
    .replace(/[ -]/g, '')
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`
  const folded = (name: string) => sql`lower(replace(replace(${sql.ref(name)}, ' ', ''), '-', ''))`
  const named = db
    .selectFrom('study_group_name')
    .select(sql.lit(1).as('one'))
    .whereRef('study_group_name.study_group_id', '=', 'study_group.id' as never)
    .where(sql<SqlBool>`${folded('study_group_name.name')} like ${pattern}`)
  return groups(db, day)
    .where((eb) =>
      former
        ? eb('study_group.disbanded_on', '<', day)
        : eb.or([eb('study_group.disbanded_on', 'is', null), eb('study_group.disbanded_on', '>=', day)])
    )
    .$if(text !== '', (some) =>
      some.where((eb) => eb.or([sql<SqlBool>`${folded('study_group.name')} like ${pattern}`, eb.exists(named)]))
    )
    .$if(department > 0, (some) => some.where('study_group.department_id', '=', department))
    .$if(course > 0, (some) => some.where(sql<SqlBool>`${courseOn(db, day)} = ${course}::int`))
    .orderBy('department.name')
    .orderBy('course')
    .orderBy('study_group.name')
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE)
    .execute()
}

export const findStudyGroup = (db: Db, day: string, id: number) =>
  groups(db, day)
    .select(['study_group.specialty_id', 'study_group.name_pattern', 'study_group.base_classes'])
    .select(['study_group.financing'])
    .where('study_group.id', '=', id)
    .executeTakeFirst()

/** The group locked, with the last day on which anybody is in it; null when somebody stays for good. */
export const lockStudyGroup = (trx: Db, id: number) =>
  trx
    .selectFrom('study_group')
    .select(['id', 'name', 'entry_year', 'disbanded_on'])
    .select(['department_id', 'study_form', 'base_classes', 'financing', 'name_pattern'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()

/** The last day on which anybody is in the group: '9999-12-31' when somebody stays for good, null when nobody ever was. */
export async function lastStayOf(db: Db, id: number): Promise<string | null> {
  const found = await db
    .selectFrom('enrolment')
    .select(sql<string | null>`max(coalesce(until, '9999-12-31'))`.as('until'))
    .where('study_group_id', '=', id)
    .executeTakeFirstOrThrow()
  return found.until
}

type Stored = Omit<Traits, 'base_classes'> & { base_classes: number | null }
type NewRow = Stored & { name: string; specialty_id: number; entry_year: number }

export async function addStudyGroup(trx: Db, group: NewRow): Promise<number> {
  return (await trx.insertInto('study_group').values(group).returning('id').executeTakeFirstOrThrow()).id
}

export const putStudyGroup = (trx: Db, id: number, change: Partial<Stored> & { disbanded_on?: string | null }) =>
  trx.updateTable('study_group').set(change).where('id', '=', id).execute()

export const listDepartments = (db: Db) => db.selectFrom('department').select(['id', 'name']).orderBy('name').execute()

/** Who is in the group on that day, in the order of names. */
export const listMembers = (db: Db, study_group_id: number, day: string) =>
  db
    .selectFrom('enrolment')
    .innerJoin('student', 'student.id', 'enrolment.student_id')
    .innerJoin('person', 'person.id', 'student.person_id')
    .select(['student.id', 'enrolment.since', 'enrolment.until', 'student.record_number'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .where('enrolment.study_group_id', '=', study_group_id)
    .where('enrolment.since', '<=', day)
    .where((eb) => eb.or([eb('enrolment.until', 'is', null), eb('enrolment.until', '>=', day)]))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .orderBy('student.id')
    .execute()

/** Divisions of the group with how many are in each of their subgroups on that day. */
export const listDivisions = (db: Db, study_group_id: number, day: string) =>
  db
    .selectFrom('subgroup')
    .select(['subgroup.division', 'subgroup.number'])
    .select((eb) =>
      eb
        .selectFrom('subgroup_member')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('subgroup_member.subgroup_id', '=', 'subgroup.id')
        .where('subgroup_member.since', '<=', day)
        .where((on) => on.or([on('subgroup_member.until', 'is', null), on('subgroup_member.until', '>=', day)]))
        .as('members')
    )
    .where('subgroup.study_group_id', '=', study_group_id)
    .orderBy('subgroup.division')
    .orderBy('subgroup.number')
    .execute()

/** What of the group this person may see besides the group itself. */
export async function sightOfGroup(db: Db, actor: Doer, today: string, id: number) {
  const seen = (right: Right) => groupInSight(db, actor, right, today)
  const found = await db
    .selectFrom('study_group')
    .select([
      sql<boolean>`${seen('student cards: read')}`.as('cards'),
      sql<boolean>`(${seen('student cards: read')} or ${seen('journal: read')})`.as('students'),
      sql<boolean>`${seen('movement orders: read')}`.as('orders'),
      sql<boolean>`${seen('curriculum: read')}`.as('curriculum'),
      sql<boolean>`${seen('load: read')}`.as('load')
    ])
    .where('study_group.id', '=', id)
    .executeTakeFirst()
  return found ?? { cards: false, students: false, orders: false, curriculum: false, load: false }
}

/** The groups locked in the order of their numbers: two that change the same groups wait for each other. */
export const lockGroups = (trx: Db, ids: number[]) =>
  trx
    .selectFrom('study_group')
    .select('id')
    .where('id', 'in', [...ids, -1])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
