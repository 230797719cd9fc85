import { type ExpressionBuilder, sql } from 'kysely'
import type { Db } from '../../../platform/db.ts'
import type { DB } from '../../../platform/schema.ts'
import type { AbsenceCode } from '../../rules/cells.ts'
import type { Interval } from '../../rules/printing.ts'
import { wasEnrolled } from '../sight.ts'
import { fullName } from './groups.ts'

/** Lessons of the courses in the interval; `number` runs through the course from its first lesson. */
export const listLessons = (db: Db, course_ids: number[], { from, to }: Interval) =>
  db
    .selectFrom(numbered(db, course_ids, to).as('held'))
    .innerJoin('lesson_kind', 'lesson_kind.id', 'held.lesson_kind_id')
    .selectAll('held')
    .select([
      'lesson_kind.name as kind_name',
      'lesson_kind.short_name as kind',
      'lesson_kind.position as kind_position'
    ])
    .select(substituteOf(db).as('substitute'))
    .where('held.held_on', '>=', from)
    .orderBy('held.held_on')
    .orderBy('held.pair_number')
    .execute()

export type LessonRow = Awaited<ReturnType<typeof listLessons>>[number]

const numbered = (db: Db, course_ids: number[], to: string) =>
  db
    .selectFrom('lesson')
    .select(['lesson.id', 'lesson.course_id', 'lesson.held_on', 'lesson.pair_number', 'lesson.hours', 'lesson.topic'])
    .select(['lesson.homework', 'lesson.lesson_kind_id', 'lesson.topic_kept_at'])
    .select(['lesson.taught_by', 'lesson.substitutes_for'])
    .select((eb) =>
      eb.fn
        .agg<number>('row_number')
        .over((over) => over.partitionBy('lesson.course_id').orderBy('lesson.held_on').orderBy('lesson.pair_number'))
        .as('number')
    )
    .where('lesson.course_id', 'in', [...course_ids, -1])
    .where('lesson.held_on', '<=', to)

/** Full name of who taught instead of the teacher. */
const substituteOf = (db: Db) =>
  db
    .selectFrom('staff_member')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(fullName().as('name'))
    .whereRef('staff_member.id', '=', 'held.taught_by' as never)
    .where(sql<boolean>`held.substitutes_for is not null`)

const within =
  (course_ids: number[], { from, to }: Interval) =>
  (eb: ExpressionBuilder<DB, 'lesson'>) =>
    eb.and([
      eb('lesson.course_id', 'in', [...course_ids, -1]),
      eb('lesson.held_on', '>=', from),
      eb('lesson.held_on', '<=', to)
    ])

/** All marks given in the lessons of the courses in the interval. */
export const listMarks = (db: Db, course_ids: number[], interval: Interval) =>
  db
    .selectFrom('mark')
    .innerJoin('lesson', 'lesson.id', 'mark.lesson_id')
    .select(['mark.lesson_id', 'mark.student_id', 'mark.work_number', 'mark.value'])
    .where(within(course_ids, interval))
    .execute()

export type MarkRecord = Awaited<ReturnType<typeof listMarks>>[number]

/** All absences noted in the lessons of the courses in the interval. */
export const listAbsences = (db: Db, course_ids: number[], interval: Interval) =>
  db
    .selectFrom('absence')
    .innerJoin('lesson', 'lesson.id', 'absence.lesson_id')
    .select(['absence.lesson_id', 'absence.student_id', 'absence.hours'])
    .select((eb) => eb.ref('absence.code').$castTo<AbsenceCode>().as('code'))
    .where(within(course_ids, interval))
    .execute()

export type AbsenceRecord = Awaited<ReturnType<typeof listAbsences>>[number]

/** Results given in the courses. */
export const listResults = (db: Db, course_ids: number[]) =>
  db
    .selectFrom('result')
    .select(['course_id', 'student_id', 'kind', 'value'])
    .where('course_id', 'in', [...course_ids, -1])
    .execute()

export type ResultRow = Awaited<ReturnType<typeof listResults>>[number]

/** Hours each student missed by month and term up to the day, on days in the group; `excused` are «б» and «у». */
export const listHoursMissed = (db: Db, course_ids: number[], to: string) =>
  db
    .selectFrom('absence')
    .innerJoin('lesson', 'lesson.id', 'absence.lesson_id')
    .innerJoin('course', 'course.id', 'lesson.course_id')
    .innerJoin('term', 'term.id', 'course.term_id')
    .select(['absence.student_id', 'term.number as term_number'])
    .select([
      sql<string>`to_char(lesson.held_on, 'YYYY-MM')`.as('month'),
      sql<number>`sum(absence.hours)::int`.as('all'),
      sql<number>`coalesce(sum(absence.hours) filter (where absence.code in ('б', 'у')), 0)::int`.as('excused')
    ])
    .where('lesson.course_id', 'in', [...course_ids, -1])
    .where('lesson.held_on', '<=', to)
    .where('absence.hours', '>', 0)
    .where((eb) => wasEnrolled(db, eb.ref('absence.student_id'), eb.ref('lesson.held_on')))
    .groupBy(['absence.student_id', 'term.number', sql`to_char(lesson.held_on, 'YYYY-MM')`])
    .execute()

export type MissedRow = Awaited<ReturnType<typeof listHoursMissed>>[number]
