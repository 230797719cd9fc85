import type { CourseRow } from '../../queries/sheets/courses.ts'
import type { ResultKind } from '../../rules/results.ts'
import type { Records } from './courses.ts'
import { shortTerm } from './names.ts'
import { columnsOf, type Results } from './results.ts'

/** Heads of narrow columns; a credit stands for the semester. */
const HEADS: Record<ResultKind, string> = {
  ...{ semester: 'с', credit: 'Зч', graded_credit: 'ДЗ', exam: 'Эк', module_exam: 'ЭМ' },
  ...{ course_project: 'КП', course_work: 'КР', year: 'Год', final: 'Ит.' }
}

/** 1с, 2ч; 1Эк where another term has an exam too. */
function headOf(kind: ResultKind, term: string, isRepeated: boolean): string {
  if (kind === 'semester') return shortTerm(term).replace(' ', '')
  return isRepeated ? `${/^\d*/.exec(term)?.[0]}${HEADS[kind]}` : HEADS[kind]
}

/** A narrow column of a summary: what stands at the end of a subject's term; `courses` are its parts by subgroup. */
export type Column = { head: string; kind: ResultKind; courses: CourseRow[] }

/** 1с, 2с, Эк …; where several terms end alike, their number tells them apart. */
export function columnsIn(
  courses: CourseRow[],
  { interval, results }: Pick<Records, 'interval' | 'results'>
): Column[] {
  const inOrder = courses.toSorted((a, b) => (a.starts_on < b.starts_on ? -1 : a.starts_on > b.starts_on ? 1 : 0))
  const columns = [...Map.groupBy(inOrder, ({ term_name }) => term_name)].flatMap(([term, own]) => {
    const kinds = own[0] ? columnsOf(own[0], interval, results) : []
    return kinds.map((kind) => ({ term, kind, courses: own }))
  })
  const isRepeated = (kind: ResultKind) => columns.filter((one) => one.kind === kind).length > 1
  return columns.map(({ term, kind, courses }) => ({
    ...{ kind, courses, head: headOf(kind, term, isRepeated(kind)) }
  }))
}

/** The student's result under the column; in a divided group one of its courses has it. */
export const markOf = (
  { kind, courses }: Pick<Column, 'kind' | 'courses'>,
  student_id: number,
  results: Results
): string => courses.map(({ id }) => results.valueIn(id, student_id, kind)).find(Boolean) ?? ''
