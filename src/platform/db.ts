import { Kysely, PostgresDialect, type RawBuilder, sql } from 'kysely'
import pg from 'pg'
import type { DB } from './schema.ts'

export type Db = Kysely<DB>

// A school day has no time zone: a `date` stays 'YYYY-MM-DD'. Identities start above 2^48 on some servers and are still exact numbers.
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day)
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)

/**
 * Opens a pool of connections. `onLost` hears of idle connections that the server dropped;
 * without a listener a restart of the server would end this process.
 */
export function connect(url: string, max = 10, onLost: (error: Error) => void = () => {}): Db {
  const pool = new pg.Pool({ connectionString: url, max, application_name: 'college-journal' })
  pool.on('error', onLost)
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
}

/** Runs `work` in a transaction, joining the caller's one if there already is one. */
export function inTransaction<T>(db: Db, work: (trx: Db) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().execute(work)
}

class TakenBack extends Error {
  readonly outcome: unknown
  constructor(outcome: unknown) {
    super('taken back')
    this.outcome = outcome
  }
}

/** Runs `work` in a transaction and takes everything back when its outcome does not stand; answers with the outcome either way. */
export async function attempt<T>(db: Db, stands: (outcome: T) => boolean, work: (trx: Db) => Promise<T>): Promise<T> {
  try {
    return await db.transaction().execute(async (trx) => {
      const outcome = await work(trx)
      if (stands(outcome)) return outcome
      throw new TakenBack(outcome)
    })
  } catch (error) {
    if (error instanceof TakenBack) return error.outcome as T
    throw error
  }
}

/** Creates the database `name` unless it is there. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name])
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}

/** A table of this college inside a raw statement: the schema is put before its name. Give it an alias. */
export const tableOf = (db: Db, name: keyof DB): RawBuilder<unknown> => sql`(${db.selectFrom(name).selectAll()})`
