import { type SqlBool, sql } from 'kysely'
import type { Doer } from '../../access/actor.ts'
import type { Db } from '../../platform/db.ts'
import type { Heading } from '../rules/orders.ts'
import { orderInSight } from './sight.ts'

export const PAGE_SIZE = 40
export type Search = { text: string; kind: string; state: string; page: number }

const orders = (db: Db, actor: Doer, today: string) =>
  db
    .selectFrom('movement_order')
    .leftJoin('movement_order as other', 'other.id', 'movement_order.cancelled_by')
    .select(['movement_order.id', 'movement_order.kind', 'movement_order.number', 'movement_order.signed_on'])
    .select(['movement_order.state', 'movement_order.basis', 'movement_order.cancelled_by'])
    .select(['other.number as other_number', 'other.signed_on as other_signed_on'])
    .select((eb) =>
      eb
        .selectFrom('movement_order_line')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('movement_order_line.order_id', '=', 'movement_order.id')
        .as('lines')
    )
    .where(orderInSight(db, actor, today))

/** One page of orders, the newest first, and one row more when there are others; found by number or by a surname in them. */
export function listOrders(db: Db, actor: Doer, today: string, { text, kind, state, page }: Search) {
  const pattern = `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`
  const named = db
    .selectFrom('movement_order_line')
    .innerJoin('student', 'student.id', 'movement_order_line.student_id')
    .innerJoin('person', 'person.id', 'student.person_id')
    .select(sql.lit(1).as('one'))
    .whereRef('movement_order_line.order_id', '=', 'movement_order.id' as never)
    .where(
      sql<SqlBool>`concat_ws(' ', ${sql.ref('person.last_name')}, ${sql.ref('person.first_name')}, ${sql.ref('person.middle_name')}) ilike ${pattern}`
    )
  return orders(db, actor, today)
    .$if(kind !== '', (some) => some.where('movement_order.kind', '=', kind))
    .$if(state !== '', (some) => some.where('movement_order.state', '=', state))
    .$if(text.trim() !== '', (some) =>
      some.where((eb) => eb.or([eb('movement_order.number', 'ilike', pattern), eb.exists(named)]))
    )
    .orderBy('movement_order.signed_on', 'desc')
    .orderBy('movement_order.id', 'desc')
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE)
    .execute()
}

export const findOrder = (db: Db, actor: Doer, today: string, id: number) =>
  orders(db, actor, today).where('movement_order.id', '=', id).executeTakeFirst()

/** The order that this one cancels. */
export const findCancelled = (db: Db, id: number) =>
  db
    .selectFrom('movement_order')
    .select(['id', 'kind', 'number', 'signed_on', 'about'])
    .where('cancelled_by', '=', id)
    .executeTakeFirst()

/** The order locked: two deeds on it wait for each other. */
export const lockOrder = (trx: Db, id: number) =>
  trx
    .selectFrom('movement_order')
    .select(['id', 'kind', 'number', 'signed_on', 'state', 'basis', 'about', 'wording', 'wording_base'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()

/** The new order's id; undefined when the number of that day is taken. */
export async function addOrder(trx: Db, heading: Heading & { state?: string }): Promise<number | undefined> {
  const added = trx
    .insertInto('movement_order')
    .values(heading)
    .onConflict((conflict) => conflict.columns(['number', 'signed_on']).doNothing())
    .returning('id')
  return (await added.executeTakeFirst())?.id
}

export const findByNumber = (db: Db, { number, signed_on }: { number: string; signed_on: string }, except: number) =>
  db
    .selectFrom('movement_order')
    .select('id')
    .where('number', '=', number)
    .where('signed_on', '=', signed_on)
    .where('id', '!=', except)
    .executeTakeFirst()

type Change = { number?: string; signed_on?: string; basis?: string; state?: string; cancelled_by?: number }

export const putOrder = (trx: Db, id: number, change: Change) =>
  trx.updateTable('movement_order').set(change).where('id', '=', id).execute()

/** Only drafts are ever dropped; their lines go with them. */
export const dropDraft = (trx: Db, id: number) =>
  trx.deleteFrom('movement_order').where('id', '=', id).where('state', '=', 'draft').execute()
