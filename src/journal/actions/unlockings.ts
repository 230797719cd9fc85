import { type Actor, departmentsOf, scopesOf } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { refuseUnlocking, type UnlockingRefusal } from '../rules/unlockings.ts'

/** Opens a page of a closed period from today until a named day; who, why and until when stay on the audit trail. */
export function unlockPage(
  db: Db,
  actor: Actor,
  today: string,
  course_id: number,
  typed: { until: string; reason: string }
): Promise<UnlockingRefusal | null> {
  return inTransaction(db, async (trx) => {
    const course = await trx
      .selectFrom('course')
      .innerJoin('term', 'term.id', 'course.term_id')
      .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
      .select(['term.closed_at', 'study_group.department_id'])
      .where('course.id', '=', course_id)
      .executeTakeFirstOrThrow()
    const everywhere = scopesOf(actor, 'unlocking: write').includes('all')
    if (!everywhere && !departmentsOf(actor).includes(course.department_id)) return 'not-closed'
    const refusal = refuseUnlocking(course.closed_at !== null, typed, today)
    if (refusal) return refusal
    const { id } = await trx
      .insertInto('unlocking')
      .values({ course_id, since: today, ...typed, granted_by: actor.account_id as number })
      .returning('id')
      .executeTakeFirstOrThrow()
    await record(trx, actor, {
      deed: 'page.unlocked',
      object_kind: 'course',
      object_id: course_id,
      after: { ...typed, id }
    })
    return null
  })
}
