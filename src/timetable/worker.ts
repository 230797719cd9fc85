import type { FastifyBaseLogger } from 'fastify'
import type { Db } from '../platform/db.ts'
import { LOOKING, openJobs } from '../platform/jobs.ts'
import { workImport } from './actions/import-work.ts'

type Job = { schema: string; import_id: number }
type Options = { db: Db; url: string; log: FastifyBaseLogger }

/** Writes confirmed timetables of all colleges, one at a time, until it is stopped; what is in hand is finished first. */
export async function openTimetabler({ db, url, log }: Options): Promise<{ stop(): Promise<void> }> {
  const jobs = await openJobs(url, (err) => log.error({ err }, 'queue'))
  await jobs.work<Job>('timetable', { ...LOOKING }, async ([job]) => {
    if (job) await workImport(db.withSchema(job.data.schema), job.data.import_id, log)
  })
  return {
    stop: async () => {
      await jobs.offWork('timetable', { wait: true })
      await jobs.stop({ graceful: false })
    }
  }
}
