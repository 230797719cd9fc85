import { type Insertable, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { Printout } from '../../platform/schema.ts'

/** Holds other orders of the account back until the end of the transaction, so that a double click orders once. */
export const lockAccount = (trx: Db, account_id: number) =>
  trx.selectFrom('account').select('id').where('id', '=', account_id).forNoKeyUpdate().execute()

/** An unfinished order of the same document by the same person. */
export const findSame = (db: Db, ordered_by: number, kind: string, parameters: object) =>
  db
    .selectFrom('printout')
    .select('id')
    .where('ordered_by', '=', ordered_by)
    .where('kind', '=', kind)
    .where('state', 'in', ['queued', 'printing'])
    .where(sql`parameters`, '=', sql`${JSON.stringify(parameters)}::jsonb`)
    .executeTakeFirst()

export const addPrintout = (db: Db, row: Insertable<Printout>) =>
  db.insertInto('printout').values(row).returning('id').executeTakeFirstOrThrow()

export const putCancelled = (db: Db, printout_id: number) =>
  db
    .updateTable('printout')
    .set({ state: 'cancelled', finished_at: sql`now()` })
    .where('id', '=', printout_id)
    .execute()

/** The order as if it had just been given. */
export const putQueuedAnew = (db: Db, printout_id: number) =>
  db
    .updateTable('printout')
    .set({ state: 'queued', failure: '', attempts: 0, faults: 0, finished_at: null })
    .set({ done_pieces: 0, all_pieces: 0, done_pages: 0 })
    .where('id', '=', printout_id)
    .execute()
