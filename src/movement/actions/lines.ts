import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { fullName } from '../../people/rules/cards.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { staysOf } from '../queries/enrolments.ts'
import { addLines, dropLine, findGroup, namesOf } from '../queries/lines.ts'
import { lockOrder } from '../queries/orders.ts'
import { type Line, type LineRefusal, refuseLine } from '../rules/lines.ts'
import { groupOf, type OrderRefusal } from '../rules/orders.ts'

export type Entry = {
  student_ids: number[]
  study_group_id: number
  effective_on: string
  until_on: string
  reason: string
  last_name: string
}
/** Nothing is written when one of the students cannot be moved so; `who` is the first of those. */
export type LineRefused = { refusal: LineRefusal; who: string }

/** Adds a line for each student chosen. */
export function enterLines(db: Db, actor: Doer, today: string, order_id: number, entry: Entry) {
  return inTransaction(db, async (trx): Promise<'entered' | 'no-such-order' | OrderRefusal | LineRefused> => {
    const order = await lockOrder(trx, order_id)
    if (!order) return 'no-such-order'
    if (order.state !== 'draft') return 'not-draft'
    const refused = await refuseEntry(trx, today, order.kind, entry)
    if (refused) return refused
    const line = lineOf(order.kind, entry)
    const rows = entry.student_ids.map((student_id) => ({ order_id, student_id, ...line, reason: entry.reason }))
    const added = await addLines(trx, rows)
    await record(
      trx,
      actor,
      ...added.map((student_id) => ({
        ...{ deed: 'order.line_added', object_kind: 'movement_order', object_id: order_id },
        after: { student_id, ...line, reason: entry.reason }
      }))
    )
    return added.length > 0 ? 'entered' : { refusal: 'is-listed', who: '' }
  })
}

const lineOf = (kind: string, entry: Entry): Line => ({
  study_group_id: groupOf(kind) !== 'none' && entry.study_group_id > 0 ? entry.study_group_id : null,
  effective_on: entry.effective_on,
  until_on: kind === 'academic_leave' && entry.until_on !== '' ? entry.until_on : null,
  last_name: kind === 'surname_change' ? entry.last_name : null
})

async function refuseEntry(trx: Db, today: string, kind: string, entry: Entry): Promise<LineRefused | null> {
  if (entry.student_ids.length === 0) return { refusal: 'nobody-chosen', who: '' }
  const line = lineOf(kind, entry)
  const group = line.study_group_id ? await findGroup(trx, line.study_group_id) : undefined
  const stays = await staysOf(trx, entry.student_ids)
  const names = await namesOf(trx, entry.student_ids)
  for (const id of entry.student_ids) {
    const name = names.get(id)
    if (!name) return { refusal: 'nobody-chosen', who: '' }
    const facts = { stays: stays.get(id) ?? [], last_name: name.last_name, group, today }
    const refusal = refuseLine(kind, line, facts)
    // A draft may be drawn up before the day on which it is signed.
    if (refusal && refusal !== 'too-early') return { refusal, who: fullName(name) }
  }
  return null
}

/** Takes a line out of a draft. */
export function removeLine(db: Db, actor: Doer, order_id: number, id: number) {
  return inTransaction(db, async (trx): Promise<'removed' | 'no-such-order' | OrderRefusal> => {
    const order = await lockOrder(trx, order_id)
    if (!order) return 'no-such-order'
    if (order.state !== 'draft') return 'not-draft'
    const dropped = await dropLine(trx, order_id, id)
    if (!dropped) return 'no-such-order'
    await record(trx, actor, {
      ...{ deed: 'order.line_removed', object_kind: 'movement_order', object_id: order_id },
      before: { student_id: dropped.student_id }
    })
    return 'removed'
  })
}
