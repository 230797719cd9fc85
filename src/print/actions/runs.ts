import { systemActor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { enqueue } from '../../platform/jobs.ts'
import type { Printed } from '../pdf.ts'
import * as runs from '../queries/runs.ts'
import { FAILURES, type Failure, TAKINGS, TRIES } from '../rules.ts'

const PRINTER = systemActor(null, 'Печать', [])

export type Taken = NonNullable<Awaited<ReturnType<typeof takePrintout>>>

/** Takes an order in hand; nothing when it is finished or cancelled, or has been cut short too often to be tried again. */
export function takePrintout(db: Db, printout_id: number) {
  return inTransaction(db, async (trx) => {
    const order = await runs.lockUnfinished(trx, printout_id)
    if (!order) return null
    if (order.attempts >= TAKINGS) {
      await fail(trx, order, 'interrupted')
      return null
    }
    const taken = { ...order, attempts: order.attempts + 1 }
    await runs.putTaken(trx, taken)
    return taken
  })
}

/** The file, the state «готов» and the audit line appear together; nothing is written when the order is no longer in hand. */
export function finishPrintout(db: Db, taken: Taken, printed: Printed): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    if (!(await runs.putDone(trx, taken, printed.pages))) return false
    const { pages, sha256 } = printed
    const content = Buffer.from(printed.bytes.buffer, printed.bytes.byteOffset, printed.bytes.byteLength)
    await runs.addFile(trx, taken.id, { file_name: taken.file_name, content, pages, sha256 })
    await record(trx, PRINTER, {
      ...{ deed: 'printout.printed', object_kind: 'printout', object_id: taken.id },
      after: { pages, sha256, bytes: content.length }
    })
    return true
  })
}

/** After an error: back into the queue while there are tries left, otherwise the person is told why. Answers what was done. */
export function failRun(db: Db, taken: Taken, failure: Failure): Promise<'again' | 'given up'> {
  return inTransaction(db, async (trx) => {
    const faults = taken.faults + 1
    if (faults < TRIES) {
      await runs.putBack(trx, taken, { faults })
      return 'again'
    }
    await fail(trx, { ...taken, faults }, failure)
    return 'given up'
  })
}

/** Ends the order with the reason the person reads. */
export async function giveUp(db: Db, taken: Taken, failure: Failure): Promise<false> {
  await inTransaction(db, (trx) => fail(trx, taken, failure))
  return false
}

async function fail(trx: Db, run: Pick<Taken, 'id' | 'attempts' | 'faults'>, failure: Failure): Promise<void> {
  if (!(await runs.putFailed(trx, run, FAILURES[failure]))) return
  await record(trx, PRINTER, {
    ...{ deed: 'printout.failed', object_kind: 'printout', object_id: run.id },
    after: { failure }
  })
}

/** Queues orders anew whose job is gone, so that no order waits for ever. Answers how many there were. */
export function rescueStranded(db: Db, schema: string): Promise<number> {
  return db.transaction().execute(async (trx) => {
    if (!(await runs.tryLockRescue(trx))) return 0
    const stranded = await runs.listStranded(trx, schema)
    for (const { id } of stranded) await enqueue(trx, 'print', { schema, printout_id: id })
    return stranded.length
  })
}
