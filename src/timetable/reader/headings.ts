import { clocksIn, pairAndClocks } from './clocks.ts'
import { daysIn } from './days.ts'
import type { Grid } from './grid.ts'

/** A row with names of groups: what is to the left of them, and where numbers and times are repeated to the right. */
export type Heading = { row: number; left: number; names: { column: number; text: string }[]; ends: number[] }

const LABEL = /^(№\s*)?(учебн\S*\s+)?групп[аы]?(?![а-яё])[^\d]{0,20}$/i
export const WITH_LABEL = /^(?:учебн\S*\s+)?групп[аы]?\s*[:№]*\s*(?=.*\d)/i
const ASIDE = /^(№|n|пар[аы]|урок|время|часы|звонк|день|дни|дата|занятие)/i
const NOT_NAME =
  /^(ауд|каб|кабинет|место|преп|учитель|дисциплин|предмет|подгруп|п\/г|кл\.? ?рук|куратор|специальност|професси|курс|отделени|смена|корпус)/i

/** «ИС-21», «0907-21», «ИСИП-409(309)», «2 ТЭО 14»; not a room alone, a time, a date or a title. */
const isGroupLike = (text: string) =>
  text.length <= 30 &&
  /\d/.test(text) &&
  (/\p{L}/u.test(text) || /^(\d{3,5}|\d{1,4}[-./]\d{1,4})$/.test(text)) &&
  text.split(' ').length <= 4 &&
  !NOT_NAME.test(text) &&
  daysIn(text).length === 0 &&
  clocksIn(text).length === 0 &&
  !/недел|семестр|учебн|пара|курс|приложени|форма|корпус|20\d\d/i.test(text)

/** Rows that say «Группа:» before names or in each of them; where no row does, rows that have nothing but names of groups. */
export function headingsOf(grid: Grid): Heading[] {
  const rows = grid.between(1, grid.rows + 1)
  const labelled = rows.flatMap((row) => labelledHeading(grid, row) ?? [])
  if (labelled.length > 0) return labelled
  const bare: Heading[] = []
  for (const row of rows) bare.push(...[bareHeading(grid, row, bare.at(-1)) ?? []].flat())
  return bare
}

function labelledHeading(grid: Grid, row: number): Heading | null {
  const filled = grid.filled(row)
  const label = filled.find((column) => LABEL.test(grid.at(row, column)))
  if (label !== undefined)
    return headingFrom(
      grid,
      row,
      label,
      filled.filter((column) => column > label)
    )
  const named = filled.filter((column) => WITH_LABEL.test(grid.at(row, column)))
  return named[0] === undefined || !hasPairsBelow(grid, row, named[0] - 1)
    ? null
    : headingFrom(grid, row, named[0] - 1, named)
}

function bareHeading(grid: Grid, row: number, before: Heading | undefined): Heading | null {
  const filled = grid.filled(row)
  const first = filled.find((column) => column > (before?.left ?? 1) && isGroupLike(grid.at(row, column)))
  if (first === undefined || !hasPairsBelow(grid, row, first - 1)) return null
  const isPairRow = filled.some((column) => {
    const { pair, clocks } = pairAndClocks(grid.raw(row, column))
    return column < first && (pair !== null || clocks.length > 0)
  })
  if (isPairRow) return null
  const right = filled.filter((column) => column >= first)
  const strange = right.filter((column) => !isGroupLike(grid.at(row, column)) && !isService(grid.at(row, column)))
  if (strange.length > right.length / 4 || strange.some((column) => grid.at(row, column).length > 12)) return null
  const isHeader = filled.some((column) => column < first && ASIDE.test(grid.at(row, column)))
  const isSure = isHeader || (before === undefined && (right.length > 1 || /\p{L}.*-/u.test(grid.at(row, first))))
  return isSure || (before !== undefined && endsDay(grid, row, before.left))
    ? headingFrom(grid, row, first - 1, right)
    : null
}

/** A row of rooms looks like a row of groups; but pairs begin anew only under the latter. */
function endsDay(grid: Grid, row: number, left: number): boolean {
  const counts = (from: number, until: number) =>
    grid.between(from, until).flatMap((one) =>
      grid.filled(one).flatMap((column) => {
        const { pair, clocks } = column <= left ? pairAndClocks(grid.raw(one, column)) : { pair: null, clocks: [] }
        const said = clocks[0] ?? pair?.toString().padStart(2, '0')
        return said === undefined ? [] : [{ row: one, column, said }]
      })
    )
  const above = counts(row - 12, row)
  const next = counts(row + 1, row + 5)[0]
  const own = above.filter(({ column }) => column === next?.column)
  const last = own.at(-1)
  if (!last || !next) return false
  return (
    next.said <= last.said &&
    row - last.row >= Math.min(...own.slice(1).map((one, i) => one.row - (own[i]?.row ?? 0)), 6)
  )
}

/** True for words of a heading that name no group: «Ауд.», «Преподаватель», «Время». */
export const isService = (text: string) => NOT_NAME.test(text) || ASIDE.test(text)

/** A pair or its time stands to the left a few rows below. */
const hasPairsBelow = (grid: Grid, row: number, left: number) =>
  grid.between(row + 1, row + 5).some((below) =>
    grid.filled(below).some((column) => {
      const { pair, clocks } = column <= left ? pairAndClocks(grid.raw(below, column)) : { pair: null, clocks: [] }
      return pair !== null || clocks.length > 0
    })
  )

function headingFrom(grid: Grid, row: number, left: number, columns: number[]): Heading | null {
  const texts = columns.map((column) => ({ column, text: grid.at(row, column) }))
  const names = texts.filter(({ text }) => /[\p{L}\d]/u.test(text) && !isService(text))
  if (names.length === 0) return null
  const above = grid.between(row - 5, row + 1)
  const ends = above.flatMap((one) =>
    grid.filled(one).filter((column) => column > left && ASIDE.test(grid.at(one, column)))
  )
  return { row, left, names, ends: [...new Set(ends)].sort((a, b) => a - b) }
}
