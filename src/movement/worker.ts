import { setInterval } from 'node:timers'
import type { FastifyBaseLogger } from 'fastify'
import { type Clock, clockIn } from '../platform/clock.ts'
import type { Db } from '../platform/db.ts'
import { listSchemas } from '../print/queries/workers.ts'
import { renameDue } from './actions/names.ts'

const EVERY_MS = 300_000

type Options = { db: Db; log: FastifyBaseLogger; clockOf?: (zone: string) => Clock }

/** Soon after midnight groups of every college bear the names that begin on the new day; answers when the first round is over. */
export async function openNaming({ db, log, clockOf = clockIn }: Options): Promise<{ stop(): Promise<void> }> {
  const round = async () => {
    for (const schema of await listSchemas(db)) {
      const own = db.withSchema(schema)
      const profile = await own.selectFrom('college_profile').select('time_zone').executeTakeFirst()
      await renameDue(own, clockOf(profile?.time_zone ?? 'Europe/Moscow').today())
    }
  }
  const attempt = () => round().catch((err) => log.error({ err }, 'groups are not renamed'))
  let running = attempt()
  const timer = setInterval(() => {
    running = running.then(attempt)
  }, EVERY_MS)
  await running
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    }
  }
}
