import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { countHours, lockCurriculum, putState } from '../queries/approving.ts'
import { type Approval, type ApprovalRefusal, refuseApproval, refuseReopening } from '../rules/approving.ts'

type Outcome = 'done' | 'no-such-plan' | ApprovalRefusal

/** Marks the plan as approved; from then on it is neither corrected nor loaded anew (R3 7.1). */
export function approveCurriculum(db: Db, actor: Doer, today: string, id: number, approval: Approval) {
  return inTransaction(db, async (trx): Promise<Outcome> => {
    const plan = await lockCurriculum(trx, actor, today, id)
    if (!plan) return 'no-such-plan'
    const refusal = refuseApproval({ ...plan, hours: await countHours(trx, id) }, approval, today)
    if (refusal) return refusal
    await putState(trx, id, { state: 'approved', ...approval, approved_by: actor.name })
    await record(trx, actor, {
      ...{ deed: 'curriculum.approved', object_kind: 'curriculum', object_id: id },
      ...{ before: { state: 'draft' }, after: { state: 'approved', ...approval } }
    })
    return 'done'
  })
}

/** Makes a draft of an approved plan, so that it can be changed. */
export function reopenCurriculum(db: Db, actor: Doer, today: string, id: number, reason: string) {
  return inTransaction(db, async (trx): Promise<Outcome> => {
    const plan = await lockCurriculum(trx, actor, today, id)
    if (!plan) return 'no-such-plan'
    const refusal = refuseReopening(plan, reason)
    if (refusal) return refusal
    await putState(trx, id, { state: 'draft', approved_on: null, approval: '', approved_by: '' })
    const { state, approved_on, approval } = plan
    await record(trx, actor, {
      ...{ deed: 'curriculum.reopened', object_kind: 'curriculum', object_id: id },
      ...{ before: { state, approved_on, approval }, after: { state: 'draft', reason } }
    })
    return 'done'
  })
}
