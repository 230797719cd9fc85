import { type Actor, scopesOf } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { addStep, putPlanChange, putRemarks } from '../queries/lesson-plan-writing.ts'
import { findPlan, listPlanTopics, lockPlan, type Plan } from '../queries/lesson-plans.ts'
import { sumOfHours } from '../rules/lesson-plan-topics.ts'
import {
  type PlanRefusal,
  type PlanState,
  plannedHoursOf,
  type Remarks,
  refuseApproval,
  refuseReopening,
  refuseReturn,
  refuseSubmission,
  remarksInWords
} from '../rules/lesson-plans.ts'
import { lockOwnPlan } from './lesson-plans.ts'

export type StateOutcome = 'done' | 'no-such-plan' | PlanRefusal

/** Approving and returning is for who holds the right over the whole college (access.md: «W approve»). */
export const decides = (actor: Actor): boolean => scopesOf(actor, 'work programmes: write').includes('all')

async function lockPlanToDecide(trx: Db, actor: Actor, today: string, id: number): Promise<Plan | undefined> {
  if (!decides(actor)) return undefined
  await lockPlan(trx, id)
  return findPlan(trx, actor, 'work programmes: write', today, id)
}

const DEEDS: Record<PlanState, string> = {
  draft: 'lesson_plan.reopened',
  submitted: 'lesson_plan.submitted',
  returned: 'lesson_plan.returned',
  approved: 'lesson_plan.approved'
}

/** The plan becomes another, with a line of its history and of the audit trail. */
async function become(trx: Db, actor: Actor, plan: Plan, state: PlanState, remark = '') {
  await putPlanChange(trx, plan.id, actor.account_id, state)
  await addStep(trx, { lesson_plan_id: plan.id, state, made_by: actor.name, remark })
  await record(trx, actor, {
    ...{ deed: DEEDS[state], object_kind: 'lesson_plan', object_id: plan.id },
    ...{ before: { state: plan.state }, after: { state, ...(remark && { remark }) } }
  })
}

export function submitPlan(db: Db, actor: Actor, today: string, plan_id: number) {
  return inTransaction(db, async (trx): Promise<StateOutcome> => {
    const plan = await lockOwnPlan(trx, actor, today, plan_id)
    if (!plan) return 'no-such-plan'
    const refusal = refuseSubmission(plan.state, (await listPlanTopics(trx, plan.id)).length)
    if (refusal) return refusal
    await become(trx, actor, plan, 'submitted')
    return 'done'
  })
}

/** What was decided about must be what was seen: the teacher may have taken the plan back and changed it. */
const refuseSeen = (plan: Plan, version: number): PlanRefusal | null =>
  plan.state === 'submitted' && plan.version !== version ? 'seen-otherwise' : null

/** R3 7.4: not while the hours differ from those of the curriculum. */
export function approvePlan(db: Db, actor: Actor, today: string, plan_id: number, version: number) {
  return inTransaction(db, async (trx): Promise<StateOutcome> => {
    const plan = await lockPlanToDecide(trx, actor, today, plan_id)
    if (!plan) return 'no-such-plan'
    const own = sumOfHours(await listPlanTopics(trx, plan.id))
    const refusal = refuseSeen(plan, version) ?? refuseApproval(plan.state, { planned: plannedHoursOf(plan.term), own })
    if (refusal) return refusal
    await putRemarks(trx, plan.id, [])
    await become(trx, actor, plan, 'approved')
    return 'done'
  })
}

/** Back to the teacher with remarks to the plan and to its rows; they stand until the next decision. */
export function returnPlan(db: Db, actor: Actor, today: string, plan_id: number, version: number, remarks: Remarks) {
  return inTransaction(db, async (trx): Promise<StateOutcome> => {
    const plan = await lockPlanToDecide(trx, actor, today, plan_id)
    if (!plan) return 'no-such-plan'
    const places = new Map((await listPlanTopics(trx, plan.id)).map(({ id, position }) => [id, position]))
    const rows = remarks.rows.filter(({ topic_id }) => places.has(topic_id))
    const refusal = refuseSeen(plan, version) ?? refuseReturn(plan.state, { ...remarks, rows })
    if (refusal) return refusal
    await putRemarks(trx, plan.id, rows)
    await become(trx, actor, plan, 'returned', remarksInWords({ ...remarks, rows }, places))
    return 'done'
  })
}

/** Whoever writes the plan takes it back to change it; so may the deputy, when a plan was approved by mistake. */
export function reopenPlan(db: Db, actor: Actor, today: string, plan_id: number, reason: string) {
  return inTransaction(db, async (trx): Promise<StateOutcome> => {
    const plan = (await lockOwnPlan(trx, actor, today, plan_id)) ?? (await lockPlanToDecide(trx, actor, today, plan_id))
    if (!plan) return 'no-such-plan'
    const refusal = refuseReopening(plan.state, reason)
    if (refusal) return refusal
    await become(trx, actor, plan, 'draft', reason)
    return 'done'
  })
}
