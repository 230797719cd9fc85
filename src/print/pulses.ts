import type { Db } from '../platform/db.ts'
import type { Pulse } from '../platform/health.ts'
import { areJobsReachable } from '../platform/jobs.ts'
import { countWorkers } from './queries/workers.ts'

/** What `/health` says of printing: a worker takes orders from the queue, and its browser works. */
export const printPulses = (db: Db): Record<string, Pulse> => ({
  queue: async () => (await areJobsReachable(db)) && (await countWorkers(db)).alive > 0,
  browser: async () => (await countWorkers(db)).able > 0
})
