import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import * as lessons from '../queries/lessons.ts'
import type { LessonRefusal } from '../rules/lessons.ts'
import type { Entry } from '../rules/writes.ts'
import { enterCells } from './cells.ts'

export type RollOutcome =
  | { kind: 'called'; cells: { student_id: number; text: string; hours_missed: number }[] }
  | LessonRefusal
  | 'no-such-lesson'

/** «Все присутствуют»: takes the teacher's own «н» and «о» off the lesson and notes that the roll was called. */
export function callRoll(
  db: Db,
  actor: Actor,
  today: string,
  lesson_id: number,
  present: Omit<Entry, 'lesson_id'>[]
): Promise<RollOutcome> {
  return inTransaction(db, async (trx) => {
    const lesson = await lessons.findLesson(trx, actor, today, lesson_id)
    if (!lesson) return 'no-such-lesson'
    if (!lesson.is_keeper) return 'not-your-lesson'
    if (lesson.is_closed) return 'page-closed'
    if (lesson.held_on > today) return 'not-held-yet'
    const cells = present.map((cell) => ({ ...cell, lesson_id }))
    const outcomes = cells.length > 0 ? await enterCells(trx, actor, today, lesson.course_id, cells) : []
    await lessons.putRollCall(trx, lesson_id)
    await record(trx, actor, { deed: 'roll.called', object_kind: 'lesson', object_id: lesson_id })
    return {
      kind: 'called',
      cells: outcomes.flatMap((one, i) =>
        one.kind === 'saved' ? [{ ...one, student_id: cells[i]?.student_id ?? -1 }] : []
      )
    }
  })
}
