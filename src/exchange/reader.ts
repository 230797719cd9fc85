import { readCsv } from './reader/csv.ts'
import { kindOf } from './reader/sniff.ts'
import { type Reading, refused } from './reader/table.ts'
import { readXlsx } from './reader/xlsx.ts'

export { readAside } from './reader/aside.ts'
export type { Line, Reading, Span, Table } from './reader/table.ts'

/** A file of rows as text, whatever it is called; `sheet` chooses one of several, '' is the first that is not empty. */
export async function readTable(content: Buffer, sheet = ''): Promise<Reading> {
  const kind = kindOf(content)
  if (kind === 'zip') return readXlsx(content, sheet)
  return kind === 'text' ? readCsv(content) : refused(kind)
}
