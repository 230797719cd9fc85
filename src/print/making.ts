import type { Db } from '../platform/db.ts'
import type { PrintBrowser } from './browser.ts'
import { type Printed, type Progress, printDocument } from './pdf.ts'
import type { Printable } from './printable.ts'
import { piecesOf } from './sheets.ts'

const PRODUCER = 'Электронный журнал колледжа'

export type Making = {
  browser: PrintBrowser
  /** Whose name stands at the foot of every page. */
  by: string
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
}

/** Reads the database as it is at one instant and makes the PDF; null when there is nothing to print. */
export async function makePrintout(
  db: Db,
  printable: Printable,
  parameters: object,
  { by, ...printing }: Making
): Promise<Printed | null> {
  const now = new Date()
  const document = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((trx) => printable.document(trx, parameters, { now, by }))
  if (!document || document.sheets.length === 0) return null
  const { title, foot, sides } = document
  return await printDocument(piecesOf(document.sheets), {
    ...printing,
    ...{ title, foot, sides, producer: PRODUCER, madeAt: now }
  })
}
