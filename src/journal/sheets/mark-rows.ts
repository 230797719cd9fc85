import { formats } from '../../platform/formats.ts'
import { linesOf, PADDING, rowHeight, widthOf } from '../../print/measure.ts'
import { sumOf } from '../../print/rows.ts'
import type { CourseJournal, JournalBook, LessonLine, StudentLine } from './shapes.ts'

/** Millimetres of the column of names as print.css has it. */
export const NAME = { who: 48, 'who narrow': 40 }
const SMALL_POINTS = 8

/** A column or a pair of columns after the lessons. */
export type Total = { title: string; parts: string[] }

export type MarkRow = {
  number: number
  name: string
  struck: boolean
  note: string
  cells: string[]
  /** One cell in place of all after the student left. */
  rest: { span: number; text: string } | null
  totals: string[]
}

/** What all rows of a run of lessons have in common; `width` is that of a lesson's column. */
export type Run = {
  book: JournalBook
  lessons: LessonLine[]
  from: number
  totals: Total[]
  name: keyof typeof NAME
  width: number
  missing: number
}

/** Columns after the lessons, on the last page of the course only (F12.4). */
export function totalsOf(course: CourseJournal, book: JournalBook): Total[] {
  return [
    ...(book.showAbsences ? [{ title: 'Пропуски, ч', parts: ['всего', 'ув.'] }] : []),
    ...(book.showAverage ? [{ title: 'Средн. балл', parts: [] }] : []),
    ...course.results.map((title) => ({ title, parts: [] }))
  ]
}

function totalCells(student: StudentLine, book: JournalBook): string[] {
  return [
    ...(book.showAbsences ? [formats.hours(student.hoursAbsent), formats.hours(student.hoursExcused)] : []),
    ...(book.showAverage ? [formats.average(student.average)] : []),
    ...student.results
  ]
}

export const countColumns = (totals: Total[]) => sumOf(totals, ({ parts }) => Math.max(parts.length, 1))

/** The cells of a student end on the day of leaving; the order stands in the row, or under the name when there is no room. */
export function markRow(student: StudentLine, { book, lessons, from, totals, width }: Run): MarkRow {
  const { number, name, left } = student
  const first = left ? lessons.findIndex(({ heldOn }) => heldOn >= left.from) : -1
  const isGone = left !== null && first >= 0
  const stayed = isGone ? first : lessons.length
  const span = lessons.length - stayed + countColumns(totals)
  const inRow = isGone && widthOf(left.order, SMALL_POINTS) + PADDING <= (lessons.length - stayed) * width
  const note = isGone && !inRow ? left.order : ''
  return {
    number,
    name,
    struck: isGone,
    note: [student.note, note].filter(Boolean).join('; '),
    cells: student.cells.slice(from, from + stayed),
    rest: isGone ? { span, text: inRow ? left.order : '' } : null,
    totals: totals.length > 0 && !isGone ? totalCells(student, book) : []
  }
}

/** Millimetres that a row takes in letters of that size. */
export function heightOf(row: MarkRow, points: number, { width, name }: Run): number {
  const note = row.note ? (linesOf(row.note, NAME[name] - PADDING, 7) * 7) / points : 0
  const who = linesOf(row.name, NAME[name] - PADDING, points) + note
  const cells = row.cells.map((cell) => (cell.length < 2 ? 1 : linesOf(cell, width - PADDING, points)))
  return rowHeight(Math.max(who, ...cells), points)
}
