import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { lockToCopy } from '../queries/approving.ts'
import { addCurriculum, copyRows, copyTerms, hasPlan } from '../queries/copying.ts'
import { type CopyRefusal, nameFor, refuseCopy } from '../rules/copying.ts'

type Outcome = { curriculum_id: number } | 'no-such-plan' | CopyRefusal

/** Makes a draft for another intake with all rows, hours and forms of control of this plan. */
export function copyCurriculum(db: Db, actor: Actor, today: string, id: number, entry_year: number) {
  return inTransaction(db, async (trx): Promise<Outcome> => {
    const plan = await lockToCopy(trx, actor, today, id)
    if (!plan) return 'no-such-plan'
    const name = nameFor(plan.name, plan.entry_year, entry_year)
    const { specialty_id, qualification, study_form, base_education, semesters } = plan
    const title = { specialty_id, name, qualification, study_form, base_education, entry_year, semesters }
    const refusal =
      refuseCopy(plan, { entry_year, has_plan: false }) ??
      refuseCopy(plan, { entry_year, has_plan: await hasPlan(trx, title) })
    if (refusal) return refusal
    const curriculum_id = await addCurriculum(trx, title)
    const rows = await copyRows(trx, id, curriculum_id)
    await copyTerms(trx, id, curriculum_id)
    await record(trx, actor, {
      ...{ deed: 'curriculum.copied', object_kind: 'curriculum', object_id: curriculum_id },
      after: { curriculum_id: id, name, rows }
    })
    return { curriculum_id }
  })
}
