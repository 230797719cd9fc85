import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { copyTopics, listTargets } from '../queries/lesson-plan-copies.ts'
import { attachFreeCourses } from '../queries/lesson-plan-courses.ts'
import { addPlan } from '../queries/lesson-plan-writing.ts'
import { findPlan } from '../queries/lesson-plans.ts'
import type { PlanRefusal } from '../rules/lesson-plans.ts'

type Copying = { plan_id: number; curriculum_item_id: number; semester: number }

/**
 * A draft of one's own with the topics of a plan in sight: for a parallel group, the next intake or another semester of the same
 * subject. Own journals there that have no plan follow it at once.
 */
export function copyPlan(db: Db, actor: Actor, today: string, { plan_id, curriculum_item_id, semester }: Copying) {
  return inTransaction(db, async (trx): Promise<{ plan_id: number } | 'no-such-plan' | PlanRefusal> => {
    const plan = await findPlan(trx, actor, 'work programmes: read', today, plan_id)
    if (!plan || actor.staff_member_id === null) return 'no-such-plan'
    const targets = await listTargets(trx, actor, today, plan)
    if (!targets.some((one) => one.curriculum_item_id === curriculum_item_id && one.semester === semester))
      return 'no-target'
    const by = { author_id: actor.staff_member_id, changed_by: actor.account_id }
    const id = await addPlan(trx, { curriculum_item_id, semester, ...by })
    const rows = await copyTopics(trx, plan.id, id)
    const courses = await attachFreeCourses(trx, actor, today, { id, curriculum_item_id, semester }, null)
    await record(trx, actor, {
      ...{ deed: 'lesson_plan.copied', object_kind: 'lesson_plan', object_id: id },
      after: { copied_from: plan.id, curriculum_item_id, semester, rows, courses: courses.map((one) => one.id) }
    })
    return { plan_id: id }
  })
}
