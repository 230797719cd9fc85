import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { listRecorded, lockStudents, putLastNames, revertStays, staysOf } from '../queries/enrolments.ts'
import { listLines, type OrderLine } from '../queries/lines.ts'
import { dropBegun, restoreInterrupted } from '../queries/memberships.ts'
import { addOrder, lockOrder, putOrder } from '../queries/orders.ts'
import { type ReversalRefusal, refuseReversal } from '../rules/cancelling.ts'
import { type Heading, type OrderRefusal, refuseCancelling } from '../rules/orders.ts'
import type { Begun } from '../rules/promotion.ts'
import { findBegun, revertPromotion } from './reverting.ts'
import { freezeWording } from './wording.ts'

/** The first line that cannot be taken back. */
export type Unreversed = { refusal: ReversalRefusal; line: OrderLine }
type Cancelled = 'cancelled' | 'no-such-order' | OrderRefusal | Unreversed | Begun

/** Another order takes this one back with all it did; both stay in the list for good. */
export function cancelOrder(db: Db, actor: Doer, id: number, by: Omit<Heading, 'kind'>) {
  return inTransaction(db, async (trx): Promise<Cancelled> => {
    const order = await lockOrder(trx, id)
    if (!order) return 'no-such-order'
    const refusal = refuseCancelling(order, by)
    if (refusal) return refusal
    const lines = await listLines(trx, id)
    const standing = await findUnreversed(trx, id, lines)
    if (standing) return standing
    const begun = await findBegun(trx, id)
    if (begun) return begun

    const cancelled_by = await addOrder(trx, { ...by, kind: 'cancellation', state: 'signed' })
    if (cancelled_by === undefined) return 'number-taken'
    const dropped = Map.groupBy(await dropBegun(trx, id), ({ student_id }) => student_id)
    await revertStays(trx, id)
    await revertPromotion(trx, actor, id)
    await restoreInterrupted(trx, id)
    await putLastNames(
      trx,
      lines.flatMap(({ person_id, previous_last_name }) =>
        previous_last_name === null ? [] : [{ person_id, last_name: previous_last_name }]
      )
    )
    await putOrder(trx, id, { state: 'cancelled', cancelled_by })
    const undoing = await lockOrder(trx, cancelled_by)
    if (undoing) await freezeWording(trx, undoing)
    await record(
      trx,
      actor,
      {
        ...{ deed: 'order.cancelled', object_kind: 'movement_order', object_id: id },
        ...{ before: { state: 'signed' }, after: { state: 'cancelled', cancelled_by, ...by } }
      },
      ...lines.map((line) => movedBack(id, line, dropped.get(line.student_id)))
    )
    return 'cancelled'
  })
}

function movedBack(order_id: number, line: OrderLine, subgroups: object[] | undefined) {
  const { student_id, person_id, last_name, previous_last_name, from_group_id } = line
  const before = { ...(previous_last_name === null ? {} : { last_name }), ...(subgroups ? { subgroups } : {}) }
  const renamed = previous_last_name ? { last_name: previous_last_name } : {}
  return {
    ...{ deed: 'student.moved_back', object_kind: 'student', object_id: student_id, about_id: person_id },
    ...(Object.keys(before).length > 0 ? { before } : {}),
    after: { order_id, study_group_id: from_group_id, ...renamed }
  }
}

async function findUnreversed(trx: Db, order_id: number, lines: OrderLine[]): Promise<Unreversed | undefined> {
  const students = lines.map(({ student_id }) => student_id)
  await lockStudents(trx, students)
  const stays = await staysOf(trx, students)
  const recorded = await listRecorded(trx, order_id)
  for (const line of lines) {
    const refusal = refuseReversal(order_id, {
      ...{ stays: stays.get(line.student_id) ?? [], hasRecords: recorded.has(line.student_id) },
      ...{ last_name: line.present_last_name, new_last_name: line.last_name }
    })
    if (refusal) return { refusal, line }
  }
  return undefined
}
