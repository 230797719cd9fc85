import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { keepState } from '../queries/approving.ts'
import { findCurriculum } from '../queries/curricula.ts'
import { hasCoursesAhead, lockGroup, putCurriculum } from '../queries/groups.ts'
import { type AttachRefusal, refuseAttachment } from '../rules/attaching.ts'

type Attachment = { curriculum_id: number; study_group_id: number }

/** Sets a group on an approved plan. */
export function attachCurriculum(db: Db, actor: Doer, today: string, { curriculum_id, study_group_id }: Attachment) {
  return inTransaction(db, async (trx): Promise<'attached' | 'no-such-plan' | 'no-such-group' | AttachRefusal> => {
    await keepState(trx, curriculum_id)
    const plan = await findCurriculum(trx, actor, today, curriculum_id)
    if (!plan) return 'no-such-plan'
    const group = await lockGroup(trx, actor, 'curriculum: write', today, study_group_id)
    if (!group) return 'no-such-group'
    const has_courses_ahead = await hasCoursesAhead(trx, group.id, plan.id, today)
    const refusal = refuseAttachment({ ...group, has_courses_ahead }, plan)
    if (refusal) return refusal
    if (group.curriculum_id === plan.id) return 'attached'
    await putCurriculum(trx, group.id, plan.id)
    await record(trx, actor, {
      ...{ deed: 'curriculum.attached', object_kind: 'study_group', object_id: group.id },
      ...{ before: { curriculum_id: group.curriculum_id }, after: { curriculum_id: plan.id, name: plan.name } }
    })
    return 'attached'
  })
}
