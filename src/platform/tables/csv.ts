import { CsvError, parse } from 'csv-parse/sync'
import { decodeText, hasEndlessLine } from '../texts.ts'
import { linesOf, refuseSize, type Sheet, type TableRefusal, tidyCell } from './limits.ts'

/** The sign that parts the cells: the most frequent one of the first filled row outside of quotes. */
function delimiterOf(text: string): string {
  const first = text.split(/\r?\n/).find((line) => line.trim() !== '') ?? ''
  const bare = first.replace(/"[^"]*"/g, '')
  const counts = ['\t', ';', ','].map((sign) => [sign, bare.split(sign).length] as const)
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}

/** A single sheet without a name. */
export function readCsv(content: Buffer): Sheet[] | TableRefusal {
  const text = decodeText(content)?.replace(/^\uFEFF/, '')
  if (text === undefined) return 'unknown-encoding'
  if (text.includes('\u0000') || hasEndlessLine(text)) return 'no-table'
  try {
    const records: string[][] = parse(text, {
      ...{ delimiter: delimiterOf(text), relax_column_count: true, relax_quotes: true, skip_empty_lines: false }
    })
    const rows = records.map((cells, i) => ({ number: i + 1, cells: cells.map(tidyCell) }))
    const sheets = [{ name: '', lines: linesOf(rows) }]
    return refuseSize(sheets) ?? sheets
  } catch (error) {
    if (error instanceof CsvError) return 'damaged'
    throw error
  }
}
