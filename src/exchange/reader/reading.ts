import { kindOf } from '../../platform/kinds.ts'
import { readCsv } from './csv.ts'
import { type Reading, refused } from './table.ts'
import { readXlsx } from './xlsx.ts'

/** A file of rows as text, whatever it is called; `sheet` chooses one of several, '' is the first that is not empty. */
export async function readTable(content: Buffer, sheet = ''): Promise<Reading> {
  const kind = kindOf(content)
  if (kind === 'zip') return readXlsx(content, sheet)
  return kind === 'text' ? readCsv(content) : refused(kind)
}
