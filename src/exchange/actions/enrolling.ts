import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { draftOrder, removeDraft } from '../../movement/actions/orders.ts'
import { signWithin } from '../../movement/actions/signing.ts'
import { addLines, listLines } from '../../movement/queries/lines.ts'
import { lockOrder } from '../../movement/queries/orders.ts'
import { LINE_REFUSALS } from '../../movement/rules/lines.ts'
import { ORDER_REFUSALS, provisionalNumber } from '../../movement/rules/orders.ts'
import type { Db } from '../../platform/db.ts'
import type { StudentWrite } from '../rules/students.ts'
import type { Writing } from './lists.ts'

/** The whole load is taken back and the person reads why. */
export class Refused extends Error {}

const CHUNK = 5000
type Into = { student_id: number; study_group_id: number }

/** Draws up the order that puts students of the file into their groups, and signs it when it has been issued already (R4 3.7.2). */
export async function enrolByOrder(
  trx: Db,
  { actor, today, options, load }: Writing<StudentWrite>,
  into: Into[]
): Promise<Record<string, number>> {
  if (into.length === 0) return {}
  const number = options.number || provisionalNumber(load.id)
  const heading = { kind: 'enrolment', number, signed_on: options.signed_on || today, basis: options.basis ?? '' }
  const draft = await draftOrder(trx, actor, heading)
  if (typeof draft === 'string') throw new Refused(ORDER_REFUSALS[draft])
  const { order_id } = draft
  const line = { effective_on: options.effective_on || today, until_on: null, last_name: null }
  const rows = into.map((one) => ({ order_id, ...one, ...line, reason: '' }))
  for (let at = 0; at < rows.length; at += CHUNK) await addLines(trx, rows.slice(at, at + CHUNK))
  await record(
    trx,
    actor,
    ...into.map((one) => ({
      ...{ deed: 'order.line_added', object_kind: 'movement_order', object_id: order_id },
      after: { ...one, ...line, reason: '' }
    }))
  )
  if (options.way === 'sign') await sign(trx, actor, today, order_id)
  return { order_id, enrolled: into.length }
}

async function sign(trx: Db, actor: Doer, today: string, order_id: number): Promise<void> {
  const outcome = await signWithin(trx, actor, today, order_id)
  if (outcome === 'signed') return
  if (outcome === 'no-such-order') throw new Error('the order is gone')
  const [first] = outcome instanceof Map ? outcome.values() : []
  throw new Refused(outcome instanceof Map ? LINE_REFUSALS[first ?? 'overlaps'] : ORDER_REFUSALS[outcome])
}

/** The load's own draft goes with the load; in words, what keeps it from going. */
export async function dropOrder(
  trx: Db,
  actor: Doer,
  { order_id = 0, enrolled = 0 }: Record<string, number>
): Promise<string[]> {
  const order = order_id > 0 ? await lockOrder(trx, order_id) : undefined
  if (!order || order.state === 'cancelled') return []
  const title = `приказ № ${order.number}`
  // A signed order is never deleted, only another order takes it back (R4 3.7.2).
  if (order.state === 'signed')
    return [`${title} подписан: его отменяет только другой приказ, карточки при этом остаются`]
  if ((await listLines(trx, order_id)).length > enrolled) return [`${title}: в него внесены другие обучающиеся`]
  await removeDraft(trx, actor, order_id)
  return []
}
