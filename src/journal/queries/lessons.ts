import { type Expression, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Actor } from '../../access/actor.ts'
import { holds } from '../../access/actor.ts'
import { shortName } from '../../college/queries/names.ts'
import { termDatesOf } from '../../college/queries/term-dates.ts'
import { plannedHours } from '../../curriculum/queries/planned-hours.ts'
import type { Db } from '../../platform/db.ts'
import { coursesInSight } from './pages.ts'
import { answerOf, isClosed, keepsLesson, lessonsInSight, teachesOn } from './sight.ts'

/** One lesson in sight with its works and what the rules need; `today` decides whether the page is closed. */
export function findLesson(db: Db, reader: Actor, today: string, lesson_id: number) {
  return lessonsInSight(db, reader, today)
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .selectAll('lesson')
    .select(['study_group.name as group_name', 'curriculum_item.name as subject', 'subgroup.number as subgroup_number'])
    .select(['course.lesson_plan_id', 'course.study_group_id'])
    .select(termDatesOf(db))
    .select((eb) => [
      answerOf(isClosed(db, today)).as('is_closed'),
      answerOf(keepsLesson(db, reader, eb)).as('is_keeper'),
      worksOf(db, eb.ref('lesson.id')).as('works'),
      nameOfStaff(db, eb.ref('lesson.taught_by')).as('teacher'),
      nameOfStaff(db, eb.ref('lesson.substitutes_for')).as('substituted'),
      hoursKept(db, eb.ref('lesson.course_id')).as('hours_kept'),
      plannedHours(db).as('hours_planned')
    ])
    .where('lesson.id', '=', lesson_id)
    .executeTakeFirst()
}

const worksOf = (db: Db, lesson: Expression<number>) =>
  jsonArrayFrom(
    db
      .selectFrom('work')
      .innerJoin('work_kind', 'work_kind.id', 'work.work_kind_id')
      .select(['work.number', 'work.work_kind_id', 'work_kind.name', 'work_kind.short_name'])
      .where('work.lesson_id', '=', lesson)
      .orderBy('work.number')
  )

const nameOfStaff = (db: Db, staff_member: Expression<number | null>) =>
  db
    .selectFrom('staff_member')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(shortName().as('name'))
    .where('staff_member.id', '=', staff_member)

const hoursKept = (db: Db, course: Expression<number>) =>
  db
    .selectFrom('lesson as other')
    .select(sql<number>`coalesce(sum(other.hours), 0)::int`.as('hours'))
    .where('other.course_id', '=', course)

/** What the form of a new lesson needs: the course in sight, and whether this person may keep a lesson of that day and pair. */
export function findCourseForLesson(
  db: Db,
  actor: Actor,
  today: string,
  course_id: number,
  held_on: string,
  pair_number: number
) {
  return coursesInSight(db, actor, today)
    .select(['course.id', 'course.lesson_plan_id', 'study_group.name as group_name', 'curriculum_item.name as subject'])
    .select(['subgroup.number as subgroup_number', 'course.study_group_id'])
    .select(termDatesOf(db))
    .select((eb) => [
      answerOf(isClosed(db, today)).as('is_closed'),
      answerOf(
        teachesOn(db, holds(actor, 'journal: write') ? (actor.staff_member_id ?? -1) : -1, sql`${held_on}::date`)
      ).as('is_teacher'),
      substituteFor(db, held_on, pair_number).as('substitute_id'),
      substitutedBy(db, held_on, pair_number).as('substituted_id'),
      teacherOn(db, held_on).as('teacher_id'),
      hoursKept(db, eb.ref('course.id')).as('hours_kept'),
      plannedHours(db).as('hours_planned')
    ])
    .where('course.id', '=', course_id)
    .executeTakeFirst()
}

const substitutionOf = (db: Db, held_on: string, pair_number: number) =>
  db
    .selectFrom('substitution')
    .innerJoin('timetable_entry', 'timetable_entry.id', 'substitution.timetable_entry_id')
    .whereRef('timetable_entry.course_id', '=', 'course.id' as never)
    .where('timetable_entry.held_on', '=', held_on)
    .where('timetable_entry.pair_number', '=', pair_number)

const substituteFor = (db: Db, held_on: string, pair_number: number) =>
  substitutionOf(db, held_on, pair_number).select('substitution.staff_member_id')

const substitutedBy = (db: Db, held_on: string, pair_number: number) =>
  substitutionOf(db, held_on, pair_number).select('timetable_entry.staff_member_id as replaced')

const teacherOn = (db: Db, held_on: string) =>
  db
    .selectFrom('course_teacher')
    .select('course_teacher.staff_member_id as teacher')
    .whereRef('course_teacher.course_id', '=', 'course.id' as never)
    .where('course_teacher.since', '<=', held_on)
    .where((eb) => eb.or([eb('course_teacher.until', 'is', null), eb('course_teacher.until', '>=', held_on)]))
    .orderBy('course_teacher.since', 'desc')
    .limit(1)

type LessonValues = {
  held_on: string
  pair_number: number
  hours: number
  lesson_kind_id: number
  lesson_plan_topic_id: number | null
  topic: string
  homework: string
}

/** Adds a lesson, distant when the timetable says so; nothing when the course already has one on that pair. */
export const addLesson = (
  trx: Db,
  lesson: LessonValues & { course_id: number; taught_by: number; substitutes_for: number | null }
) =>
  trx
    .insertInto('lesson')
    .values((eb) => ({
      ...{ ...lesson, ...keptAt(lesson) },
      is_distant: eb.fn.coalesce(
        eb
          .selectFrom('timetable_entry')
          .select('timetable_entry.is_distant')
          .where('timetable_entry.course_id', '=', lesson.course_id)
          .where('timetable_entry.held_on', '=', lesson.held_on)
          .where('timetable_entry.pair_number', '=', lesson.pair_number),
        sql.lit(false)
      )
    }))
    .onConflict((conflict) => conflict.columns(['course_id', 'held_on', 'pair_number']).doNothing())
    .returning('id')
    .executeTakeFirst()

const keptAt = ({ topic, homework }: LessonValues) => ({
  topic_kept_at: topic === '' ? null : sql<Date>`now()`,
  homework_kept_at: homework === '' ? null : sql<Date>`now()`
})

/** Changes a lesson that still has the version; answers false when somebody was faster or the pair is taken. */
export async function putLesson(trx: Db, lesson_id: number, version: number, lesson: LessonValues): Promise<boolean> {
  const first = keptAt(lesson)
  const { numUpdatedRows } = await trx
    .updateTable('lesson')
    .set((eb) => ({
      ...lesson,
      topic_kept_at: first.topic_kept_at && eb.fn.coalesce('topic_kept_at', first.topic_kept_at),
      homework_kept_at: first.homework_kept_at && eb.fn.coalesce('homework_kept_at', first.homework_kept_at),
      version: eb('version', '+', 1)
    }))
    .where('id', '=', lesson_id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Another lesson of the course on that day and pair. */
export const findLessonAt = (db: Db, course_id: number, held_on: string, pair_number: number) =>
  db
    .selectFrom('lesson')
    .select('id')
    .where('course_id', '=', course_id)
    .where('held_on', '=', held_on)
    .where('pair_number', '=', pair_number)
    .executeTakeFirst()

export const dropLesson = (trx: Db, lesson_id: number) => trx.deleteFrom('lesson').where('id', '=', lesson_id).execute()

/** Marks and absences that stand in the lesson. */
export const countRecords = (db: Db, lesson_id: number) =>
  db
    .selectNoFrom((eb) => [
      eb
        .selectFrom('mark')
        .select((one) => one.fn.countAll<number>().as('n'))
        .where('lesson_id', '=', lesson_id)
        .as('marks'),
      eb
        .selectFrom('absence')
        .select((one) => one.fn.countAll<number>().as('n'))
        .where('lesson_id', '=', lesson_id)
        .as('absences')
    ])
    .executeTakeFirstOrThrow()

export const putRollCall = (trx: Db, lesson_id: number) =>
  trx.updateTable('lesson').set({ roll_called_at: sql`now()` }).where('id', '=', lesson_id).execute()
