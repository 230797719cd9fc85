import { type Expression, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Actor } from '../../access/actor.ts'
import type { Db } from '../../platform/db.ts'
import { remembered } from '../../platform/remembering.ts'
import type { AbsenceCode, GivenMark, Work } from '../rules/cells.ts'
import { answerOf, curatesGroup, isClosed, keepsLesson, lessonsInSight, wasEnrolled } from './sight.ts'

export type CellAddress = { lesson_id: number; student_id: number }

/** Keeps other writers of these lessons waiting until the transaction ends, so that a cell's before is still true at its after. */
export const lockLessons = remembered((trx: Db, lesson_ids: number[]) =>
  trx
    .selectFrom('lesson')
    .select('id')
    .where('id', '=', sql<number>`any(${lesson_ids})`)
    .orderBy('id')
    .forNoKeyUpdate()
    .compile()
)

/** What the rules need to know of each cell: the lesson, who asks, and what stands there. Cells out of sight are missing. */
export const listCells = (db: Db, actor: Actor, today: string, course_id: number, cells: CellAddress[]) =>
  listCellsAt(db, actor, today, course_id, lessonsIn(cells), studentsIn(cells))

const lessonsIn = (cells: CellAddress[]) => cells.map(({ lesson_id }) => lesson_id)
const studentsIn = (cells: CellAddress[]) => cells.map(({ student_id }) => student_id)

type CellsAsked = [db: Db, actor: Actor, today: string, course_id: number, lesson_ids: number[], student_ids: number[]]

const listCellsAt = remembered((...[db, actor, today, course_id, lesson_ids, student_ids]: CellsAsked) => {
  const wanted = sql<CellAddress>`unnest(${lesson_ids}::bigint[], ${student_ids}::bigint[])`
  const student = sql.ref<number>('wanted.student_id')
  return lessonsInSight(db, actor, today)
    .innerJoin(wanted.as<'wanted'>(sql`wanted(lesson_id, student_id)`), 'wanted.lesson_id', 'lesson.id')
    .innerJoin('student', 'student.id', 'wanted.student_id')
    .leftJoin('absence', (join) =>
      join.onRef('absence.lesson_id', '=', 'lesson.id').onRef('absence.student_id', '=', 'student.id')
    )
    .select(['lesson.id as lesson_id', 'student.id as student_id', 'student.person_id', 'lesson.held_on'])
    .select([
      'lesson.cells_version',
      'lesson.hours as lesson_hours',
      'absence.code',
      'absence.hours',
      'absence.document'
    ])
    .$narrowType<{ code: AbsenceCode | null }>()
    .select((eb) => [
      answerOf(isClosed(db, today)).as('is_closed'),
      answerOf(curatesGroup(db, actor, today)).as('is_curator'),
      answerOf(wasEnrolled(db, student, eb.ref('lesson.held_on'))).as('is_enrolled'),
      answerOf(keepsLesson(db, actor, eb)).as('is_keeper'),
      worksOf(eb.ref('lesson.id'), db).as('works'),
      marksOf(eb.ref('lesson.id'), student, db).as('marks')
    ])
    .where('course.id', '=', course_id)
    .compile()
})

const worksOf = (lesson: Expression<number>, db: Db) =>
  jsonArrayFrom(
    db
      .selectFrom('work')
      .innerJoin('work_kind', 'work_kind.id', 'work.work_kind_id')
      .select(['work.number', 'work.work_kind_id', 'work_kind.scale', 'work_kind.is_makeup'])
      .where('work.lesson_id', '=', lesson)
      .orderBy('work.number')
  ).$castTo<Work[]>()

const marksOf = (lesson: Expression<number>, student: Expression<number>, db: Db) =>
  jsonArrayFrom(
    db
      .selectFrom('mark')
      .select(['mark.work_number', 'mark.value'])
      .where('mark.lesson_id', '=', lesson)
      .where('mark.student_id', '=', student)
      .orderBy('mark.work_number')
  ).$castTo<GivenMark[]>()

/** Who changed each cell last, and when: shown when two people meet in one cell. */
export function listLastChanges(db: Db, lesson_id: number, person_id: number) {
  return db
    .selectFrom('audit_entry')
    .select(['at', 'actor_name'])
    .where('object_kind', '=', 'lesson')
    .where('object_id', '=', lesson_id)
    .where('about_id', '=', person_id)
    .where('deed', '=', 'cell.changed')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}
