import { addressOf, type Sheet } from '../../platform/workbooks.ts'
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
  /** filled columns of a row in their order */
  filled(row: number): number[]
  placeOf(row: number, column: number): string
}

export function gridOf(sheet: Sheet): Grid {
  const rows = new Map<number, Map<number, string>>()
  for (const { row, column, text } of sheet.cells) {
    const own = rows.get(row) ?? new Map<number, string>()
    rows.set(row, own.set(column, text))
  }
  const spans = new Map(sheet.merges.map((one) => [`${one.top}/${one.left}`, one]))
  const raw = (row: number, column: number) => rows.get(row)?.get(column) ?? ''
  return {
    name: sheet.name,
    rows: Math.max(0, ...rows.keys()),
    columns: Math.max(0, ...sheet.cells.map(({ column }) => column)),
    raw,
    at: (row, column) => spaced(raw(row, column)),
    span: (row, column) => {
      const merge = spans.get(`${row}/${column}`)
      return merge
        ? { columns: merge.right - merge.left + 1, rows: merge.bottom - merge.top + 1 }
        : { columns: 1, rows: 1 }
    },
    filled: (row) => [...(rows.get(row)?.keys() ?? [])].sort((a, b) => a - b),
    placeOf: (row, column) => `${sheet.name}!${addressOf({ row, column })}`
  }
}
