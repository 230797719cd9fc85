import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { listLines } from '../queries/lines.ts'
import { addOrder, dropDraft, findByNumber, lockOrder, putOrder } from '../queries/orders.ts'
import { type Heading, KINDS, type OrderRefusal, refuseHeading } from '../rules/orders.ts'

/** Draws up an order: a draft moves nobody. */
export function draftOrder(db: Db, actor: Doer, heading: Heading) {
  return inTransaction(db, async (trx): Promise<{ order_id: number } | OrderRefusal> => {
    const refusal = heading.kind in KINDS ? refuseHeading(heading) : 'no-kind'
    if (refusal) return refusal
    const order_id = await addOrder(trx, heading)
    if (order_id === undefined) return 'number-taken'
    const line = { deed: 'order.drafted', object_kind: 'movement_order', object_id: order_id }
    await record(trx, actor, { ...line, after: heading })
    return { order_id }
  })
}

export function changeDraft(db: Db, actor: Doer, id: number, change: Omit<Heading, 'kind'>) {
  return inTransaction(db, async (trx): Promise<'changed' | 'no-such-order' | OrderRefusal> => {
    const order = await lockOrder(trx, id)
    if (!order) return 'no-such-order'
    if (order.state !== 'draft') return 'not-draft'
    const refusal = refuseHeading({ kind: order.kind, ...change })
    if (refusal) return refusal
    if (await findByNumber(trx, change, id)) return 'number-taken'
    await putOrder(trx, id, change)
    const { number, signed_on, basis } = order
    await record(trx, actor, {
      ...{ deed: 'order.changed', object_kind: 'movement_order', object_id: id },
      ...{ before: { number, signed_on, basis }, after: change }
    })
    return 'changed'
  })
}

/** A draft may be thrown away; what was signed never is. */
export function removeDraft(db: Db, actor: Doer, id: number) {
  return inTransaction(db, async (trx): Promise<'removed' | 'no-such-order' | OrderRefusal> => {
    const order = await lockOrder(trx, id)
    if (!order) return 'no-such-order'
    if (order.state !== 'draft') return 'not-draft'
    const lines = (await listLines(trx, id)).map(({ student_id, effective_on }) => ({ student_id, effective_on }))
    await dropDraft(trx, id)
    await record(trx, actor, {
      ...{ deed: 'order.dropped', object_kind: 'movement_order', object_id: id },
      before: { ...order, lines }
    })
    return 'removed'
  })
}
