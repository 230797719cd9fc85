// The lesson's form: what its fields are called, read back into an entry, and what the page shows of it.

import { dayOf } from '../../platform/days.ts'
import type { LessonEntry, WorkChoice } from '../actions/lessons.ts'
import type { LessonStudent } from '../queries/lesson-rosters.ts'
import { textOf } from '../rules/cells.ts'

export type Fields = Record<string, string | string[] | undefined>

const text = (fields: Fields, name: string): string => [fields[name]].flat().at(-1)?.trim() ?? ''
const number = (fields: Fields, name: string): number =>
  /^\d{1,15}$/.test(text(fields, name)) ? Number(text(fields, name)) : 0

/** Reads what the form sent; whatever is not a number or a day becomes one that the rules refuse in words. */
export function entryOf(fields: Fields, course_id: number, lesson_id: number | null): LessonEntry {
  const works = worksOf(fields)
  return {
    ...{ course_id, lesson_id, works, version: number(fields, 'version') },
    form: {
      ...{
        held_on: dayOf(text(fields, 'held_on')),
        pair_number: number(fields, 'pair_number'),
        hours: number(fields, 'hours')
      },
      ...{
        lesson_kind_id: number(fields, 'lesson_kind_id'),
        lesson_plan_topic_id: number(fields, 'lesson_plan_topic_id') || null
      },
      ...{ topic: text(fields, 'topic').slice(0, 2000), homework: text(fields, 'homework').slice(0, 2000) }
    },
    cells: studentsOf(fields).map((student_id) => ({
      ...{ student_id, before: text(fields, `before_${student_id}`) },
      value: cellOf(fields, student_id, works)
    }))
  }
}

function worksOf(fields: Fields): WorkChoice[] {
  return Array.from({ length: 9 }, (_, i) => i + 1)
    .filter((n) => fields[`work_${n}`] !== undefined)
    .map((n) => ({
      number: n,
      work_kind_id: number(fields, `work_${n}`) || null,
      is_new: text(fields, `new_${n}`) === 'yes'
    }))
}

const studentsOf = (fields: Fields): number[] =>
  Object.keys(fields)
    .flatMap((name) => /^absence_(\d{1,15})$/.exec(name)?.[1] ?? [])
    .map(Number)

/** Absence and marks of one row as the text of a cell: marks by position, columns without a work last. */
function cellOf(fields: Fields, student_id: number, works: WorkChoice[]): string {
  const known = works.filter(({ work_kind_id, is_new }) => work_kind_id !== null || !is_new)
  const spare = works.filter((work) => !known.includes(work))
  const marks = [...known, ...spare].map((work) => text(fields, `mark_${student_id}_${work.number}`))
  while (marks.length > 0 && marks.at(-1) === '') marks.pop()
  const typed = marks.map((mark) => mark || '-').join('/')
  return [text(fields, `absence_${student_id}`), typed].filter(Boolean).join(',')
}

/** One student's row of the form: as it stands in the journal, or as it was typed when the form comes back. */
export function rowsOf(
  students: LessonStudent[],
  lesson_hours: number,
  works: WorkChoice[],
  typed?: Fields,
  sentences?: Map<number, string>
) {
  return students.map((student) => {
    const absence = student.code === null ? null : { code: student.code, hours: student.hours ?? 0 }
    const code = absence ? textOf({ absence, marks: [] }, lesson_hours) : ''
    const markOf = (n: number) => student.marks.find(({ work_number }) => work_number === n)?.value ?? ''
    const { student_id } = student
    return {
      ...{ student_id, name: [student.last_name, student.first_name, student.middle_name].filter(Boolean).join(' ') },
      absence: typed ? text(typed, `absence_${student_id}`) : code,
      reason: student.code === 'б' || student.code === 'у' ? code : '',
      document: student.document ?? '',
      before: textOf({ absence, marks: student.marks }, lesson_hours),
      marks: works.map(({ number: n }) => ({
        number: n,
        value: typed ? text(typed, `mark_${student_id}_${n}`) : markOf(n)
      })),
      sentence: sentences?.get(student_id)
    }
  })
}

/** The works of the lesson and one spare column; a new lesson starts with one work of the first kind. */
export function choicesOf(works: { number: number; work_kind_id: number }[], firstKind: number | null): WorkChoice[] {
  const known = works.map(({ number: n, work_kind_id }) => ({ number: n, work_kind_id, is_new: false }))
  if (known.length === 0 && firstKind !== null) known.push({ number: 1, work_kind_id: firstKind, is_new: true })
  const next = Math.max(0, ...known.map((work) => work.number)) + 1
  return next > 9 ? known : [...known, { number: next, work_kind_id: null as never, is_new: true }]
}
