import type { AbsenceRecord, LessonRow, MarkRecord } from '../../queries/sheets/records.ts'
import { type Cell, textOf } from '../../rules/cells.ts'
import { averageOf } from '../../rules/figures.ts'

/** What was written of a student in a lesson; an empty cell when nothing was. */
export type CellOf = (lesson_id: number, student_id: number) => Cell

export function cellsOf(marks: MarkRecord[], absences: AbsenceRecord[]): CellOf {
  const cells = new Map<string, Cell>()
  const cellOf = (lesson_id: number, student_id: number): Cell => {
    const key = `${lesson_id}.${student_id}`
    const cell = cells.get(key) ?? { absence: null, marks: [] }
    cells.set(key, cell)
    return cell
  }
  for (const { lesson_id, student_id, work_number, value } of marks)
    cellOf(lesson_id, student_id).marks.push({ work_number, value })
  for (const { lesson_id, student_id, code, hours } of absences) cellOf(lesson_id, student_id).absence = { code, hours }
  return (lesson_id, student_id) => cells.get(`${lesson_id}.${student_id}`) ?? { absence: null, marks: [] }
}

/** The text of the screen, which may break after a comma and a stroke. */
export const printedCell = (cell: Cell, { hours }: Pick<LessonRow, 'hours'>): string =>
  textOf(cell, hours).replace(/[,/](?=.)/g, '$&\u200b')

const isReasoned = ({ absence }: Cell) => absence?.code === 'б' || absence?.code === 'у'
const hoursOf = (cells: Cell[]) => cells.reduce((sum, { absence }) => sum + (absence?.hours ?? 0), 0)

/** Hours missed, of them for a good reason, and the mean of numeric marks with two decimals, half up (rules.md, Figures). */
export function figuresOf(cells: Cell[]) {
  const marks = cells.flatMap((cell) => cell.marks.map(({ value }) => Number(value))).filter((mark) => mark > 0)
  return {
    hoursAbsent: hoursOf(cells),
    hoursExcused: hoursOf(cells.filter(isReasoned)),
    average: averageOf(marks)
  }
}
