import { inThread } from '../../platform/aside.ts'
import { kindOf } from '../../platform/kinds.ts'
import { readTable } from './reading.ts'
import type { Reading } from './table.ts'
import { refused } from './table.ts'

/** A text of this size is read before anybody notices. */
const SMALL_BYTES = 200_000
const REFUSALS = { 'too-long': 'took-too-long', 'too-much': 'zip-bomb', broken: 'damaged' } as const

/** Reads a file, and a large or packed one beside the pages. */
export async function readAside(content: Buffer, sheet = ''): Promise<Reading> {
  if (kindOf(content) !== 'zip' && content.length < SMALL_BYTES) return readTable(content, sheet)
  const outcome = await inThread<Reading>(new URL('./thread.ts', import.meta.url), { content, sheet })
  return outcome.ok ? outcome.answer : refused(REFUSALS[outcome.why])
}
