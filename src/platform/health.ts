import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyPluginAsync } from 'fastify'
import { sql } from 'kysely'
import { root } from './config.ts'
import type { Db } from './db.ts'

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

/** A part of the house that says whether it is well. */
export type Pulse = () => Promise<boolean>

const asked = async (isWell: Pulse) => ((await isWell().catch(() => false)) ? 'ok' : 'down')

/** `/health`: database, queue, browser, version; 503 when the database is down. */
export const healthRoutes: FastifyPluginAsync<{ db: Db; pulses: Record<string, Pulse> }> = async (
  app,
  { db, pulses }
) => {
  app.get('/health', async (_request, reply) => {
    const database = await asked(async () => (await sql`select 1`.execute(db)).rows.length === 1)
    const parts = await Promise.all(
      Object.entries(pulses).map(async ([part, isWell]) => [part, await asked(isWell)] as const)
    )
    reply.code(database === 'ok' ? 200 : 503).header('cache-control', 'no-store')
    return { database, ...Object.fromEntries(parts), version }
  })
}
