import { type SqlBool, sql } from 'kysely'
import type { Doer } from '../../access/actor.ts'
import type { Db } from '../../platform/db.ts'
import { lineInSight, orderInSight, seesAll } from './sight.ts'

const LATEST = 50

/** Orders of which this person may read every line: a printed order cannot leave some of them out. */
const printable = (db: Db, actor: Doer, today: string) =>
  db
    .selectFrom('movement_order')
    .select(['movement_order.id', 'movement_order.kind', 'movement_order.number'])
    .select(['movement_order.signed_on', 'movement_order.state'])
    .where(orderInSight(db, actor, today))
    .$if(!seesAll(actor), (some) => some.where((eb) => eb.not(eb.exists(outOfSight(db, actor, today)))))

/** Lines of the order, or of the one that it cancels, that are none of this person's business. */
const outOfSight = (db: Db, actor: Doer, today: string) =>
  db
    .selectFrom('movement_order_line')
    .innerJoin('movement_order as told', 'told.id', 'movement_order_line.order_id')
    .select(sql.lit(1).as('one'))
    .where(sql<SqlBool>`${sql.ref('movement_order.id')} in (${sql.ref('told.id')}, ${sql.ref('told.cancelled_by')})`)
    .where(sql<SqlBool>`not ${lineInSight(db, actor, today)}`)

export const findPrintableOrder = (db: Db, actor: Doer, today: string, id: number) =>
  printable(db, actor, today).where('movement_order.id', '=', id).executeTakeFirst()

/** The latest of them and the one asked for. */
export const listPrintableOrders = (db: Db, actor: Doer, today: string, chosen: number) =>
  printable(db, actor, today)
    .orderBy(sql`${sql.ref('movement_order.id')} = ${chosen}`, 'desc')
    .orderBy('movement_order.signed_on', 'desc')
    .orderBy('movement_order.id', 'desc')
    .limit(LATEST)
    .execute()
