import { type SqlBool, sql } from 'kysely'
import type { Doer } from '../../access/actor.ts'
import { type Right, scopeOf } from '../../access/rights.ts'
import { groupInSight } from '../../access/sight.ts'
import type { Db } from '../../platform/db.ts'
import { semesterOf } from '../rules/load.ts'

/** The group when the right reaches it, locked: two changes of its plan or load wait for each other. */
export const lockGroup = (trx: Db, actor: Doer, right: Right, today: string, id: number) =>
  trx
    .selectFrom('study_group')
    .select(['id', 'name', 'entry_year', 'specialty_id', 'curriculum_id', 'department_id'])
    .where('id', '=', id)
    .where('disbanded_on', 'is', null)
    .where(groupInSight(trx, actor, right, today))
    .forNoKeyUpdate()
    .executeTakeFirst()

/** Are there gradebooks of the group, in a term that is not over, on rows of other plans? */
export async function hasCoursesAhead(db: Db, study_group_id: number, curriculum_id: number, today: string) {
  const found = await db
    .selectFrom('course')
    .innerJoin('term', 'term.id', 'course.term_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .select('course.id')
    .where('course.study_group_id', '=', study_group_id)
    .where('term.ends_on', '>=', today)
    .where('curriculum_item.curriculum_id', '!=', curriculum_id)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

export const putCurriculum = (trx: Db, study_group_id: number, curriculum_id: number) =>
  trx.updateTable('study_group').set({ curriculum_id }).where('id', '=', study_group_id).execute()

/** A teacher's own load shows single gradebooks; every other way of seeing a group shows the whole of it. */
export const beyondOwnLoad = (actor: Doer): Doer => ({
  ...actor,
  roles: actor.roles.filter(({ role }) => scopeOf(role, 'load: read') !== 'own load')
})

const groups = (db: Db, actor: Doer, today: string) =>
  db
    .selectFrom('study_group')
    .leftJoin('curriculum', 'curriculum.id', 'study_group.curriculum_id')
    .select(['study_group.id', 'study_group.name', 'study_group.entry_year', 'study_group.department_id'])
    .select(['study_group.curriculum_id', 'curriculum.name as curriculum_name', 'curriculum.state as curriculum_state'])
    .select([
      sql<boolean>`${groupInSight(db, beyondOwnLoad(actor), 'load: read', today)}`.as('is_whole'),
      sql<boolean>`${groupInSight(db, actor, 'load: write', today)}`.as('may_write'),
      sql<boolean>`${groupInSight(db, actor, 'subgroups: write', today)}`.as('may_divide')
    ])
    .where('study_group.disbanded_on', 'is', null)
    .where(groupInSight(db, actor, 'load: read', today))

type Term = { half: number; year_starts_on: string }

/** How many rows of the plan of the joined group are taught in its semester; `ofYearZero` is that of a group entered in the year 0. */
const rowsOfTerm = (db: Db, ofYearZero: number) =>
  db
    .selectFrom('curriculum_term')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'curriculum_term.curriculum_item_id')
    .select(sql<number>`count(*)::int`.as('n'))
    .whereRef('curriculum_item.curriculum_id', '=', 'study_group.curriculum_id' as never)
    .where('curriculum_item.kind', 'not in', ['module', 'heading'])
    .where('curriculum_item.dropped_at', 'is', null)
    .where(
      sql<SqlBool>`${sql.ref('curriculum_term.semester')} = ${ofYearZero} - 2 * ${sql.ref('study_group.entry_year')}`
    )

/** Groups in sight with how many rows of the term's semester there are to teach and how many have a gradebook. */
export const listGroupsOfTerm = (db: Db, actor: Doer, today: string, term: Term) => {
  const ofYearZero = semesterOf(0, term.year_starts_on, term.half)
  return groups(db, actor, today)
    .select((eb) => [
      rowsOfTerm(db, ofYearZero).as('items'),
      rowsOfTerm(db, ofYearZero)
        .where(({ exists }) =>
          exists(
            eb
              .selectFrom('course')
              .select('course.id')
              .whereRef('course.study_group_id', '=', 'study_group.id')
              .whereRef('course.curriculum_item_id', '=', 'curriculum_item.id' as never)
              .whereRef('course.semester', '=', 'curriculum_term.semester' as never)
          )
        )
        .as('named')
    ])
    .orderBy('study_group.name')
    .execute()
}

/** Groups in sight with the divisions by which their subjects are taught in the term. */
export const listDividedGroups = (db: Db, actor: Doer, today: string, term_id: number) =>
  groups(db, actor, today)
    .select((eb) =>
      eb
        .selectFrom('course')
        .innerJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
        .select(sql<string[]>`coalesce(array_agg(distinct subgroup.division), '{}')`.as('names'))
        .whereRef('course.study_group_id', '=', 'study_group.id')
        .where('course.term_id', '=', term_id)
        .as('divisions')
    )
    .orderBy('study_group.name')
    .execute()

export const findGroup = (db: Db, actor: Doer, today: string, id: number) =>
  groups(db, actor, today).where('study_group.id', '=', id).executeTakeFirst()

/** A group that studies now, however its name is spelled: «са 21» is «СА-21». */
export const findGroupByName = (db: Db, name: string) =>
  db
    .selectFrom('study_group')
    .select(['id', 'name'])
    .where('disbanded_on', 'is', null)
    .where(
      sql`lower(replace(replace(${sql.ref('name')}, ' ', ''), '-', ''))`,
      '=',
      name.replace(/[ -]/g, '').toLowerCase()
    )
    .executeTakeFirst()
