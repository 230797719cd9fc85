import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import { type Doer, scopesOf } from '../../access/actor.ts'
import { groupInSight } from '../../access/sight.ts'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'

const right = 'movement orders: read'
export const seesAll = (actor: Doer): boolean => scopesOf(actor, right).includes('all')

/** A condition on `movement_order_line`: the student comes from or into a group in sight. */
export function lineInSight(db: Db, actor: Doer, today: string): Expression<SqlBool> {
  if (seesAll(actor)) return sql<SqlBool>`true`
  return expressionBuilder<DB, 'movement_order_line'>().exists(
    db
      .selectFrom('study_group')
      .select(sql.lit(1).as('one'))
      .where((eb) =>
        eb.or([
          eb('study_group.id', '=', eb.ref('movement_order_line.study_group_id' as never)),
          eb('study_group.id', '=', eb.ref('movement_order_line.from_group_id' as never))
        ])
      )
      .where(groupInSight(db, actor, right, today))
  )
}

/** A condition on `movement_order`: who sees the college sees drafts too; others what was signed about their groups, or cancelled so. */
export function orderInSight(db: Db, actor: Doer, today: string): Expression<SqlBool> {
  if (seesAll(actor)) return sql<SqlBool>`true`
  const eb = expressionBuilder<DB, 'movement_order'>()
  const told = db
    .selectFrom('movement_order_line')
    .innerJoin('movement_order as told', 'told.id', 'movement_order_line.order_id')
    .select(sql.lit(1).as('one'))
    .where((on) =>
      on.or([
        on('told.id', '=', on.ref('movement_order.id' as never)),
        on('told.cancelled_by', '=', on.ref('movement_order.id' as never))
      ])
    )
    .where(lineInSight(db, actor, today))
  return eb.and([eb('movement_order.state', '!=', 'draft'), eb.exists(told)])
}
