import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { type Doer, departmentsOf, scopesOf } from '../../access/actor.ts'
import type { Db } from '../../platform/db.ts'
import type { StoredGroup } from '../rules/groups.ts'

export const listDepartments = (db: Db) =>
  db.selectFrom('department').select(['id', 'name', 'short_name']).orderBy('name').execute()

export const listSpecialties = (db: Db) => db.selectFrom('specialty').select(['id', 'code']).execute()

export const listRooms = (db: Db) =>
  db
    .selectFrom('room')
    .select(['id', 'name', 'purpose', 'building', sql<string>`coalesce(capacity::text, '')`.as('capacity')])
    .orderBy('name')
    .execute()

export const listLogins = async (db: Db, logins: string[]): Promise<Set<string>> => {
  const rows = db
    .selectFrom('account')
    .select('login')
    .where('login', 'in', [...logins, ''])
  return new Set((await rows.execute()).map(({ login }) => login))
}

/** Those who work today, as curators of groups are named. */
export const listCurators = (db: Db, today: string) =>
  db
    .selectFrom('staff_member')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(['staff_member.id as staff_member_id', 'staff_member.post'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .where((eb) => eb.or([eb('dismissed_on', 'is', null), eb('dismissed_on', '>=', today)]))
    .execute()

/** Groups that study, each with its first curator of the day. */
export const listStudyGroups = (db: Db, today: string): Promise<StoredGroup[]> =>
  db
    .selectFrom('study_group')
    .innerJoin('specialty', 'specialty.id', 'study_group.specialty_id')
    .innerJoin('department', 'department.id', 'study_group.department_id')
    .select(['study_group.id', 'study_group.name', 'specialty.code as specialty', 'department.name as department'])
    .select(['study_group.study_form'])
    .select((eb) => [
      sql<string>`study_group.entry_year::text`.as('entry_year'),
      sql<string>`coalesce(${eb
        .selectFrom('curatorship')
        .innerJoin('staff_member', 'staff_member.id', 'curatorship.staff_member_id')
        .innerJoin('person', 'person.id', 'staff_member.person_id')
        .select(
          sql<string>`concat_ws(' ', person.last_name, person.first_name, nullif(person.middle_name, ''))`.as('name')
        )
        .whereRef('curatorship.study_group_id', '=', 'study_group.id')
        .where('curatorship.is_second', '=', false)
        .where('curatorship.since', '<=', today)
        .where((on) => on.or([on('curatorship.until', 'is', null), on('curatorship.until', '>=', today)]))
        .orderBy('curatorship.since', 'desc')
        .limit(1)}, '')`.as('curator')
    ])
    .where('study_group.disbanded_on', 'is', null)
    .orderBy('study_group.name')
    .execute()

/** First curators of these groups on the day. */
export const listCuratorships = (db: Db, groups: number[], today: string) =>
  db
    .selectFrom('curatorship')
    .select(['study_group_id', 'staff_member_id', 'since', 'until'])
    .where('study_group_id', 'in', [...groups, -1])
    .where('is_second', '=', false)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>=', today)]))
    .execute()

/** Plans that this person may write to: all, or those that no group of another department follows. */
export async function listWritablePlans(db: Db, actor: Doer) {
  const plans = await db
    .selectFrom('curriculum')
    .innerJoin('specialty', 'specialty.id', 'curriculum.specialty_id')
    .select(['curriculum.id', 'curriculum.name', 'curriculum.semesters', 'curriculum.entry_year'])
    .select(['specialty.code as specialty_code', 'curriculum.study_form'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('study_group')
          .select('study_group.department_id')
          .distinct()
          .whereRef('study_group.curriculum_id', '=', 'curriculum.id')
      ).as('following')
    )
    .orderBy('specialty.code')
    .orderBy('curriculum.entry_year', 'desc')
    .orderBy('curriculum.name')
    .execute()
  if (scopesOf(actor, 'curriculum: write').includes('all')) return plans
  const own = departmentsOf(actor)
  return plans.filter(({ following }) => following.every(({ department_id }) => own.includes(department_id)))
}

type Curatorship = { study_group_id: number; staff_member_id: number; since: string }

export const endCuratorships = (trx: Db, rows: Curatorship[], until: string) =>
  trx
    .updateTable('curatorship')
    .from(
      sql<Curatorship>`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`.as<'given'>(
        sql`given(study_group_id bigint, staff_member_id bigint, since date)`
      )
    )
    .set({ until })
    .whereRef('curatorship.study_group_id', '=', 'given.study_group_id')
    .whereRef('curatorship.staff_member_id', '=', 'given.staff_member_id')
    .whereRef('curatorship.since', '=', 'given.since')
    .execute()

export const listYears = (db: Db, groups: number[]) =>
  db
    .selectFrom('study_group_year')
    .select(['study_group_id', 'academic_year_id'])
    .where('study_group_id', 'in', [...groups, -1])
    .execute()
