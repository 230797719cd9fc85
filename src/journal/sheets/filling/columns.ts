import type { CourseRow } from '../../queries/sheets/courses.ts'
import type { ResultKind } from '../../rules/results.ts'
import type { Records } from './courses.ts'
import { columnsOf, type Results } from './results.ts'

/** Heads of narrow columns; a credit stands for the semester. */
const HEADS: Record<ResultKind, string> = {
  ...{ semester: 'с', credit: 'Зч', graded_credit: 'ДЗ', exam: 'Эк', module_exam: 'ЭМ' },
  ...{ course_project: 'КП', course_work: 'КР', year: 'Год', final: 'Ит.' }
}

/** A narrow column of a summary: what stands at the end of a subject's term; `courses` are its parts by subgroup. */
export type Column = { head: string; kind: ResultKind; courses: CourseRow[] }

/** 1с, 2с, Эк …; where both semesters end alike, their number tells them apart. */
export function columnsIn(
  courses: CourseRow[],
  { interval, results }: Pick<Records, 'interval' | 'results'>
): Column[] {
  const terms = [...Map.groupBy(courses, ({ term_number }) => term_number)].toSorted(([a], [b]) => a - b)
  const columns = terms.flatMap(([number, own]) => {
    const kinds = own[0] ? columnsOf(own[0], interval, results) : []
    return kinds.map((kind) => ({ number, kind, courses: own }))
  })
  const isRepeated = (kind: ResultKind) => columns.filter((one) => one.kind === kind).length > 1
  return columns.map(({ number, kind, courses }) => ({
    ...{ kind, courses, head: kind === 'semester' || isRepeated(kind) ? `${number}${HEADS[kind]}` : HEADS[kind] }
  }))
}

/** The student's result under the column; in a divided group one of its courses has it. */
export const markOf = (
  { kind, courses }: Pick<Column, 'kind' | 'courses'>,
  student_id: number,
  results: Results
): string => courses.map(({ id }) => results.valueIn(id, student_id, kind)).find(Boolean) ?? ''
