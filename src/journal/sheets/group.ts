import { formats } from '../../platform/formats.ts'
import { columnUnder, dividedColumns, NAME, nameColumn } from '../../print/columns.ts'
import { heightOfTexts, PAGE } from '../../print/measure.ts'
import { pagesOf, sumOf } from '../../print/rows.ts'
import type { Sheet } from '../../print/sheets.ts'
import type { Hours, JournalBook, ModuleJournal, ResultsSummary, RosterLine } from './shapes.ts'

const view = (name: string) => `journal/sheets/${name}`

/** Millimetres of columns as print.css has them, and of what stands above and below the rows. */
const PERSON = 78
const ORDER = 44
const MOVEMENT = 38
const WHO = 48
const HOURS = 8.5
const UPWARDS = 30

const named = (width: number) => (row: { name: string }, points: number) => heightOfTexts([[row.name, width]], points)

/** F3: the students with the orders that moved them; no date of birth, nothing of the personal card. */
export function rosterSheets({ roster, group, period }: JournalBook): Sheet[] {
  const heightAt = ({ name, enrolledBy, movement, note }: RosterLine, points: number) =>
    heightOfTexts(
      [
        [name, PERSON],
        [enrolledBy, ORDER],
        [movement, MOVEMENT],
        [note, ORDER]
      ],
      points
    )
  const pages = pagesOf(roster, { room: PAGE.height - 28, heightAt })
  return pages.map((page, i) => ({ view: view('roster'), it: { ...page, id: `roster-${i + 1}`, group, period } }))
}

/** F6: «Итог по модулю» behind the courses of a professional module. */
export function moduleTotal({ id, index, title, total }: ModuleJournal, { group, period }: JournalBook): Sheet[] {
  if (!total) return []
  const { columns, rows } = total
  const width = (PAGE.width - 7 - WHO) / columns.length
  const heightAt = (row: (typeof rows)[number], points: number) =>
    heightOfTexts([[row.name, WHO], ...row.cells.map((cell): [string, number] => [cell, width])], points)
  return pagesOf(rows, { room: PAGE.height - 34, most: 9, heightAt }).map((page, i) => ({
    view: view('module'),
    it: { ...page, id: `m${id}-${i + 1}`, module: `${index} ${title}`, columns, group, period }
  }))
}

/** Hours missed in all and for a good reason; nothing is printed for nothing. */
const pair = ({ all, excused }: Hours) => [all, excused].map((n) => (n === 0 ? '' : formats.hours(n)))

type Subject = ResultsSummary['subjects'][number] & { place: number }

/** A subject's name is written upwards and needs as many lines as its columns are wide. */
const columnOf = ({ index, title, columns }: Subject) => columnUnder(`${index} ${title}`, columns.length, UPWARDS)
const subjectWidth = (subject: Subject) => columnOf(subject).width * subject.columns.length

type ResultRow = { number: number; name: string; left: boolean; cells: string[] }

/** The columns of one sheet of F8; the hours missed stand on the last. */
function resultSheet(results: ResultsSummary, subjects: Subject[], periods: string[]) {
  const rows = results.rows.map(({ number, name, left, results: all, hours }): ResultRow => {
    const cells = subjects.flatMap(({ place, columns }) => columns.map((_, k) => all[place]?.[k] ?? ''))
    return { number, name, left, cells: [...cells, ...(periods.length > 0 ? hours.flatMap(pair) : [])] }
  })
  const columns = [
    ...subjects.flatMap((subject) => subject.columns.map(() => columnOf(subject).kind)),
    ...periods.flatMap(() => ['missed', 'missed'])
  ]
  return { subjects, periods, columns, rows }
}

/** F8: one sheet, or several with № and name repeated. */
export function resultSheets({ results, group, period }: JournalBook): Sheet[] {
  if (!results) return []
  const room = PAGE.width - 7 - NAME
  const subjects = results.subjects.map((subject, place) => ({ ...subject, place }))
  const parts = dividedColumns(subjects, subjectWidth, room, room - results.periods.length * 2 * HOURS)
  const pages = parts.flatMap((part, n) => {
    const sheet = resultSheet(results, part, n === parts.length - 1 ? results.periods : [])
    const { kind, width } = nameColumn(NAME + room - sumOf(part, subjectWidth) - sheet.periods.length * 2 * HOURS)
    const fill = { room: PAGE.height - UPWARDS - 20, most: 9, heightAt: named(width) }
    return pagesOf(sheet.rows, fill).map((page) => ({ ...sheet, ...page, name: kind }))
  })
  return pages.map((page, i) => {
    const sheet = pages.length > 1 ? `лист ${i + 1} из ${pages.length}` : ''
    return { view: view('results'), it: { ...page, id: `results-${i + 1}`, group, period, sheet } }
  })
}

/** F9: hours missed by month, semester and year. */
export function absenceSheets({ absences, group, period, curator }: JournalBook): Sheet[] {
  if (!absences) return []
  const { periods, students } = absences
  const last = absences.totals.at(-1) ?? { all: 0, excused: 0 }
  const each = (n: number) => (students > 0 ? formats.hours(Number((n / students).toFixed(1))) : '0')
  const end = {
    totals: absences.totals.flatMap(pair),
    ...{ perStudent: each(last.all), perStudentUnexcused: each(last.all - last.excused), curator }
  }
  const rows = absences.rows.map(({ hours, ...row }) => ({ ...row, cells: hours.flatMap(pair) }))
  const pages = pagesOf(rows, { room: PAGE.height - 22, tail: 26, heightAt: named(WHO) })
  return pages.map((page, i) => ({
    view: view('absences'),
    it: { ...page, id: `absences-${i + 1}`, group, period, periods, end: i === pages.length - 1 ? end : null }
  }))
}
