import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { ordererOf } from './names.ts'

/** One taking up of an order: what a worker writes holds only while the order is still in that worker's hands. */
export type Run = { id: number; attempts: number }

/** The unfinished order, its row locked until the end of the transaction. */
export const lockUnfinished = (trx: Db, printout_id: number) =>
  trx
    .selectFrom('printout')
    .select(['id', 'kind', 'title', 'parameters', 'file_name', 'attempts', 'faults'])
    .select(ordererOf(trx).as('by'))
    .where('id', '=', printout_id)
    .where('state', 'in', ['queued', 'printing'])
    .forUpdate()
    .executeTakeFirst()

export const putTaken = (db: Db, { id, attempts }: Run) =>
  db
    .updateTable('printout')
    .set({ state: 'printing', attempts, done_pieces: 0, all_pieces: 0, done_pages: 0 })
    .where('id', '=', id)
    .execute()

const inHand = (db: Db, { id, attempts }: Run) =>
  db.updateTable('printout').where('id', '=', id).where('state', '=', 'printing').where('attempts', '=', attempts)

/** Nothing when the order was cancelled, or taken up by another worker. */
export const findInHand = (db: Db, { id, attempts }: Run) =>
  db
    .selectFrom('printout')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'printing')
    .where('attempts', '=', attempts)
    .executeTakeFirst()

export const putProgress = (db: Db, run: Run, progress: { pieces: number; ofPieces: number; pages: number }) =>
  inHand(db, run)
    .set({ done_pieces: progress.pieces, all_pieces: progress.ofPieces, done_pages: progress.pages })
    .execute()

/** Answers false when the order was no longer in hand. */
export async function putDone(db: Db, run: Run, pages: number): Promise<boolean> {
  const { numUpdatedRows } = await inHand(db, run)
    .set({ state: 'done', done_pages: pages, finished_at: sql`now()` })
    .set(({ ref }) => ({ done_pieces: ref('all_pieces') }))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export const addFile = (
  db: Db,
  printout_id: number,
  file: { file_name: string; content: Buffer; pages: number; sha256: string }
) =>
  db
    .insertInto('printed_file')
    .values({ printout_id, ...file, bytes: file.content.length })
    .execute()

/** Gives the order back to the queue; a taking that was cut short by a stop of the process does not count. */
export const putBack = (db: Db, run: Run, { faults }: { faults: number } | { faults?: undefined } = {}) =>
  inHand(db, run)
    .set({ state: 'queued', ...(faults === undefined ? { attempts: run.attempts - 1 } : { faults }) })
    .execute()

/** Answers false when the order is no longer that run's to give up. */
export async function putFailed(
  db: Db,
  { id, attempts, faults }: Run & { faults: number },
  failure: string
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('printout')
    .set({ state: 'failed', failure, faults, finished_at: sql`now()` })
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .where('state', 'in', ['queued', 'printing'])
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Unfinished orders that no job in the queue stands for: given up there, or restored from a copy without the queue. */
export const listStranded = (db: Db, schema: string) =>
  db
    .selectFrom('printout')
    .select(['id', 'attempts'])
    .where('state', 'in', ['queued', 'printing'])
    .where(
      sql<boolean>`not exists (select from pgboss.job where name = 'print' and state in ('created', 'retry', 'active')
        and data ->> 'schema' = ${schema} and (data ->> 'printout_id')::bigint = printout.id)`
    )
    .execute()

/** One worker at a time looks for stranded orders; the others leave it to it. */
export async function tryLockRescue(trx: Db): Promise<boolean> {
  const { rows } = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock(727002) as free`.execute(trx)
  return rows[0]?.free ?? false
}
