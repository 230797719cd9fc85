import type { FastifyBaseLogger } from 'fastify'
import type { Db } from '../platform/db.ts'
import { failRun, finishPrintout, giveUp, type Taken, takePrintout } from './actions/runs.ts'
import type { PrintBrowser } from './browser.ts'
import { makePrintout } from './making.ts'
import type { Progress } from './pdf.ts'
import type { Printable } from './printable.ts'
import { findInHand, putBack, putProgress } from './queries/runs.ts'
import { failureOf } from './rules.ts'

/** What a worker has: documents, a browser, a log, and a signal that it is to stop. */
export type Workshop = { printables: Printable[]; browser: PrintBrowser; log: FastifyBaseLogger; stopping: AbortSignal }

const LOOK_MS = 1000
const PROGRESS_MS = 500

/** Aborts when the order is cancelled, or taken up by another worker. */
function watchOrder(db: Db, taken: Taken, log: FastifyBaseLogger) {
  const lost = new AbortController()
  const timer = setInterval(async () => {
    try {
      if (!(await findInHand(db, taken))) lost.abort(new Error('the order is no longer in hand'))
    } catch (err) {
      log.warn({ err, printout: taken.id }, 'could not look whether an order is still wanted')
    }
  }, LOOK_MS)
  return { signal: lost.signal, leave: () => clearInterval(timer) }
}

/** Writes progress at most twice a second; what cannot be written is not worth stopping for. */
function teller(db: Db, taken: Taken, log: FastifyBaseLogger): (progress: Progress) => void {
  let told = 0
  return (progress) => {
    if (Date.now() - told < PROGRESS_MS) return
    told = Date.now()
    putProgress(db, taken, progress).catch((err) => log.warn({ err, printout: taken.id }, 'progress was not written'))
  }
}

async function print(db: Db, taken: Taken, workshop: Workshop, signal: AbortSignal): Promise<boolean> {
  const { log, browser } = workshop
  const printable = workshop.printables.find(({ kind }) => kind === taken.kind)
  if (!printable) return await giveUp(db, taken, 'unknown-kind')
  const making = { browser, by: taken.by, signal, onProgress: teller(db, taken, log) }
  const printed = await makePrintout(db, printable, taken.parameters as object, making)
  if (!printed) return await giveUp(db, taken, 'nothing-to-print')
  const stands = await finishPrintout(db, taken, printed)
  log.info({ printout: taken.id, pages: printed.pages, bytes: printed.bytes.length, stands }, 'printed')
  return true
}

/**
 * Prints one order; answers whether a document was made. Rejects when the queue has to give it out again: after an error while there are tries left, or when the
 * worker is stopping. What went wrong goes to the log; the queue and the person get no more than that it did.
 */
export async function work(db: Db, { printout_id }: { printout_id: number }, workshop: Workshop): Promise<boolean> {
  const { log, stopping } = workshop
  const taken = await takePrintout(db, printout_id)
  if (!taken) return false
  const order = watchOrder(db, taken, log)
  try {
    return await print(db, taken, workshop, AbortSignal.any([order.signal, stopping]))
  } catch (err) {
    if (order.signal.aborted) return false
    if (stopping.aborted) {
      await putBack(db, taken)
      throw new Error('handed back', { cause: 'stopping' })
    }
    log.error({ err, printout: taken.id, attempt: taken.attempts }, 'printing failed')
    if ((await failRun(db, taken, failureOf(err as Error))) === 'again') throw new Error('to be tried again')
    return false
  } finally {
    order.leave()
  }
}
