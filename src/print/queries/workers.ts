import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** A worker that gave no sign for so long is dead. */
const FRESH = sql`now() - interval '30 seconds'`

/** The worker says that it is there, and whether its browser works. */
export async function putPulse(db: Db, worker: string, browser_works: boolean): Promise<void> {
  await db
    .insertInto('region.worker_pulse')
    .values({ worker, browser_works })
    .onConflict((pulse) => pulse.column('worker').doUpdateSet({ browser_works, seen_at: sql`now()` }))
    .execute()
}

export const dropPulse = (db: Db, worker: string) =>
  db
    .deleteFrom('region.worker_pulse')
    .where((eb) => eb.or([eb('worker', '=', worker), eb('seen_at', '<', sql<Date>`now() - interval '1 day'`)]))
    .execute()

/** How many workers gave a sign lately, and how many of them with a browser that works. */
export const countWorkers = (db: Db) =>
  db
    .selectFrom('region.worker_pulse')
    .select((eb) => [
      eb.fn.countAll<number>().as('alive'),
      eb.fn.countAll<number>().filterWhere('browser_works', '=', true).as('able')
    ])
    .where('seen_at', '>', sql<Date>`${FRESH}`)
    .executeTakeFirstOrThrow()

export const listSchemas = async (db: Db): Promise<string[]> =>
  (await db.selectFrom('region.college').select('schema').execute()).map(({ schema }) => schema)
