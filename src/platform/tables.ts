import { inThread } from './aside.ts'
import { kindOf } from './kinds.ts'
import { readCsv } from './tables/csv.ts'
import { TABLE_BYTES, type TableReading, type TableRefusal } from './tables/limits.ts'
import { filledOf } from './tables/reading.ts'

export {
  type Line,
  type Sheet,
  TABLE_BYTES,
  TABLE_REFUSALS,
  type TableReading,
  type TableRefusal
} from './tables/limits.ts'

const REFUSALS = { 'too-long': 'zip-bomb', 'too-much': 'zip-bomb', broken: 'damaged' } as const

/**
 * Rows of a foreign file as text: a workbook (xlsx), text with separators (csv, or cells copied from a spreadsheet) or the tables
 * of a document (docx). The file is known by its first bytes; its name counts for nothing. A packed file is read beside the pages.
 */
export async function readTables(content: Buffer): Promise<TableReading> {
  const refused = (refusal: TableRefusal): TableReading => ({ ok: false, refusal })
  if (content.length > TABLE_BYTES) return refused('too-big')
  const kind = kindOf(content)
  if (kind === 'old-xls' || kind === 'is-locked') return refused('old-office')
  if (kind === 'text') return filledOf(readCsv(content))
  if (kind !== 'zip') return refused(kind === 'xml-table' ? 'no-table' : kind)
  const outcome = await inThread<TableReading>(new URL('./tables/thread.ts', import.meta.url), content)
  return outcome.ok ? outcome.answer : refused(REFUSALS[outcome.why])
}
