import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import * as lessons from '../queries/lessons.ts'
import type { LessonRefusal } from '../rules/lessons.ts'
import { formOf } from './lessons.ts'

/** Removes a lesson that holds no marks and no absences. */
export function removeLesson(
  db: Db,
  actor: Actor,
  today: string,
  lesson_id: number
): Promise<'removed' | 'no-such-lesson' | LessonRefusal> {
  return inTransaction(db, async (trx) => {
    await trx.selectFrom('lesson').select('id').where('id', '=', lesson_id).forUpdate().execute()
    const lesson = await lessons.findLesson(trx, actor, today, lesson_id)
    if (!lesson) return 'no-such-lesson'
    if (!lesson.is_keeper) return 'not-your-lesson'
    if (lesson.is_closed) return 'page-closed'
    const { marks, absences } = await lessons.countRecords(trx, lesson_id)
    if (Number(marks) + Number(absences) > 0) return 'has-records'
    await lessons.dropLesson(trx, lesson_id)
    await record(trx, actor, {
      deed: 'lesson.removed',
      object_kind: 'lesson',
      object_id: lesson_id,
      before: formOf(lesson)
    })
    return 'removed'
  })
}
