import { formats } from '../../platform/formats.ts'
import type { Band } from './bands.ts'
import { daysIn, sameWeek, WEEKDAYS, weekdayIn, weekdayOf, weekIn } from './days.ts'
import type { Grid } from './grid.ts'
import type { DayQuestion } from './lessons.ts'

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

/** Marks of a sheet from top to bottom; the title and the name of the sheet tell what the marks themselves do not. */
export function dayMarks(grid: Grid, bands: Band[]): DayMark[] {
  const first = bands[0]
  if (!first) return []
  const title: Title = { from: null, week: null }
  const marks: DayMark[] = []
  for (let row = 1; row <= grid.rows; row++) {
    for (const column of grid.filled(row)) {
      if (row >= first.heading && !first.left.includes(column)) break // a group may be called «СР-21»
      const text = grid.at(row, column)
      const mark = { row, place: grid.placeOf(row, column), text, ...told(text, title) }
      if (row < first.heading) learn(title, text)
      const before = marks.at(-1)
      if (row < first.heading && before && mark.weekday !== null && daysIn(text).length === 0) {
        before.weekday ??= mark.weekday // the date and its weekday may stand in cells of their own
        before.text = `${before.text} ${text}`
      } else if (daysIn(text).length < 2 && (mark.day !== null || mark.weekday !== null)) marks.push(mark)
    }
  }
  return marks.length > 0 ? marks.map((mark) => ({ ...mark, week: mark.week ?? title.week })) : ofName(grid, title.week)
}

/** A weekday without a date is in the week of the title. */
function told(text: string, { from }: Title): Pick<DayMark, 'day' | 'weekday' | 'week'> {
  const [days, weekday, week] = [daysIn(text), weekdayIn(text), weekIn(text)]
  return { day: days[0] ?? (weekday !== null && from !== null ? sameWeek(from, weekday) : null), weekday, week }
}

function learn(title: Title, text: string): void {
  title.week ??= weekIn(text)
  title.from ??= daysIn(text)[0] ?? null
}

function ofName(grid: Grid, week: number | null): DayMark[] {
  const [days, weekday] = [daysIn(grid.name), weekdayIn(grid.name)]
  if (days.length !== 1 && weekday === null) return []
  return [{ row: 1, place: `лист «${grid.name}»`, text: grid.name, day: days[0] ?? null, weekday, week }]
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
