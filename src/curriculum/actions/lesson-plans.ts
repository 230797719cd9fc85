import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { attachFreeCourses, findOwnCourse, listPlanCourses, putCoursePlans } from '../queries/lesson-plan-courses.ts'
import { addPlan, dropPlan, putPlanChange, putTopics } from '../queries/lesson-plan-writing.ts'
import { findNameOf, findPlan, listPlanTopics, listUses, lockPlan, type Plan } from '../queries/lesson-plans.ts'
import {
  changeOf,
  MOST_TOPICS,
  type RowRefusal,
  refuseRows,
  sumOfHours,
  type TypedRow,
  topicsOfRows
} from '../rules/lesson-plan-topics.ts'
import { isEditable, type PlanRefusal, refusePlanRemoval } from '../rules/lesson-plans.ts'

const lineOf = (plan: { id: number }) => ({ object_kind: 'lesson_plan', object_id: plan.id })

/** The plan in sight, locked; undefined when this person may not write in it. */
export async function lockOwnPlan(trx: Db, actor: Actor, today: string, id: number): Promise<Plan | undefined> {
  await lockPlan(trx, id)
  const plan = await findPlan(trx, actor, 'work programmes: write', today, id)
  return plan?.is_own ? plan : undefined
}

/** Begins the plan of an own journal; own journals of the same row, semester and term follow it too. */
export function beginPlan(db: Db, actor: Actor, today: string, course_id: number) {
  return inTransaction(db, async (trx): Promise<{ plan_id: number } | 'no-such-course' | PlanRefusal> => {
    const course = await findOwnCourse(trx, actor, today, course_id)
    if (!course) return 'no-such-course'
    if (course.lesson_plan_id !== null) return 'has-plan'
    const { curriculum_item_id, semester, term_id } = course
    const by = { author_id: actor.staff_member_id, changed_by: actor.account_id }
    const id = await addPlan(trx, { curriculum_item_id, semester, ...by })
    const courses = await attachFreeCourses(trx, actor, today, { id, curriculum_item_id, semester }, term_id)
    await record(trx, actor, {
      ...{ deed: 'lesson_plan.begun', ...lineOf({ id }) },
      after: { curriculum_item_id, semester, courses: courses.map((one) => one.id) }
    })
    return { plan_id: id }
  })
}

export type KeepOutcome =
  | { kind: 'kept' }
  | { kind: 'no-such-plan' }
  | { kind: 'refused'; refusal: PlanRefusal; by?: string }
  | { kind: 'rows'; refusals: RowRefusal[] }

type Typed = { plan_id: number; version: number; rows: TypedRow[] }

/** Writes the whole table of topics, or nothing of it and why. */
export function keepTopics(db: Db, actor: Actor, today: string, { plan_id, version, rows }: Typed) {
  return inTransaction(db, async (trx): Promise<KeepOutcome> => {
    const plan = await lockOwnPlan(trx, actor, today, plan_id)
    if (!plan) return { kind: 'no-such-plan' }
    if (!isEditable(plan.state)) return { kind: 'refused', refusal: 'not-a-draft' }
    if (plan.version !== version)
      return { kind: 'refused', refusal: 'changed-meanwhile', by: await findNameOf(trx, plan.changed_by) }
    const before = await listPlanTopics(trx, plan.id)
    const known = new Set(before.map(({ id }) => id))
    const own = rows.slice(0, MOST_TOPICS).map((row) => ({ ...row, id: known.has(row.id) ? row.id : 0 }))
    const refusals = refuseRows(own, await listUses(trx, plan.id))
    if (refusals.length > 0) return { kind: 'rows', refusals }
    await writeTopics(trx, actor, plan, before, topicsOfRows(own))
    return { kind: 'kept' }
  })
}

type Topics = Awaited<ReturnType<typeof listPlanTopics>>

/** Writes topics that differ from those that stand, and notes how many came, changed and went. */
export async function writeTopics(
  trx: Db,
  actor: Actor,
  plan: Plan,
  before: Topics,
  after: Parameters<typeof changeOf>[1]
) {
  const change = changeOf(before, after)
  if (change.added + change.changed + change.removed === 0) return
  await putTopics(trx, plan.id, after)
  await putPlanChange(trx, plan.id, actor.account_id)
  await record(trx, actor, {
    ...{ deed: 'lesson_plan.changed', ...lineOf(plan) },
    before: { hours: sumOfHours(before), rows: before.length },
    after: { hours: sumOfHours(after), rows: after.length, ...change }
  })
}

/** Own journals of the row and semester follow the plan or do not, as they were ticked. */
export function chooseCourses(db: Db, actor: Actor, today: string, plan_id: number, ticked: number[]) {
  return inTransaction(db, async (trx): Promise<'chosen' | 'no-such-plan'> => {
    const plan = await lockOwnPlan(trx, actor, today, plan_id)
    if (!plan) return 'no-such-plan'
    const courses = await listPlanCourses(trx, actor, today, plan)
    const own = courses.filter(({ is_mine, closed_at }) => is_mine && closed_at === null)
    const ids = {
      on: own.flatMap(({ id, lesson_plan_id }) => (ticked.includes(id) && lesson_plan_id !== plan.id ? [id] : [])),
      off: own.flatMap(({ id, lesson_plan_id }) => (!ticked.includes(id) && lesson_plan_id === plan.id ? [id] : []))
    }
    if (ids.on.length + ids.off.length === 0) return 'chosen'
    await putCoursePlans(trx, plan.id, ids)
    await record(trx, actor, {
      ...{ deed: 'lesson_plan.courses_changed', ...lineOf(plan) },
      ...{ before: { courses: ids.off }, after: { courses: ids.on } }
    })
    return 'chosen'
  })
}

/** Takes away a plan that nobody has taught by. */
export function removePlan(db: Db, actor: Actor, today: string, plan_id: number) {
  return inTransaction(db, async (trx): Promise<'removed' | 'no-such-plan' | PlanRefusal> => {
    const plan = await lockOwnPlan(trx, actor, today, plan_id)
    if (!plan) return 'no-such-plan'
    const refusal = refusePlanRemoval(plan.state, (await listUses(trx, plan.id)).size)
    if (refusal) return refusal
    const topics = await listPlanTopics(trx, plan.id)
    await dropPlan(trx, plan.id)
    const { curriculum_item_id, semester } = plan
    await record(trx, actor, {
      ...{ deed: 'lesson_plan.removed', ...lineOf(plan) },
      before: { curriculum_item_id, semester, hours: sumOfHours(topics), rows: topics.length }
    })
    return 'removed'
  })
}
