// What the form of a lesson proposes and offers: topics of the plan, the next slot of the timetable, kinds.
import { sql } from 'kysely'
import { sameJournal } from '../../curriculum/queries/courses.ts'
import type { Db } from '../../platform/db.ts'

/** The first topic of the lesson plan that no lesson of the course has used yet, in this quarter or an earlier one: proposed, never forced. */
export function findNextTopic(db: Db, course_id: number) {
  return db
    .selectFrom('lesson_plan_topic')
    .innerJoin('course', 'course.lesson_plan_id', 'lesson_plan_topic.lesson_plan_id')
    .select([
      'lesson_plan_topic.id',
      'lesson_plan_topic.title',
      'lesson_plan_topic.hours',
      'lesson_plan_topic.homework'
    ])
    .select('lesson_plan_topic.lesson_kind_id')
    .where('course.id', '=', course_id)
    .where((eb) =>
      eb.not(
        eb.exists(
          db
            .selectFrom('lesson')
            .select(sql.lit(1).as('one'))
            .where('lesson.course_id', 'in', sameJournal(db))
            .whereRef('lesson.lesson_plan_topic_id', '=', 'lesson_plan_topic.id' as never)
        )
      )
    )
    .orderBy('lesson_plan_topic.position')
    .limit(1)
    .executeTakeFirst()
}

/** All topics of the course's plan, for choosing another one. */
export const listTopics = (db: Db, lesson_plan_id: number | null) =>
  db
    .selectFrom('lesson_plan_topic')
    .select(['id', 'position', 'title', 'hours', 'homework', 'lesson_kind_id'])
    .where('lesson_plan_id', '=', lesson_plan_id ?? -1)
    .orderBy('position')
    .execute()

/** What the timetable says of the lesson on that day and pair. */
export const findSaid = (db: Db, course_id: number, held_on: string, pair_number: number) =>
  db
    .selectFrom('timetable_entry')
    .select(['kind', 'form', 'is_distant', 'hours'])
    .where('course_id', '=', course_id)
    .where('held_on', '=', held_on)
    .where('pair_number', '=', pair_number)
    .executeTakeFirst()

/** The next day and pair of the course in the timetable that the journal does not have yet. */
export function findNextSlot(db: Db, course_id: number, today: string) {
  return db
    .selectFrom('timetable_entry')
    .select(['held_on', 'pair_number', 'hours'])
    .where('course_id', '=', course_id)
    .where('held_on', '<=', today)
    .where((eb) =>
      eb.not(
        eb.exists(
          db
            .selectFrom('lesson')
            .select(sql.lit(1).as('one'))
            .whereRef('lesson.course_id', '=', 'timetable_entry.course_id' as never)
            .whereRef('lesson.held_on', '=', 'timetable_entry.held_on' as never)
            .whereRef('lesson.pair_number', '=', 'timetable_entry.pair_number' as never)
        )
      )
    )
    .orderBy('held_on')
    .orderBy('pair_number')
    .limit(1)
    .executeTakeFirst()
}

export const listLessonKinds = (db: Db) =>
  db.selectFrom('lesson_kind').select(['id', 'name']).orderBy('position').execute()
export const listWorkKinds = (db: Db) =>
  db.selectFrom('work_kind').select(['id', 'name', 'scale']).orderBy('position').execute()
