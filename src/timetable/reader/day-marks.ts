import { formats } from '../../platform/formats.ts'
import type { Band } from './bands.ts'
import { daysIn, sameWeek, WEEKDAYS, weekdayIn, weekdayOf, weekIn, yearlessDay } from './days.ts'
import type { Grid } from './grid.ts'
import type { DayQuestion } from './lessons.ts'
import type { Slot } from './slots.ts'

/** Where a sheet says which day follows. */
export type DayMark = {
  row: number
  place: string
  text: string
  day: string | null
  weekday: number | null
  week: number | null
}

type Title = { from: string | null; week: number | null }
type Told = DayMark & { isDated: boolean }

/** A date and its weekday are one mark when they stand no further apart. */
const NEAR_ROWS = 3

/** Marks of a sheet from top to bottom; the title and the name of the sheet tell what the marks themselves do not. */
export function dayMarks(grid: Grid, bands: Band[]): DayMark[] {
  const first = bands[0]
  if (!first) return []
  const title: Title = { from: daysIn(grid.name)[0] ?? null, week: weekIn(grid.name) }
  const marks: Told[] = []
  for (const row of grid.between(1, grid.rows + 1)) {
    const filled = grid.filled(row)
    for (const column of filled) {
      const isAside = row < first.heading || first.left.includes(column) || filled.length === 1
      if (!isAside) break // a group may be called «СР-21»
      const text = grid.at(row, column)
      const mark = { row, place: grid.placeOf(row, column), text, ...told(grid.raw(row, column), title) }
      if (row < first.heading) learn(title, text)
      const before = marks.at(-1)
      if (before && isRestOf(mark, before, row < first.heading)) join(before, mark)
      else if (daysIn(text).length < 2 && (mark.day !== null || mark.weekday !== null)) marks.push(mark)
    }
  }
  const found = marks.length > 0 ? marks : ofName(grid, title)
  return found.map((mark) => ({ ...mark, ...ofSheet(grid, found, mark), week: mark.week ?? title.week }))
}

/** A weekday without a date is in the week of the title. */
function told(text: string, { from }: Title): Pick<Told, 'day' | 'weekday' | 'week' | 'isDated'> {
  const [days, weekday, week] = [daysIn(text), weekdayIn(text), weekIn(text)]
  const written = days[0] ?? (weekday !== null && from !== null ? yearlessDay(text, from) : null)
  return { day: written ?? inWeek(from, weekday), weekday, week, isDated: written !== null }
}

const inWeek = (from: string | null, weekday: number | null) =>
  weekday !== null && from !== null ? sameWeek(from, weekday) : null

function learn(title: Title, text: string): void {
  title.week ??= weekIn(text)
  const [day] = daysIn(text)
  if (day) title.from = day
}

/** The date and its weekday may stand in cells of their own, in either order; a title has one date for all of it. */
function isRestOf(mark: Told, before: Told, isTitle: boolean): boolean {
  const isOther = mark.isDated ? !before.isDated && mark.weekday === null : before.isDated && before.weekday === null
  return isOther && (mark.isDated || mark.weekday !== null) && (isTitle || mark.row - before.row <= NEAR_ROWS)
}

function join(before: Told, mark: Told): void {
  if (mark.isDated) Object.assign(before, { day: mark.day, isDated: true })
  before.weekday ??= mark.weekday
  before.week ??= mark.week
  before.text = `${before.text} ${mark.text}`
}

/** A sheet called «Вторник» under a title that has only the first day of the week. */
function ofSheet(grid: Grid, marks: Told[], { day, weekday }: Told): Pick<DayMark, 'day' | 'weekday'> {
  const named = marks.length === 1 ? weekdayIn(grid.name) : null
  return { day, weekday: weekday ?? named }
}

function ofName(grid: Grid, { from, week }: Title): Told[] {
  const [days, weekday] = [daysIn(grid.name), weekdayIn(grid.name)]
  if (days.length !== 1 && weekday === null) return []
  const day = days.length === 1 ? (days[0] ?? null) : inWeek(from, weekday)
  return [{ row: 1, place: `лист «${grid.name}»`, text: grid.name, day, weekday, week, isDated: days.length === 1 }]
}

/** The mark of each block of pairs: the only one that stands beside it, else the last one above. */
export function marksOf(marks: DayMark[], slots: Slot[]): (slot: Slot) => DayMark | undefined {
  const blocks = Map.groupBy(slots, ({ block }) => block)
  const beside = new Map(
    [...blocks].map(([block, own]) => {
      const [from, until] = [own[0]?.row ?? 0, (own.at(-1)?.row ?? 0) + (own.at(-1)?.rows ?? 1)]
      return [block, marks.filter(({ row }) => row >= from && row < until)]
    })
  )
  return (slot) => {
    const own = beside.get(slot.block) ?? []
    return own.length === 1 ? own[0] : marks.findLast(({ row }) => row <= slot.row)
  }
}

/** Asks about each mark whose date falls on another weekday. */
export const questionsOf = (marks: Omit<DayMark, 'row' | 'week'>[]): DayQuestion[] =>
  marks.flatMap(({ place, text, day, weekday }) =>
    day === null || weekday === null || weekdayOf(day) === weekday
      ? []
      : [{ place, text, day, weekday, choices: [day, sameWeek(day, weekday)] }]
  )

/** «27.10.2025, понедельник» */
export const dayInWords = (day: string): string => `${formats.day(day)}, ${WEEKDAYS[weekdayOf(day) - 1]}`
