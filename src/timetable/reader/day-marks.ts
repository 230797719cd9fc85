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

/** Marks of a sheet from top to bottom; the title and the name of the sheet tell what the marks themselves do not. */
export function dayMarks(grid: Grid, bands: Band[]): DayMark[] {
  const first = bands[0]
  if (!first) return []
  const title = { day: null as string | null, from: null as string | null, week: null as number | null }
  const marks: DayMark[] = []
  for (let row = 1; row <= grid.rows; row++) {
    for (const column of grid.filled(row)) {
      if (row > first.heading && !first.left.includes(column)) break
      const text = grid.at(row, column)
      const [days, weekday, week] = [daysIn(text), weekdayIn(text), weekIn(text)]
      if (row < first.heading) title.week ??= week
      if (days.length > 1 && row < first.heading) title.from ??= days[0] ?? null
      if (days.length > 1 || (days.length === 0 && weekday === null)) continue
      const day = days[0] ?? (weekday && title.from ? sameWeek(title.from, weekday) : null)
      marks.push({ row, place: grid.placeOf(row, column), text, day, weekday, week: week ?? title.week })
    }
  }
  return marks.length > 0 ? marks.map((mark) => ({ ...mark, week: mark.week ?? title.week })) : ofName(grid, title.week)
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
