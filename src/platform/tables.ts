import { readCsv } from './tables/csv.ts'
import { readDocx } from './tables/docx.ts'
import { type Sheet, TABLE_BYTES, type TableRefusal } from './tables/limits.ts'
import { readXlsx } from './tables/xlsx.ts'
import { namesIn } from './tables/zip.ts'

export { type Line, type Sheet, TABLE_BYTES, TABLE_REFUSALS, type TableRefusal } from './tables/limits.ts'

export type TableReading = { ok: true; sheets: Sheet[] } | { ok: false; refusal: TableRefusal }

const refused = (refusal: TableRefusal): TableReading => ({ ok: false, refusal })
const startsWith = (content: Buffer, ...bytes: number[]) => bytes.every((byte, i) => content[i] === byte)

/**
 * Rows of a foreign file as text: a workbook (xlsx), text with separators (csv, or cells copied from a spreadsheet) or the tables
 * of a document (docx). The file is known by its first bytes; its name counts for nothing.
 */
export async function readTables(content: Buffer): Promise<TableReading> {
  if (content.length > TABLE_BYTES) return refused('too-big')
  if (content.length === 0) return refused('empty')
  if (startsWith(content, 0xd0, 0xcf, 0x11, 0xe0)) return refused('old-office')
  const sheets = startsWith(content, 0x50, 0x4b) ? await readZip(content) : readCsv(content)
  if (typeof sheets === 'string') return refused(sheets)
  const filled = sheets.filter(({ lines }) => lines.length > 0)
  return filled.length > 0 ? { ok: true, sheets: filled } : refused('empty')
}

async function readZip(content: Buffer): Promise<Sheet[] | TableRefusal> {
  const names = namesIn(content)
  if (typeof names === 'string') return names
  if (names.includes('xl/workbook.xml')) return readXlsx(content)
  if (names.includes('word/document.xml')) return readDocx(content)
  return names.includes('content.xml') ? 'open-document' : 'no-table'
}
