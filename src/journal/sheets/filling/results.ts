import type { CourseRow } from '../../queries/sheets/courses.ts'
import type { ResultRow } from '../../queries/sheets/records.ts'
import type { Interval } from '../../rules/printing.ts'
import { RESULT_NAMES, type ResultKind, resultKindsOf } from '../../rules/results.ts'

/** Results of the group: what stands in a course, and what was given to a student. */
export type Results = {
  kindsIn(course_id: number): ResultKind[]
  valueIn(course_id: number, student_id: number, kind: ResultKind): string
}

const ALL_KINDS = Object.keys(RESULT_NAMES) as ResultKind[]

export function resultsOf(rows: ResultRow[]): Results {
  const values = new Map(
    rows.map(({ course_id, student_id, kind, value }) => [`${course_id}.${student_id}.${kind}`, value])
  )
  const kinds = Map.groupBy(rows, ({ course_id }) => course_id)
  return {
    kindsIn: (course_id) => {
      const given = new Set(kinds.get(course_id)?.map(({ kind }) => kind))
      return ALL_KINDS.filter((kind) => given.has(kind))
    },
    valueIn: (course_id, student_id, kind) => values.get(`${course_id}.${student_id}.${kind}`) ?? ''
  }
}

/** Kinds of results of a course: those its forms of control ask for once the term is over, and any that were given. */
export function columnsOf(
  { id, kind, controls, ends_on }: CourseRow,
  { to }: Pick<Interval, 'to'>,
  results: Results
): ResultKind[] {
  const given = results.kindsIn(id)
  if (ends_on > to && given.length === 0) return []
  const asked = resultKindsOf(kind, controls ?? [])
  return ALL_KINDS.filter((one) => asked.includes(one) || given.includes(one))
}
