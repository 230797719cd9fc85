import { formats } from '../../../platform/formats.ts'
import type { CourseRow } from '../../queries/sheets/courses.ts'
import type { Year } from '../../queries/sheets/groups.ts'
import type { MissedRow } from '../../queries/sheets/records.ts'
import type { Interval } from '../../rules/printing.ts'
import type { AbsenceSummary, Hours, ResultsSummary } from '../shapes.ts'
import { columnsIn, markOf } from './columns.ts'
import type { Records } from './courses.ts'
import { byAlphabet } from './names.ts'

/** F8: all results of the academic year up to the end of the interval, subjects in alphabetical order. */
export function resultsSummary(
  courses: CourseRow[],
  terms: Year['terms'],
  missed: MissedRow[],
  records: Records
): ResultsSummary {
  const items = [...Map.groupBy(courses, ({ item_id }) => item_id).values()]
  const subjects = items
    .map((own) => ({ own, columns: columnsIn(own, records) }))
    .filter(({ columns }) => columns.length > 0)
    .toSorted((a, b) => byAlphabet(a.own[0]?.name ?? '', b.own[0]?.name ?? ''))
  const numbers = terms.map(({ number }) => number)
  return {
    subjects: subjects.map(({ own, columns }) => ({
      ...{ index: own[0]?.item_index ?? '', title: own[0]?.name ?? '', columns: columns.map(({ head }) => head) }
    })),
    periods: [...terms.map(({ name }) => name), ...(terms.length > 1 ? ['год'] : [])],
    rows: records.members.map(({ number, full, left, student_id }) => ({
      ...{ number, name: full, left },
      results: subjects.map(({ columns }) => columns.map((column) => markOf(column, student_id, records.results))),
      hours: withYear(
        numbers.map((term) => hoursOf(missed, (row) => row.student_id === student_id && row.term_number === term))
      )
    }))
  }
}

const sumOf = (rows: Hours[]): Hours => ({
  ...{ all: rows.reduce((sum, { all }) => sum + all, 0), excused: rows.reduce((sum, { excused }) => sum + excused, 0) }
})
const hoursOf = (missed: MissedRow[], isTheirs: (row: MissedRow) => boolean) => sumOf(missed.filter(isTheirs))
const withYear = (terms: Hours[]): Hours[] => (terms.length > 1 ? [...terms, sumOf(terms)] : terms)

/** A head of F9 and what is counted under it. */
type Period = { name: string; has(row: MissedRow): boolean }

/** Months of the interval and the semesters of the year up to its end, each month before its semester. */
function periodsOf(terms: Year['terms'], { from, to }: Interval): Period[] {
  const ofTerms = terms.flatMap(({ number, name, starts_on, ends_on }): Period[] => [
    ...monthsOf(from > starts_on ? from : starts_on, to < ends_on ? to : ends_on).map((month) => ({
      name: formats.month(month),
      has: (row: MissedRow) => row.month === month && row.term_number === number
    })),
    { name, has: (row) => row.term_number === number }
  ])
  return terms.length > 1 ? [...ofTerms, { name: 'год', has: () => true }] : ofTerms
}

/** 2026-09, 2026-10 …; none when the days are reversed. */
function monthsOf(from: string, to: string): string[] {
  const months: string[] = []
  for (let [year = 0, month = 0] = from.split('-').map(Number); months.length < 12; month++) {
    if (month > 12) [year, month] = [year + 1, 1]
    const name = `${year}-${String(month).padStart(2, '0')}`
    if (name > to.slice(0, 7)) break
    months.push(name)
  }
  return from > to ? [] : months
}

/** F9: hours missed by month, semester and year. */
export function absenceSummary(
  terms: Year['terms'],
  missed: MissedRow[],
  { members, interval }: Records
): AbsenceSummary {
  const periods = periodsOf(terms, interval)
  const rows = members.map(({ number, short, left, student_id }) => ({
    ...{ number, name: short, left },
    hours: periods.map(({ has }) => hoursOf(missed, (row) => row.student_id === student_id && has(row)))
  }))
  return {
    periods: periods.map(({ name }) => name),
    rows,
    totals: periods.map((_, i) => sumOf(rows.map(({ hours }) => hours[i] ?? { all: 0, excused: 0 }))),
    students: members.filter(({ left }) => !left).length
  }
}
