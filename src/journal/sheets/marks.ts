import { DateTime } from 'luxon'
import { linesOf, PADDING, PAGE, widthOf } from '../../print/measure.ts'
import { pagesOf } from '../../print/rows.ts'
import { countColumns, heightOf, type MarkRow, markRow, NAME, type Run, type Total, totalsOf } from './mark-rows.ts'
import type { CourseJournal, JournalBook, LessonLine } from './shapes.ts'

/** Millimetres of the columns that print.css gives a width, and of what stands above and below the rows. */
const NUMBER = 7
const TOTAL = 12
const HEADS = 16
const LEGEND_LINE = 3.5
const HEAD_POINTS = 8

/** A left page: attendance and marks (F4). */
export type MarksPage = {
  size: string
  /** A class for each column. */
  columns: string[]
  months: { title: string; span: number }[]
  lessons: { day: string; type: string }[]
  totals: Total[]
  /** Columns that a full page would have besides: they keep the widths alike and stay white. */
  missing: number
  rows: MarkRow[]
  legend: string
}

/** The columns of totals take the place of missing lessons first, so that the others keep their width. */
function runOf(course: CourseJournal, book: JournalBook, from: number, lessons: LessonLine[]): Run {
  const totals = from + lessons.length >= course.lessons.length ? totalsOf(course, book) : []
  const name = book.lessonsPerPage > 30 ? 'who narrow' : 'who'
  const room = PAGE.width - NUMBER - NAME[name]
  const taken = countColumns(totals) * TOTAL
  const replaced = Math.floor((taken * book.lessonsPerPage) / room)
  const missing = Math.max(book.lessonsPerPage - lessons.length - replaced, 0)
  return { book, lessons, from, totals, name, width: (room - taken) / (lessons.length + missing), missing }
}

function columnsOf({ name, lessons, totals, missing }: Run): string[] {
  const columns = (count: number, kind: string) => Array.from({ length: count }, () => kind)
  return [
    'no',
    name,
    ...columns(lessons.length, ''),
    ...columns(countColumns(totals), 'total'),
    ...columns(missing, '')
  ]
}

/** One head a month over its days, shortened where the days are too few for the word. */
function monthHeads({ lessons, width }: Run): MarksPage['months'] {
  const months: { month: string; span: number }[] = []
  for (const { heldOn } of lessons) {
    const last = months.at(-1)
    if (last?.month === heldOn.slice(0, 7)) last.span++
    else months.push({ month: heldOn.slice(0, 7), span: 1 })
  }
  return months.map(({ month, span }) => {
    const title = DateTime.fromISO(month).setLocale('ru').toFormat('LLLL')
    const fits = widthOf(title, HEAD_POINTS) + PADDING <= span * width
    return { title: fits ? title : title.slice(0, 3), span }
  })
}

/** The narrower the columns, the smaller the letters. */
const largestFor = (lessonsPerPage: number) =>
  lessonsPerPage <= 15 ? 10 : lessonsPerPage <= 26 ? 9 : lessonsPerPage <= 33 ? 8 : 7.5

/** Left pages of one run of lessons: one, or more when the students do not fit on one (F12.3); `above` is taken by the heading. */
export function marksPages(
  course: CourseJournal,
  book: JournalBook,
  from: number,
  lessons: LessonLine[],
  above: number
): MarksPage[] {
  const run = runOf(course, book, from, lessons)
  const rows = course.students.map((student) => markRow(student, run))
  const pages = pagesOf(rows, {
    room: PAGE.height - above - HEADS - linesOf(book.legend, PAGE.width, 7.5) * LEGEND_LINE,
    most: largestFor(book.lessonsPerPage),
    heightAt: (row, points) => heightOf(row, points, run)
  })
  return pages.map(({ size, rows }) => ({
    size,
    columns: columnsOf(run),
    months: monthHeads(run),
    lessons: lessons.map(({ heldOn, type }) => ({ day: heldOn.slice(8), type })),
    totals: run.totals,
    missing: run.missing,
    rows,
    legend: book.legend
  }))
}
