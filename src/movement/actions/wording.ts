import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { findCancelled, lockOrder } from '../queries/orders.ts'
import { listWorded, putWording, type WordedOrder } from '../queries/wording.ts'
import type { OrderRefusal } from '../rules/orders.ts'
import {
  cancellationOf,
  printOf,
  refuseWording,
  type Wording,
  type WordingRefusal,
  wordingOf
} from '../rules/wording.ts'

/** The words of an order as they are composed from its lines now. */
export async function composeWording(db: Db, { id, kind, basis }: WordedOrder): Promise<Wording> {
  const cancelled = kind === 'cancellation' ? await findCancelled(db, id) : undefined
  if (!cancelled) return wordingOf(kind, await listWorded(db, id), basis)
  const lines = await listWorded(db, cancelled.id)
  const about = cancelled.about || wordingOf(cancelled.kind, lines, '').about
  return cancellationOf({ ...cancelled, about }, lines, basis)
}

/** What is printed: the words kept with the order, or those composed now; `isStale` when the lines changed after somebody edited. */
export async function readWording(db: Db, order: WordedOrder) {
  if (order.state !== 'draft' && order.wording !== '')
    return { about: order.about, text: order.wording, doubtful: [], isEdited: false, isStale: false }
  const composed = await composeWording(db, order)
  if (order.wording === '') return { ...composed, isEdited: false, isStale: false }
  const isStale = printOf(composed) !== order.wording_base
  return { ...composed, about: order.about, text: order.wording, isEdited: true, isStale }
}

/** Keeps the words with the order that is being signed; refuses words that were edited before its lines changed. */
export async function freezeWording(trx: Db, order: WordedOrder): Promise<'stale-wording' | null> {
  const { about, text, isEdited, isStale } = await readWording(trx, order)
  if (isStale) return 'stale-wording'
  if (!isEdited) await putWording(trx, order.id, { about, wording: text, wording_base: '' })
  return null
}

type Outcome = 'worded' | 'no-such-order' | OrderRefusal | WordingRefusal

/** Edits the words of a draft; those of a signed order are part of it. */
export function editWording(db: Db, actor: Doer, id: number, typed: { about: string; text: string }) {
  return inTransaction(db, async (trx): Promise<Outcome> => {
    const order = await lockOrder(trx, id)
    if (!order) return 'no-such-order'
    if (order.state !== 'draft') return 'not-draft'
    const refusal = refuseWording(typed)
    if (refusal) return refusal
    const base = printOf(await composeWording(trx, order))
    const isEdited = printOf(typed) !== base
    const stored = { about: typed.about, wording: typed.text, wording_base: base }
    await keep(trx, actor, order, isEdited ? stored : { about: '', wording: '', wording_base: '' })
    return 'worded'
  })
}

/** Throws what was edited away: the words follow the lines again. */
export function renewWording(db: Db, actor: Doer, id: number) {
  return inTransaction(db, async (trx): Promise<Outcome> => {
    const order = await lockOrder(trx, id)
    if (!order) return 'no-such-order'
    if (order.state !== 'draft') return 'not-draft'
    await keep(trx, actor, order, { about: '', wording: '', wording_base: '' })
    return 'worded'
  })
}

async function keep(trx: Db, actor: Doer, order: WordedOrder, stored: Parameters<typeof putWording>[2]) {
  await putWording(trx, order.id, stored)
  await record(trx, actor, {
    ...{ deed: 'order.worded', object_kind: 'movement_order', object_id: order.id },
    before: { about: order.about, wording: order.wording },
    after: { about: stored.about, wording: stored.wording }
  })
}
