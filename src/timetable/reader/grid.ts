import { addressOf, type Merge, type Sheet } from '../../platform/workbooks.ts'
import { spaced } from './lessons.ts'

/** A sheet one can ask about a cell. */
export type Grid = {
  name: string
  rows: number
  columns: number
  /** text without odd blanks, '' where there is none */
  at(row: number, column: number): string
  /** text with its lines */
  raw(row: number, column: number): string
  /** how many columns and rows the cell is merged over */
  span(row: number, column: number): { columns: number; rows: number }
  /** the cell whose text is seen here: the first of a merge, or this one */
  origin(row: number, column: number): { row: number; column: number }
  /** filled columns of a row in their order */
  filled(row: number): number[]
  /** filled rows between two, in their order */
  between(from: number, until: number): number[]
  placeOf(row: number, column: number): string
}

/** A timetable is no wider or longer than this; a stray cell at the end of the sheet must not make it so. */
const MOST_COLUMNS = 2000
const CELL_CHARS = 2000

export function gridOf(sheet: Sheet): Grid {
  const rows = new Map<number, Map<number, string>>()
  let columns = 0
  for (const { row, column, text } of sheet.cells) {
    if (column > MOST_COLUMNS) continue
    const own = rows.get(row) ?? new Map<number, string>()
    rows.set(row, own.set(column, text.slice(0, CELL_CHARS)))
    columns = Math.max(columns, column)
  }
  const order = [...rows.keys()].sort((a, b) => a - b)
  const last = order.at(-1) ?? 0
  const merges = mergesByRow(sheet.merges, last)
  const raw = (row: number, column: number) => rows.get(row)?.get(column) ?? ''
  const merged = (row: number, column: number) =>
    merges.get(row)?.find(({ left, right }) => left <= column && column <= right)
  return {
    name: sheet.name,
    rows: last,
    columns,
    raw,
    at: (row, column) => spaced(raw(row, column)),
    span: (row, column) => {
      const merge = merged(row, column)
      return merge?.top === row && merge.left === column
        ? { columns: merge.right - merge.left + 1, rows: merge.bottom - merge.top + 1 }
        : { columns: 1, rows: 1 }
    },
    origin: (row, column) => {
      const merge = merged(row, column)
      return merge ? { row: merge.top, column: merge.left } : { row, column }
    },
    filled: (row) => [...(rows.get(row)?.keys() ?? [])].sort((a, b) => a - b),
    between: (from, until) => order.slice(firstFrom(order, from), firstFrom(order, until)),
    placeOf: (row, column) => `${sheet.name}!${addressOf({ row, column })}`
  }
}

function mergesByRow(merges: Merge[], last: number): Map<number, Merge[]> {
  const found = new Map<number, Merge[]>()
  for (const merge of merges)
    for (let row = merge.top; row <= Math.min(merge.bottom, last + 1); row++) {
      const own = found.get(row)
      if (own) own.push(merge)
      else found.set(row, [merge])
    }
  return found
}

/** Where in a sorted list the first number that is not less stands. */
function firstFrom(order: number[], from: number): number {
  let [low, high] = [0, order.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((order[middle] ?? 0) < from) low = middle + 1
    else high = middle
  }
  return low
}
