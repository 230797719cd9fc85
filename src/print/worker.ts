import { randomUUID } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import type { Db } from '../platform/db.ts'
import { LOOKING, openJobs } from '../platform/jobs.ts'
import { rescueStranded } from './actions/runs.ts'
import type { PrintBrowser } from './browser.ts'
import type { Printable } from './printable.ts'
import { dropPulse, listSchemas, putPulse } from './queries/workers.ts'
import { work } from './work.ts'

const AT_A_TIME = 2
const PULSE_MS = 5000

export type WorkerOptions = {
  /** The whole database, and the address by which the queue reaches it. */
  db: Db
  url: string
  printables: Printable[]
  browser: PrintBrowser
  log: FastifyBaseLogger
}

type Job = { schema: string; printout_id: number }

/** Prints orders of all colleges until it is stopped; then orders in hand go back to the queue, and the browser ends. */
export async function openWorker(options: WorkerOptions): Promise<{ stop(): Promise<void> }> {
  const { db, url, browser, log } = options
  const stopping = new AbortController()
  const workshop = { ...options, stopping: stopping.signal }
  const jobs = await openJobs(url, (err) => log.error({ err }, 'queue'))
  const pulse = keepPulse(options)
  tryBrowser(options, stopping.signal, pulse.browserWorks)

  await jobs.work<Job>('print', { ...LOOKING, localConcurrency: AT_A_TIME }, async ([job]) => {
    if (job && (await work(db.withSchema(job.data.schema), job.data, workshop))) pulse.browserWorks()
  })
  return {
    stop: async () => {
      stopping.abort(new Error('the worker is stopping'))
      await jobs.offWork('print', { wait: true })
      await jobs.stop({ graceful: false })
      await browser.close()
      await pulse.stop()
    }
  }
}

/** Starting the browser once unpacks it and shows that it works; the first order then need wait for neither. */
function tryBrowser({ browser, log }: WorkerOptions, signal: AbortSignal, works: () => void): void {
  browser
    .withPage(async () => works(), signal)
    .catch((err) => signal.aborted || log.error({ err }, 'the browser for printing does not start'))
}

/** Gives a sign of life every few seconds, and looks for orders that the queue has lost. */
function keepPulse({ db, log }: WorkerOptions) {
  const worker = randomUUID()
  let works = false
  const beat = async () => {
    await putPulse(db, worker, works)
    for (const schema of await listSchemas(db)) {
      const count = await rescueStranded(db.withSchema(schema), schema)
      if (count > 0) log.warn({ schema, count }, 'orders without a job were queued again')
    }
  }
  let beating = Promise.resolve()
  const beatOnce = () => {
    beating = beating.then(beat).catch((err) => log.error({ err }, 'the worker could not give a sign'))
  }
  beatOnce()
  const timer = setInterval(beatOnce, PULSE_MS)
  return {
    browserWorks: () => {
      if (works) return
      works = true
      beatOnce()
    },
    stop: async () => {
      clearInterval(timer)
      await beating
      await dropPulse(db, worker)
    }
  }
}
