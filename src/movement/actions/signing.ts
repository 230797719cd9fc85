import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { attempt, type Db } from '../../platform/db.ts'
import { addStays, endStays, lockStudents, putLastNames, releaseStays, staysOf } from '../queries/enrolments.ts'
import { listLines, type OrderLine, putApplied } from '../queries/lines.ts'
import { endInterrupted, keepInterrupted } from '../queries/memberships.ts'
import { lockOrder, putOrder } from '../queries/orders.ts'
import { dayBefore, effectOf, type LineRefusal, problemsIn, type Stay } from '../rules/lines.ts'
import { isProvisional, type OrderRefusal } from '../rules/orders.ts'
import { freezeWording } from './wording.ts'

/** Why lines were not applied, by their numbers. */
export type Problems = Map<number, LineRefusal>
type Signed = 'signed' | 'no-such-order' | OrderRefusal | Problems

/**
 * Signs a draft: every line is applied, or none; from now on only another order changes anything (R4 3.7.2). The number of
 * statements does not depend on the number of lines.
 */
export const signOrder = (db: Db, actor: Doer, today: string, id: number): Promise<Signed> =>
  attempt<Signed>(
    db,
    (outcome) => outcome === 'signed',
    (trx) => signWithin(trx, actor, today, id)
  )

/** The same within the caller's transaction, which has to be taken back whole unless the answer is 'signed'. */
export async function signWithin(trx: Db, actor: Doer, today: string, id: number): Promise<Signed> {
  const order = await lockOrder(trx, id)
  if (!order) return 'no-such-order'
  if (order.state !== 'draft') return 'not-draft'
  if (isProvisional(order.number)) return 'provisional-number'
  const lines = await listLines(trx, id)
  const students = lines.map(({ student_id }) => student_id)
  if (lines.length === 0) return 'no-lines'
  await lockStudents(trx, students)
  const stays = await staysOf(trx, students)
  const problems = problemsIn(order.kind, lines, stays, today)
  if (problems.size > 0) return problems
  const stale = await freezeWording(trx, order)
  if (stale) return stale

  const effects = lines.map((line) => effectIn(order.kind, line, stays.get(line.student_id) ?? []))
  const overlapping = await applyEffects(trx, order.id, effects)
  if (overlapping.size > 0) return overlapping
  await putOrder(trx, id, { state: 'signed' })
  await record(trx, actor, signedLine(id, lines.length), ...effects.map((effect) => movedLine(order, effect)))
  return 'signed'
}

type Effect = ReturnType<typeof effectIn>
type Order = { id: number; kind: string }

function effectIn(kind: string, line: OrderLine, stays: Stay[]) {
  const renamed = kind === 'surname_change' ? line.last_name : null
  const { present, ends, releases, begins } = effectOf(kind, line, stays)
  return { line, ends, releases, begins, from_group_id: (present ?? releases)?.study_group_id ?? null, renamed }
}

/** Writes what the lines do; the answer has those lines whose days overlap other days of the student. */
async function applyEffects(trx: Db, order_id: number, effects: Effect[]): Promise<Problems> {
  await endStays(
    trx,
    order_id,
    effects.flatMap(({ ends, line }) => (ends ? [{ id: ends.id, day: dayBefore(line.effective_on) }] : []))
  )
  await releaseStays(
    trx,
    order_id,
    effects.flatMap(({ releases, line }) => (releases ? [{ id: releases.id, day: line.effective_on }] : []))
  )
  await keepInterrupted(trx, order_id)
  await endInterrupted(trx, order_id)
  const begun = effects.flatMap(({ begins, line: { id, student_id, effective_on } }) =>
    begins === null
      ? []
      : [{ id, stay: { student_id, study_group_id: begins, since: effective_on, since_order_id: order_id } }]
  )
  const added = await addStays(
    trx,
    begun.map(({ stay }) => stay)
  )
  const overlapping = begun.filter(({ stay }) => !added.has(stay.student_id))
  await putLastNames(
    trx,
    effects.flatMap(({ renamed, line }) =>
      renamed === null ? [] : [{ person_id: line.person_id, last_name: renamed }]
    )
  )
  await putApplied(
    trx,
    effects.map(({ line, from_group_id, renamed }) => ({
      ...{ id: line.id, from_group_id, previous_last_name: renamed === null ? null : line.present_last_name }
    }))
  )
  return new Map(overlapping.map(({ id }) => [id, 'overlaps']))
}

const signedLine = (object_id: number, lines: number) => ({
  ...{ deed: 'order.signed', object_kind: 'movement_order', object_id },
  ...{ before: { state: 'draft' }, after: { state: 'signed', lines } }
})

function movedLine(order: Order, { line, ends, releases, begins, from_group_id, renamed }: Effect) {
  const { student_id, person_id, effective_on } = line
  return {
    ...{ deed: 'student.moved', object_kind: 'student', object_id: student_id, about_id: person_id },
    before: { study_group_id: from_group_id, ...(renamed === null ? {} : { last_name: line.present_last_name }) },
    after: {
      ...{
        order_id: order.id,
        kind: order.kind,
        effective_on,
        study_group_id: begins ?? (ends || releases ? null : from_group_id)
      },
      ...(renamed === null ? {} : { last_name: renamed })
    }
  }
}
