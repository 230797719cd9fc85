import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { attempt, type Db } from '../../platform/db.ts'
import { addStay, endStay, listStays, lockStudents, putLastName } from '../queries/enrolments.ts'
import { listLines, type OrderLine, putApplied } from '../queries/lines.ts'
import { lockOrder, putOrder } from '../queries/orders.ts'
import { dayBefore, effectOf, type LineRefusal, type Stay } from '../rules/lines.ts'
import type { OrderRefusal } from '../rules/orders.ts'
import { problemsOf } from './lines.ts'

/** Why lines were not applied, by their numbers. */
export type Problems = Map<number, LineRefusal>
type Signed = 'signed' | 'no-such-order' | OrderRefusal | Problems

/** Signs a draft: every line is applied, or none; from now on only another order changes anything (R4 3.7.2). */
export const signOrder = (db: Db, actor: Doer, today: string, id: number): Promise<Signed> =>
  attempt<Signed>(
    db,
    (outcome) => outcome === 'signed',
    async (trx) => {
      const order = await lockOrder(trx, id)
      if (!order) return 'no-such-order'
      if (order.state !== 'draft') return 'not-draft'
      const lines = await listLines(trx, id)
      const students = lines.map(({ student_id }) => student_id)
      if (lines.length === 0) return 'no-lines'
      await lockStudents(trx, students)
      const problems = await problemsOf(trx, today, order.kind, lines)
      if (problems.size > 0) return problems

      const stays = Map.groupBy(await listStays(trx, students), ({ student_id }) => student_id)
      for (const line of lines) {
        const isApplied = await applyLine(trx, actor, order, line, stays.get(line.student_id) ?? [])
        if (!isApplied) return new Map([[line.id, 'overlaps']])
      }
      await putOrder(trx, id, { state: 'signed' })
      const entry = { deed: 'order.signed', object_kind: 'movement_order', object_id: id }
      await record(trx, actor, {
        ...entry,
        before: { state: 'draft' },
        after: { state: 'signed', lines: lines.length }
      })
      return 'signed'
    }
  )

type Order = { id: number; kind: string; number: string }

async function applyLine(trx: Db, actor: Doer, order: Order, line: OrderLine, stays: Stay[]): Promise<boolean> {
  const { student_id, person_id, effective_on } = line
  const { present, ends, begins } = effectOf(order.kind, line, stays)
  const isRenamed = order.kind === 'surname_change' && line.last_name !== null
  if (ends) await endStay(trx, ends.id, dayBefore(effective_on), order.id)
  const stay =
    begins === null ? null : { student_id, study_group_id: begins, since: effective_on, since_order_id: order.id }
  if (stay && !(await addStay(trx, stay))) return false
  if (isRenamed) await putLastName(trx, person_id, line.last_name ?? '')
  const previous_last_name = isRenamed ? line.present_last_name : null
  await putApplied(trx, line.id, { from_group_id: present?.study_group_id ?? null, previous_last_name })
  await record(trx, actor, {
    ...{ deed: 'student.moved', object_kind: 'student', object_id: student_id, about_id: person_id },
    before: {
      study_group_id: present?.study_group_id ?? null,
      ...(isRenamed ? { last_name: previous_last_name } : {})
    },
    after: {
      ...{ order_id: order.id, kind: order.kind, effective_on },
      study_group_id: begins ?? (ends ? null : (present?.study_group_id ?? null)),
      ...(isRenamed ? { last_name: line.last_name } : {})
    }
  })
  return true
}
