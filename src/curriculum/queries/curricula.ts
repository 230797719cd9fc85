import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { type Doer, scopesOf } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'
import { groupInSight } from '../../access/sight.ts'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'

/** A condition on `curriculum`: a group in reach follows it; a head also sees those that no group follows yet. */
export function curriculumInSight(db: Db, actor: Doer, right: Right, today: string): Expression<SqlBool> {
  const scopes = scopesOf(actor, right)
  if (scopes.includes('all')) return sql<SqlBool>`true`
  const eb = expressionBuilder<DB, 'curriculum'>()
  const followers = db
    .selectFrom('study_group')
    .select('study_group.id')
    .whereRef('study_group.curriculum_id', '=', 'curriculum.id' as never)
  const ways: Expression<SqlBool>[] = [eb.exists(followers.where(groupInSight(db, actor, right, today)))]
  if (scopes.includes('department')) ways.push(eb.not(eb.exists(followers)))
  return eb.or(ways)
}

const curricula = (db: Db, actor: Doer, today: string) =>
  db
    .selectFrom('curriculum')
    .innerJoin('specialty', 'specialty.id', 'curriculum.specialty_id')
    .selectAll('curriculum')
    .select(['specialty.code as specialty_code', 'specialty.name as specialty_name'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('study_group')
          .select(['study_group.id', 'study_group.name'])
          .whereRef('study_group.curriculum_id', '=', 'curriculum.id')
          .where('study_group.disbanded_on', 'is', null)
          .where(groupInSight(db, actor, 'curriculum: read', today))
          .orderBy('study_group.name')
      ).as('groups')
    )
    .where(curriculumInSight(db, actor, 'curriculum: read', today))

/** Plans in sight whose name, specialty or group has the text in it, newest intake first, with their hours in all. */
export const listCurricula = (db: Db, actor: Doer, today: string, text: string) =>
  curricula(db, actor, today)
    .select((eb) =>
      eb
        .selectFrom('curriculum_term')
        .innerJoin('curriculum_item', 'curriculum_item.id', 'curriculum_term.curriculum_item_id')
        .select((term) => term.fn.coalesce(term.fn.sum<number>('curriculum_term.hours_total'), sql.lit(0)).as('hours'))
        .whereRef('curriculum_item.curriculum_id', '=', 'curriculum.id')
        .where('curriculum_item.kind', 'not in', ['module', 'heading'])
        .where('curriculum_item.dropped_at', 'is', null)
        .as('hours')
    )
    .$if(text !== '', (found) =>
      found.where((eb) => {
        const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
        const group = eb.selectFrom('study_group').select('study_group.id')
        return eb.or([
          eb('curriculum.name', 'ilike', pattern),
          eb('specialty.name', 'ilike', pattern),
          eb('specialty.code', 'ilike', pattern),
          eb.exists(
            group
              .whereRef('study_group.curriculum_id', '=', 'curriculum.id')
              .where('study_group.name', 'ilike', pattern)
              .where(groupInSight(db, actor, 'curriculum: read', today))
          )
        ])
      })
    )
    .orderBy('curriculum.entry_year', (order) => order.desc().nullsLast())
    .orderBy('specialty.code')
    .orderBy('curriculum.name')
    .execute()

/** A plan in sight with the groups in sight that follow it. */
export const findCurriculum = (db: Db, actor: Doer, today: string, id: number) =>
  curricula(db, actor, today).where('curriculum.id', '=', id).executeTakeFirst()

/** Groups of the plan's specialty that this person may set on the plan and that do not follow it; its own intake first. */
export const listGroupsToAttach = (
  db: Db,
  actor: Doer,
  today: string,
  plan: { id: number; specialty_id: number; entry_year: number | null }
) =>
  db
    .selectFrom('study_group')
    .leftJoin('curriculum', 'curriculum.id', 'study_group.curriculum_id')
    .select(['study_group.id', 'study_group.name', 'study_group.entry_year', 'curriculum.name as present_name'])
    .where('study_group.specialty_id', '=', plan.specialty_id)
    .where('study_group.disbanded_on', 'is', null)
    .where('study_group.curriculum_id', 'is distinct from', plan.id)
    .where(groupInSight(db, actor, 'curriculum: write', today))
    .orderBy((eb) => eb('study_group.entry_year', '=', plan.entry_year ?? 0), 'desc')
    .orderBy('study_group.name')
    .execute()
