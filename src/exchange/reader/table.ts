import type { FileRefusal } from '../rules/files.ts'
import { MOST_COLUMNS, MOST_ROWS } from '../rules/files.ts'

/** A row of a file with its number there; cells by columns from the first. */
export type Line = { number: number; cells: string[] }
/** Cells of a row merged from column to column, counted from 0. */
export type Span = { row: number; from: number; to: number }
/** Rows that have anything in them; days are YYYY-MM-DD when the file knew them as days. */
export type Table = { sheets: string[]; sheet: string; lines: Line[]; spans: Span[]; notices: string[] }
export type Reading = { ok: true; table: Table } | { ok: false; refusal: FileRefusal }

export const refused = (refusal: FileRefusal): Reading => ({ ok: false, refusal })

/** Trailing empty cells say nothing. */
export function trimmed(cells: string[]): string[] {
  let end = cells.length
  while (end > 0 && cells[end - 1] === '') end--
  return cells.slice(0, end)
}

export function refuseSize(lines: Line[]): FileRefusal | null {
  if (lines.length === 0) return 'empty'
  if (lines.length > MOST_ROWS + 50) return 'too-many-rows' // a few rows above the list are its title
  return lines.some(({ cells }) => cells.length > MOST_COLUMNS) ? 'too-many-columns' : null
}
