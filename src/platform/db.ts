import { Kysely, PostgresDialect, type RawBuilder, sql } from 'kysely'
import pg from 'pg'
import type { DB } from './schema.ts'

export type Db = Kysely<DB>

// A school day has no time zone: a `date` stays 'YYYY-MM-DD'. Identities start above 2^48 on some servers and are still exact numbers.
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day)
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)

/** Statements that differ only in the length of a list are many; those beyond this number are not prepared. */
const MOST_PREPARED = 300
const names = new Map<string, string>()
let prepared = 0

/** One name a text for all connections; a text is prepared from its second use on. */
function nameOf(text: string): string | undefined {
  const name = names.get(text)
  if (name === undefined && names.size < MOST_PREPARED) names.set(text, '')
  if (name === '') names.set(text, `s${++prepared}`)
  return names.get(text) || undefined
}

/** Prepares what is asked again and again: planning a page's questions costs more than answering them. */
class PreparingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the driver's method has a dozen forms, and only the one with values is changed
  override query(...asked: any[]): any {
    const [text, values] = asked
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0)
      return super.query(...(asked as [string]))
    return super.query({ text, values, name: nameOf(text) }, ...(asked.slice(2) as []))
  }
}

/** A plan is made once and kept: the pages' questions look the same for every group, and compiling them costs more than it brings. */
const PLANS = '-c plan_cache_mode=force_generic_plan -c jit=off'

/**
 * Opens a pool of connections. `onLost` hears of idle connections that the server dropped;
 * without a listener a restart of the server would end this process.
 */
export function connect(url: string, max = 10, onLost: (error: Error) => void = () => {}): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: 'college-journal',
    options: PLANS,
    Client: PreparingClient
  })
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
