// Saves that really change something: each cell goes from one mark to another and back.
import pg from 'pg'
import type { Statement } from '../support/statements.ts'
import type { Visitor } from './visitors.ts'

export type Place = { course_id: number; lesson_id: number; student_id: number; value: string }

/** The yardstick of a save: one mark put where it belongs, as the application's statement puts it. */
export const UPSERT: Statement = {
  name: 'upsert',
  text: `insert into college.mark (lesson_id, student_id, work_number, value, given_by) select * from jsonb_to_recordset($1::jsonb)
    as mark(lesson_id bigint, student_id bigint, work_number smallint, value text, given_by bigint)
    on conflict (lesson_id, student_id, work_number) do update set value = excluded.value, given_by = excluded.given_by, given_at = now()`,
  values: []
}
export const valuesOf = ({ lesson_id, student_id, value }: Place) => [
  JSON.stringify([{ lesson_id, student_id, work_number: 1, value, given_by: 1 }])
]

const OTHER: Record<string, string> = { '5': '4', '4': '3', '3': '5', '2': '3' }

async function ask<Row extends pg.QueryResultRow>(url: string, text: string, values: unknown[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}

/** Cells of the course with one mark, as they stand now: so many of each lesson's first students. */
export const listPlaces = (url: string, course_id: number, count: number): Promise<Place[]> =>
  ask<Place>(
    url,
    `select lesson.course_id::int, mark.lesson_id::int, mark.student_id::int, mark.value from college.mark join college.lesson on lesson.id = mark.lesson_id
     where lesson.course_id = $1 order by lesson.held_on desc, lesson.id, mark.student_id limit $2`,
    [course_id, count]
  )

const typed = (visitor: Visitor, { course_id, lesson_id, student_id }: Place, before: string, value: string) =>
  visitor.post(
    `/journal/courses/${course_id}/cells`,
    [
      ['cell', `${lesson_id}.${student_id}`],
      ['before', before],
      ['value', value]
    ],
    'hx-request: true\r\n'
  )

/** There and back again for each of the cells. */
export const toggling = (visitor: Visitor, places: Place[]): string[] => {
  const other = ({ value }: Place) => OTHER[value] ?? '5'
  return [
    ...places.map((place) => typed(visitor, place, place.value, other(place))),
    ...places.map((place) => typed(visitor, place, other(place), place.value))
  ]
}

type Student = { student_id: number; value: string | null; code: string | null }
type Lesson = {
  course_id: number
  version: number
  held_on: string
  pair_number: number
  lesson_kind_id: number
  work_kind_id: number
}

/** The lesson's whole form, `count` times: another topic and other marks for everybody each time. */
export async function lessonForms(url: string, visitor: Visitor, lesson_id: number, count: number): Promise<string[]> {
  const [lesson] = await ask<Lesson>(
    url,
    `select course_id::int, version, held_on::text, pair_number, lesson_kind_id, work_kind_id
     from college.lesson join college.work on lesson_id = lesson.id where lesson.id = $1`,
    [lesson_id]
  )
  const students = await ask<Student>(
    url,
    `select enrolment.student_id::int, mark.value, absence.code from college.course
     join college.enrolment using (study_group_id)
     left join college.mark on mark.student_id = enrolment.student_id and mark.lesson_id = $1
     left join college.absence on absence.student_id = enrolment.student_id and absence.lesson_id = $1 where course.id = $2`,
    [lesson_id, lesson?.course_id]
  )
  if (!lesson) throw new Error(`no lesson ${lesson_id}`)
  return Array.from({ length: count }, (_, i) =>
    visitor.post(`/journal/lessons/${lesson_id}`, fieldsOf(lesson, students, i))
  )
}

function fieldsOf(lesson: Lesson, students: Student[], times: number): [string, string][] {
  const { held_on, pair_number, lesson_kind_id, work_kind_id, version } = lesson
  const head = {
    held_on,
    pair_number,
    lesson_kind_id,
    version: version + times,
    hours: 2,
    homework: 'Конспект, § 12',
    work_1: work_kind_id
  }
  const rows = students.flatMap(({ student_id, value, code }): [string, string][] => {
    const now = value !== null && times % 2 === 1 ? (OTHER[value] ?? '') : (value ?? '')
    const next = value !== null && times % 2 === 0 ? (OTHER[value] ?? '') : (value ?? '')
    return [
      [`before_${student_id}`, code ?? now],
      [`absence_${student_id}`, code ?? ''],
      [`mark_${student_id}_1`, next],
      [`mark_${student_id}_2`, '']
    ]
  })
  const topic = `Управление памятью: страничная организация, часть ${times % 2}`
  return [
    ...Object.entries({ ...head, topic, new_1: 'no', work_2: '', new_2: 'yes' }).map(
      ([name, value]): [string, string] => [name, `${value}`]
    ),
    ...rows
  ]
}
