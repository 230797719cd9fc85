import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { findEntry } from '../queries/entries.ts'
import { lockTimetable } from '../queries/grounds.ts'
import * as queries from '../queries/substitutions.ts'
import { refuseChange, refuseSubstitute } from '../rules/changes.ts'
import type { ChangeOutcome } from './corrections/changing.ts'

export type SubstituteForm = {
  staff_member_id: number
  kind: 'teacher' | 'union'
  reason: string
  order_number: string
}

/** Gives a lesson to another teacher, who gets the right to keep that lesson alone (R1 5.6, 6.1). */
export function substitute(db: Db, actor: Actor, entry_id: number, form: SubstituteForm): Promise<ChangeOutcome> {
  return inTransaction(db, async (trx): Promise<ChangeOutcome> => {
    await lockTimetable(trx)
    const entry = await findEntry(trx, entry_id)
    if (!entry) return { kind: 'no-such-page' }
    if (form.staff_member_id === entry.staff_member_id) return { kind: 'refused', refusal: 'same-teacher' }
    const candidate = (await queries.listCandidates(trx, [entry_id])).find(({ id }) => id === form.staff_member_id)
    const refusal = refuseChange(entry, form.reason) ?? refuseSubstitute(candidate, form.kind)
    if (refusal) return { kind: 'refused', refusal }
    await queries.putSubstitution(trx, entry_id, { ...form, made_by: actor.account_id })
    const lesson = { course_id: entry.course_id, held_on: entry.held_on, pair_number: entry.pair_number }
    await record(trx, actor, {
      ...{ deed: 'substitution.made', object_kind: 'timetable_entry', object_id: entry_id },
      before: { ...lesson, staff_member_id: entry.substitute_id ?? entry.staff_member_id },
      after: { ...lesson, ...form }
    })
    return { kind: 'kept', id: entry_id }
  })
}

/** Gives the lesson back to its teacher while it is not held. */
export function undoSubstitution(db: Db, actor: Actor, entry_id: number): Promise<ChangeOutcome> {
  return inTransaction(db, async (trx): Promise<ChangeOutcome> => {
    await lockTimetable(trx)
    const entry = await findEntry(trx, entry_id)
    if (!entry?.substitution_id) return { kind: 'no-such-page' }
    const refusal = refuseChange(entry, 'отмена')
    if (refusal) return { kind: 'refused', refusal }
    await queries.dropSubstitution(trx, entry.substitution_id)
    await record(trx, actor, {
      ...{ deed: 'substitution.undone', object_kind: 'timetable_entry', object_id: entry_id },
      before: { held_on: entry.held_on, pair_number: entry.pair_number, staff_member_id: entry.substitute_id }
    })
    return { kind: 'kept', id: entry_id }
  })
}
