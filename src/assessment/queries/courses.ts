import { sql } from 'kysely'
import { type Actor, holds } from '../../access/actor.ts'
import { termDatesOf } from '../../college/queries/term-dates.ts'
import { plannedHours } from '../../curriculum/queries/planned-hours.ts'
import { controlsOf, coursesInSight, teachersOf } from '../../journal/queries/pages.ts'
import { answerOf, isClosed, teachesOn } from '../../journal/queries/sight.ts'
import type { Db } from '../../platform/db.ts'

/** Keeps other writers of this course's results waiting until the transaction ends. */
export const lockCourse = (trx: Db, course_id: number) =>
  trx.selectFrom('course').select('id').where('id', '=', course_id).forNoKeyUpdate().execute()

/** A course whose results are in the reader's sight, with its term, its forms of control and whether this person gives them. */
export function findCourse(db: Db, reader: Actor, today: string, course_id: number) {
  const giver = holds(reader, 'results: write') ? (reader.staff_member_id ?? -1) : -1
  return coursesInSight(db, reader, today, 'results: read')
    .select(['course.id', 'study_group.name as group_name', 'curriculum_item.item_index'])
    .select([
      'curriculum_item.name as subject',
      'curriculum_item.kind as item_kind',
      'subgroup.number as subgroup_number'
    ])
    .select(['term.name as term_name', 'term.closed_at'])
    .select(termDatesOf(db))
    .select((eb) => [
      answerOf(isClosed(db, today)).as('is_closed'),
      answerOf(teachesOn(db, giver, sql`${today}::date`)).as('is_teacher'),
      teachersOf(db, eb.ref('course.id')).as('teachers'),
      plannedHours(db).as('planned_hours'),
      controlsOf(db).as('controls')
    ])
    .where('course.id', '=', course_id)
    .executeTakeFirst()
}
export type Course = NonNullable<Awaited<ReturnType<typeof findCourse>>>
