import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../platform/db.ts'
import type { AbsenceCode, GivenMark } from '../rules/cells.ts'
import { wasEnrolled } from './sight.ts'

export type LessonStudent = {
  student_id: number
  person_id: number
  last_name: string
  first_name: string
  middle_name: string
  code: AbsenceCode | null
  hours: number | null
  document: string | null
  marks: GivenMark[]
}

/** Everybody who was in the course on the day of the lesson, with what stands in their cell; `lesson_id` null for a new lesson. */
export function listLessonStudents(
  db: Db,
  course_id: number,
  held_on: string,
  lesson_id: number | null
): Promise<LessonStudent[]> {
  const lesson = lesson_id ?? -1
  return db
    .selectFrom('course')
    .innerJoin('enrolment', 'enrolment.study_group_id', 'course.study_group_id')
    .innerJoin('student', 'student.id', 'enrolment.student_id')
    .innerJoin('person', 'person.id', 'student.person_id')
    .leftJoin('absence', (join) =>
      join.onRef('absence.student_id', '=', 'student.id').on('absence.lesson_id', '=', lesson)
    )
    .select([
      'student.id as student_id',
      'person.id as person_id',
      'person.last_name',
      'person.first_name',
      'person.middle_name'
    ])
    .select(['absence.code', 'absence.hours', 'absence.document'])
    .$narrowType<{ code: AbsenceCode | null }>()
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('mark')
          .select(['mark.work_number', 'mark.value'])
          .whereRef('mark.student_id', '=', 'student.id')
          .where('mark.lesson_id', '=', lesson)
          .orderBy('mark.work_number')
      ).as('marks')
    )
    .where('course.id', '=', course_id)
    .where('enrolment.since', '<=', held_on)
    .where((eb) => eb.or([eb('enrolment.until', 'is', null), eb('enrolment.until', '>=', held_on)]))
    .where((eb) => wasEnrolled(db, eb.ref('student.id'), sql<string>`${held_on}::date`))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .orderBy('student.id')
    .execute()
}
