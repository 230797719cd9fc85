// F6: a professional module as one page: its parts, their results, and who may come to its exam. Pure.
import { RESULT_NAMES, type ResultKind, resultKindsOf } from '../../college/rules/results.ts'

type Part = {
  id: number
  item_index: string
  name: string
  kind: string
  terms: { semester: number; hours: number; controls: string[] }[]
}
type Course = {
  id: number
  item_id: number
  semester: number
  subgroup_number: number | null
  hours_kept: number
}
type Result = { course_id: number; student_id: number; kind: string; value: string }

/** Hours of a part: what a student is given, so those of one subgroup and not of all. */
function hoursGiven(courses: Course[]): number {
  const sum = (some: Course[]) => some.reduce((all, { hours_kept }) => all + hours_kept, 0)
  const parts = Map.groupBy(courses, ({ subgroup_number }) => subgroup_number)
  const whole = sum(parts.get(null) ?? [])
  parts.delete(null)
  return whole + Math.max(0, ...[...parts.values()].map(sum))
}

/** Parts of the module with hours by the curriculum and hours given; the exam has none. */
export const partsOf = <One extends Part, Own extends Course>(parts: One[], courses: Own[]) =>
  parts.map((part) => {
    const own = courses.filter(({ item_id }) => item_id === part.id)
    const planned = part.terms.reduce((sum, { hours }) => sum + hours, 0)
    return { ...part, courses: own, planned, given: hoursGiven(own) }
  })

/** A column of the table: what stands at the end of a part; `courses` are its journals of the last semester. */
export type Column = { item_index: string; kind: ResultKind; title: string; is_exam: boolean; courses: number[] }

/** The last semester of a part says what it ends with; the semester's mark is left out beside an exam. */
export function columnsOf(parts: Part[], courses: Course[]): Column[] {
  const columns = parts.flatMap((part) => {
    const last = part.terms.at(-1) ?? { semester: Math.max(0, ...semestersOf(part, courses)), controls: [] }
    const own = courses.filter(({ item_id, semester }) => item_id === part.id && semester === last.semester)
    const kinds = resultKindsOf(part.kind, last.controls)
    const ends = kinds.filter((kind) => kind !== 'semester' || kinds.length === 1)
    return ends.map((kind) => ({
      ...{ item_index: part.item_index, kind, title: RESULT_NAMES[kind], is_exam: part.kind === 'module_exam' },
      courses: own.map(({ id }) => id)
    }))
  })
  return columns.toSorted((a, b) => Number(a.is_exam) - Number(b.is_exam))
}

const semestersOf = (part: Part, courses: Course[]) =>
  courses.filter(({ item_id }) => item_id === part.id).map(({ semester }) => semester)

/** Results with which a part is not mastered. */
const FAILED = ['2', 'незач', 'н/а']

type Facts = {
  results: Result[]
  debts: { course_id: number; student_id: number }[]
  /** the part of each journal */
  indexes: Map<number, string>
}

/** A row a student: results under the columns, and why the student may not come to the exam; empty when nothing stands in the way. */
export function rowsOf<Student extends { id: number }>(students: Student[], columns: Column[], facts: Facts) {
  const given = new Map(
    facts.results.map(({ course_id, student_id, kind, value }) => [`${course_id}.${student_id}.${kind}`, value])
  )
  const ahead = new Set(unfinished(columns, facts))
  return students.map((student) => {
    const values = columns.map(
      ({ courses, kind }) => courses.map((id) => given.get(`${id}.${student.id}.${kind}`)).find(Boolean) ?? ''
    )
    const owed = facts.debts.filter(({ student_id }) => student_id === student.id)
    const indexes = owed.map(({ course_id }) => facts.indexes.get(course_id) ?? '').filter(Boolean)
    return {
      ...student,
      cells: columns.map((column, i) => inWords(column, values[i] ?? '')),
      reasons: reasonsOf(columns, values, indexes, ahead)
    }
  })
}

/** Parts that nobody has a result of yet: they are said once for the whole group. */
export function unfinished(columns: Column[], { results }: Pick<Facts, 'results'>): string[] {
  const given = new Set(results.map(({ course_id, kind }) => `${course_id}.${kind}`))
  const isEmpty = ({ is_exam, courses, kind }: Column) => !is_exam && !courses.some((id) => given.has(`${id}.${kind}`))
  return [...new Set(columns.filter(isEmpty).map(({ item_index }) => item_index))]
}

/** «задолженность МДК.01.01», «нет оценки УП.01, ПП.01»: a debt or a missing result of a part that others have results of. */
function reasonsOf(columns: Column[], values: string[], owed: string[], ahead: Set<string>): string[] {
  const having = (isSo: (value: string) => boolean) =>
    columns.filter(({ is_exam }, i) => !is_exam && isSo(values[i] ?? '')).map(({ item_index }) => item_index)
  const debts = new Set([...having((value) => FAILED.includes(value)), ...owed])
  const empty = new Set(having((value) => value === '').filter((index) => !ahead.has(index)))
  return [
    ...(debts.size > 0 ? [`задолженность ${[...debts].join(', ')}`] : []),
    ...(empty.size > 0 ? [`нет оценки ${[...empty].join(', ')}`] : [])
  ]
}

/** «5, освоен»: the exam of a module says whether the kind of activity is mastered. */
function inWords({ is_exam }: Column, value: string): string {
  if (!is_exam || value === '') return value
  return `${value}, ${FAILED.includes(value) ? 'не освоен' : 'освоен'}`
}
