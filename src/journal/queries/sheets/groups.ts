import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Doer } from '../../../access/actor.ts'
import type { Right } from '../../../access/rights.ts'
import { groupInSight } from '../../../access/sight.ts'
import type { Db } from '../../../platform/db.ts'
import type { Interval } from '../../rules/printing.ts'

/** Groups in reach of a right to print, those that study first. */
export const listGroups = (db: Db, actor: Doer, right: Right, today: string) =>
  db
    .selectFrom('study_group')
    .select(['study_group.id', 'study_group.name', 'study_group.disbanded_on'])
    .where(groupInSight(db, actor, right, today))
    .orderBy(sql`study_group.disbanded_on is not null`)
    .orderBy('study_group.name')
    .execute()

/** A group in reach by its number or by its name, in which spaces, hyphens and case mean nothing (forms.md 3.9). */
export const findGroup = (db: Db, actor: Doer, right: Right, today: string, typed: string) =>
  db
    .selectFrom('study_group')
    .select(['study_group.id', 'study_group.name'])
    .where(groupInSight(db, actor, right, today))
    .where(sql<boolean>`(study_group.id::text = ${typed}
      or lower(replace(replace(study_group.name, ' ', ''), '-', '')) = lower(replace(replace(${typed}, ' ', ''), '-', '')))`)
    .orderBy(sql`study_group.id::text = ${typed}`, 'desc')
    .orderBy(sql`study_group.disbanded_on is not null`)
    .limit(1)
    .executeTakeFirst()

/** Academic years with their terms in the order of days, the newest first; dates are those of the group where it has its own. */
export const listYears = (db: Db, study_group_id = -1) =>
  db
    .selectFrom('academic_year')
    .select(['academic_year.id', 'academic_year.starts_on', lastDayOf(db, study_group_id).as('ends_on')])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('term')
          .leftJoin('group_term as own', (join) =>
            join.onRef('own.term_id', '=', 'term.id').on('own.study_group_id', '=', study_group_id)
          )
          .select(['term.id', 'term.number', 'term.name'])
          .select((on) => [
            on.fn.coalesce('own.starts_on', 'term.starts_on').as('starts_on'),
            on.fn.coalesce('own.ends_on', 'term.ends_on').as('ends_on')
          ])
          .whereRef('term.academic_year_id', '=', 'academic_year.id')
          .orderBy('starts_on')
      ).as('terms')
    )
    .orderBy('academic_year.starts_on', 'desc')
    .execute()

/** A group may study on after the common end of the year. */
const lastDayOf = (db: Db, study_group_id: number) =>
  sql<string>`greatest(academic_year.ends_on, (${db
    .selectFrom('group_term as own')
    .innerJoin('term', 'term.id', 'own.term_id')
    .select((eb) => eb.fn.max('own.ends_on').as('day'))
    .where('own.study_group_id', '=', study_group_id)
    .whereRef('term.academic_year_id', '=', 'academic_year.id' as never)}))`

export type Year = Awaited<ReturnType<typeof listYears>>[number]

/** What stands on the title page of a group: its name as it was on the last day, its curator then, its head of department now. */
export const findGroupTitle = (db: Db, study_group_id: number, { to }: Pick<Interval, 'to'>, today: string) =>
  db
    .selectFrom('study_group')
    .innerJoin('department', 'department.id', 'study_group.department_id')
    .innerJoin('specialty', 'specialty.id', 'study_group.specialty_id')
    .select(['study_group.id', 'study_group.study_form', 'study_group.entry_year', 'department.name as department'])
    .select(['specialty.code as specialty_code', 'specialty.name as specialty'])
    .select((eb) => [
      eb.fn.coalesce(nameOn(db, to), 'study_group.name').as('name'),
      curatorOn(db, to).as('curator'),
      headOn(db, today).as('head')
    ])
    .where('study_group.id', '=', study_group_id)
    .executeTakeFirst()

const nameOn = (db: Db, day: string) =>
  db
    .selectFrom('study_group_name')
    .select('study_group_name.name')
    .whereRef('study_group_name.study_group_id', '=', 'study_group.id' as never)
    .where('study_group_name.since', '<=', day)
    .orderBy('study_group_name.since', 'desc')
    .limit(1)

/** What the group was called on that day: a printout of a past year is found in the list by the name it carries inside. */
export async function findNameOn(db: Db, study_group_id: number, day: string): Promise<string> {
  const found = await db
    .selectFrom('study_group')
    .select((eb) => eb.fn.coalesce(nameOn(db, day), 'study_group.name').as('name'))
    .where('id', '=', study_group_id)
    .executeTakeFirstOrThrow()
  return found.name
}

/** «Фамилия Имя Отчество» in SQL, for a joined `person`. */
export const fullName = () =>
  sql<string>`concat_ws(' ', person.last_name, person.first_name, nullif(person.middle_name, ''))`

const curatorOn = (db: Db, day: string) =>
  db
    .selectFrom('curatorship')
    .innerJoin('staff_member', 'staff_member.id', 'curatorship.staff_member_id')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(fullName().as('name'))
    .whereRef('curatorship.study_group_id', '=', 'study_group.id' as never)
    .where('curatorship.since', '<=', day)
    .orderBy('curatorship.since', 'desc')
    .limit(1)

const headOn = (db: Db, day: string) =>
  db
    .selectFrom('role_grant')
    .innerJoin('account', 'account.id', 'role_grant.account_id')
    .innerJoin('person', 'person.id', 'account.person_id')
    .select(fullName().as('name'))
    .where('role_grant.role', '=', 'head')
    .whereRef('role_grant.department_id', '=', 'study_group.department_id' as never)
    .where('role_grant.since', '<=', day)
    .where((eb) => eb.or([eb('role_grant.until', 'is', null), eb('role_grant.until', '>=', day)]))
    .orderBy('role_grant.since', 'desc')
    .limit(1)
