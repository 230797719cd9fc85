import { type BookRefusal, type Merge, readWorkbook, type Sheet } from '../../platform/workbooks.ts'
import { CELL_CHARS, type FileRefusal, INFLATED_BYTES, INFLATION, MOST_COLUMNS } from '../rules/files.ts'
import { type Line, type Reading, refused, refuseSize, type Span, trimmed } from './table.ts'

/** Merged cells are looked for as deep as headers go. */
const HEADER_ROWS = 20

/** The sheet asked for, or the first that is not empty. */
export async function readXlsx(content: Buffer, wanted: string): Promise<Reading> {
  const book = await readWorkbook(content, Math.min(INFLATED_BYTES, Math.max(content.length, 20_000) * INFLATION))
  if (!book.ok) return refused(refusalOf(book.refusal))
  const filled = book.sheets.filter(({ cells }) => cells.length > 0)
  const sheet = wanted === '' ? filled[0] : filled.find(({ name }) => name === wanted)
  if (!sheet) return refused(wanted === '' ? 'empty' : 'no-sheet')
  const lines = linesOf(sheet)
  const refusal = refuseSize(lines)
  if (refusal) return refused(refusal)
  const { name, hidden } = sheet
  const notices = hidden > 0 ? [`На листе есть скрытые строки (${hidden}): они тоже взяты.`] : []
  const sheets = filled.map((one) => one.name)
  return { ok: true, table: { sheets, sheet: name, lines, spans: spansOf(sheet.merges), notices } }
}

const refusalOf = (refusal: BookRefusal): FileRefusal =>
  refusal === 'too-large' ? 'zip-bomb' : refusal === 'no-workbook' ? 'no-table' : refusal

/** Rows of text; what is written over several cells is said in each of them. */
function linesOf({ cells, merges }: Sheet): Line[] {
  const rows = new Map<number, string[]>()
  const put = (row: number, column: number, text: string) => {
    const own = rows.get(row) ?? []
    while (own.length < column) own.push('')
    own[column - 1] = text
    rows.set(row, own)
  }
  const said = new Map<string, string>()
  for (const { row, column, text } of cells) {
    const tidy = text.replace(/\s+/g, ' ').slice(0, CELL_CHARS + 1)
    put(row, column, tidy)
    said.set(`${row}/${column}`, tidy)
  }
  const last = cells.at(-1)?.row ?? 0
  for (const { top, left, bottom, right } of merges) {
    const text = said.get(`${top}/${left}`)
    for (let row = top; text && row <= Math.min(bottom, last); row++)
      for (let column = left; column <= Math.min(right, MOST_COLUMNS); column++) put(row, column, text)
  }
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([number, own]) => ({ number, cells: trimmed(own) }))
    .filter((line) => line.cells.length > 0)
}

const spansOf = (merges: Merge[]): Span[] =>
  merges.flatMap(({ top, left, right }) =>
    left < right && top <= HEADER_ROWS ? [{ row: top, from: left - 1, to: right - 1 }] : []
  )
