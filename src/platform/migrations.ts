import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { root } from './config.ts'
import type { Db } from './db.ts'
import { installJobs } from './jobs.ts'

const LOCK = 727001

const scriptsOf = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((name) => /^\d{4}_.*\.sql$/.test(name))
    .sort()

/**
 * Brings `region` and one college's schema to the newest state: numbered SQL files, each once, each in a transaction
 * of its own; the tables of the queue too. Two processes may call it at the same time. Answers with the names applied.
 */
export async function migrate(db: Db, schema: string): Promise<string[]> {
  return db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${LOCK})`.execute(connection)
    try {
      const region = await applyAll(connection, 'region', 'migrations/region')
      const college = await applyAll(connection, schema, 'migrations')
      await installJobs(connection)
      await connection
        .insertInto('region.college')
        .values({ schema, name: 'Колледж' })
        .onConflict((conflict) => conflict.column('schema').doNothing())
        .execute()
      return [...region, ...college]
    } finally {
      await sql`select pg_advisory_unlock(${LOCK})`.execute(connection)
    }
  })
}

async function applyAll(db: Db, schema: string, folder: string): Promise<string[]> {
  await sql`create schema if not exists ${sql.id(schema)}`.execute(db)
  const table = sql.table(`${schema}.migration`)
  await sql`create table if not exists ${table} (name text primary key, applied_at timestamptz not null default now())`.execute(
    db
  )
  const { rows } = await sql<{ name: string }>`select name from ${table}`.execute(db)
  const done = new Set(rows.map((row) => row.name))
  const missing = scriptsOf(folder).filter((name) => !done.has(name))
  for (const name of missing) await applyOne(db, schema, folder, name)
  return missing
}

function applyOne(db: Db, schema: string, folder: string, name: string): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await sql`select set_config('search_path', ${`"${schema}", public`}, true)`.execute(trx)
    await sql.raw(readFileSync(join(root, folder, name), 'utf8')).execute(trx)
    await sql`insert into ${sql.table(`${schema}.migration`)} (name) values (${name})`.execute(trx)
  })
}
