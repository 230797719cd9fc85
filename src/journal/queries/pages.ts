import { type Expression, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Actor } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'
import { courseInSight } from '../../access/sight.ts'
import { shortName } from '../../college/queries/names.ts'
import { termDatesOf } from '../../college/queries/term-dates.ts'
import { laterJournal } from '../../curriculum/queries/courses.ts'
import { plannedHours } from '../../curriculum/queries/planned-hours.ts'
import type { Db } from '../../platform/db.ts'
import { remembered } from '../../platform/remembering.ts'
import { answerOf, curatesGroup, isClosed, keepsLesson, teachesOn } from './sight.ts'

/** The days a journal page shows, both included. */
export type Window = { from: string; to: string }

export type LessonColumn = {
  id: number
  held_on: string
  pair_number: number
  hours: number
  topic: string
  homework: string
  kind: string
  kind_name: string
  teacher: string | null
  is_keeper: boolean
}

const listPages = remembered((db: Db, reader: Actor, today: string, course_id: number, window: Window) =>
  coursesInSight(db, reader, today)
    .select((eb) => [
      ...([
        'course.id',
        'course.study_group_id',
        'course.term_id',
        'course.curriculum_item_id',
        'course.semester'
      ] as const),
      ...([
        'study_group.name as group_name',
        'curriculum_item.item_index',
        'curriculum_item.name as subject',
        'curriculum_item.kind as item_kind'
      ] as const),
      ...(['term.name as term_name', 'term.closed_at', 'course.lesson_plan_id'] as const),
      ...(['subgroup.number as subgroup_number', 'subgroup.division'] as const),
      ...termDatesOf(db),
      answerOf(isClosed(db, today)).as('is_closed'),
      answerOf(curatesGroup(db, reader, today)).as('is_curator'),
      answerOf(teachesOn(db, reader.staff_member_id ?? -1, sql`${today}::date`)).as('is_teacher'),
      teachersOf(db, eb.ref('course.id')).as('teachers'),
      plannedHours(db).as('planned_hours'),
      controlsOf(db).as('controls'),
      monthsOf(db, eb.ref('course.id')).as('months'),
      lessonsOf(db, reader, eb.ref('course.id'), window).as('lessons')
    ])
    .where('course.id', '=', course_id)
    .compile()
)

/** A course in the reader's sight with everything around its grid: names, teachers, months that have lessons, lessons of the window. */
export const findPage = async (...asked: Parameters<typeof listPages>) => (await listPages(...asked)).at(0)

/** Courses this person may open by the right, with what their names are made of. */
export const coursesInSight = (db: Db, reader: Actor, today: string, right: Right = 'journal: read') =>
  db
    .selectFrom('course')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .innerJoin('term', 'term.id', 'course.term_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .where(courseInSight(db, reader, right, today))

/** «Иванова А. П., Сидоров О. И.» of those who teach the course now or did before. */
export const teachersOf = (db: Db, course: Expression<number>) =>
  db
    .selectFrom('course_teacher')
    .innerJoin('staff_member', 'staff_member.id', 'course_teacher.staff_member_id')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(
      sql<string>`coalesce(string_agg(${shortName()}, ', ' order by course_teacher.since, person.last_name), '')`.as(
        'names'
      )
    )
    .where('course_teacher.course_id', '=', course)

/** Forms of control of the course, from which its results follow; of several quarters the last one has them. */
export const controlsOf = (db: Db) =>
  db
    .selectFrom('curriculum_control')
    .select(sql<string[]>`coalesce(array_agg(curriculum_control.control_form), '{}')`.as('forms'))
    .whereRef('curriculum_control.curriculum_item_id', '=', 'course.curriculum_item_id' as never)
    .whereRef('curriculum_control.semester', '=', 'course.semester' as never)
    .where(({ not, exists }) => not(exists(laterJournal(db))))

const monthsOf = (db: Db, course: Expression<number>) =>
  db
    .selectFrom('lesson')
    .select(sql<string[]>`coalesce(array_agg(distinct to_char(lesson.held_on, 'YYYY-MM')), '{}')`.as('months'))
    .where('lesson.course_id', '=', course)

const lessonsOf = (db: Db, reader: Actor, course: Expression<number>, { from, to }: Window) =>
  jsonArrayFrom(
    db
      .selectFrom('lesson')
      .innerJoin('lesson_kind', 'lesson_kind.id', 'lesson.lesson_kind_id')
      .select(['lesson.id', 'lesson.held_on', 'lesson.pair_number', 'lesson.hours', 'lesson.topic', 'lesson.homework'])
      .select(['lesson_kind.short_name as kind', 'lesson_kind.name as kind_name'])
      .select((eb) => [substituteOf(db).as('teacher'), answerOf(keepsLesson(db, reader, eb as never)).as('is_keeper')])
      .where('lesson.course_id', '=', course)
      .where('lesson.held_on', '>=', from)
      .where('lesson.held_on', '<=', to)
      .orderBy('lesson.held_on')
      .orderBy('lesson.pair_number')
  ).$castTo<LessonColumn[]>()

/** Who substituted, or null when the lesson was the teacher's own. */
const substituteOf = (db: Db) =>
  db
    .selectFrom('staff_member')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(shortName().as('name'))
    .whereRef('staff_member.id', '=', 'lesson.taught_by' as never)
    .where(sql<boolean>`lesson.substitutes_for is not null`)
