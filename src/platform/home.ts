import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { config } from './config.ts'
import { connect, type Db, ensureDatabase } from './db.ts'
import { migrate } from './migrations.ts'
import { startPostgres } from './postgres.ts'

/** Where the college lives: `db` is the whole database, `url` reaches it, `leave` closes what this process opened. */
export type Home = { db: Db; url: string; leave(): Promise<void> }

/**
 * Opens the database that `npm start` uses: DATABASE_URL, or the embedded server under DATA_DIR, which is started when it is
 * not running and stopped again by the process that started it. Migrates first.
 */
export async function openHome(onLost?: (error: Error) => void): Promise<Home> {
  const server = config.databaseUrl ? undefined : await startPostgres(join(config.dataDir, 'pg'))
  if (server) await ensureDatabase(server.url('postgres'), 'journal')
  const url = config.databaseUrl ?? server?.url('journal') ?? ''
  const db = connect(url, 10, onLost)
  await migrate(db, config.collegeSchema)
  return {
    db,
    url,
    leave: async () => {
      await db.destroy()
      server?.stop()
    }
  }
}

/** The secret that signs cookies: given, or made once and kept in DATA_DIR, so that a restart signs nobody out. */
export function sessionSecret(): string {
  if (config.sessionSecret) return config.sessionSecret
  const file = join(config.dataDir, 'session-secret')
  if (!existsSync(file)) {
    mkdirSync(config.dataDir, { recursive: true })
    writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(file, 'utf8')
}
