import { CompiledQuery, sql } from 'kysely'
import type { PgBoss } from 'pg-boss'
import type { Db } from './db.ts'

/**
 * Work done behind the pages, by queue. A job whose worker gave no sign for 10 s is taken up by another; how often a piece of
 * work is tried is for its own table to say, so the queue's limit only stops what would go on for ever.
 */
const QUEUES = {
  print: { retryLimit: 10, retryDelay: 1, heartbeatSeconds: 10, expireInSeconds: 3600, deleteAfterSeconds: 86_400 },
  exchange: { retryLimit: 3, retryDelay: 1, heartbeatSeconds: 10, expireInSeconds: 600, deleteAfterSeconds: 86_400 },
  timetable: { retryLimit: 3, retryDelay: 1, heartbeatSeconds: 10, expireInSeconds: 600, deleteAfterSeconds: 86_400 }
} as const
export type QueueName = keyof typeof QUEUES

/** The queue's own code, read when the first job comes: most pages never need it. */
const queue = async () => (await import('pg-boss')).PgBoss

/** pg-boss over a connection of ours: inside a transaction, what it writes stands or falls with the deed. */
const over = (db: Db) => ({
  async executeSql(text: string, values: unknown[] = []) {
    const { rows } = await db.executeQuery(CompiledQuery.raw(text, values))
    return { rows: rows as unknown[] }
  }
})

/** Makes or updates the tables of the queue in their own schema; `db` must not be in a transaction. */
export async function installJobs(db: Db): Promise<void> {
  const boss = new (await queue())({ db: over(db), supervise: false, schedule: false })
  await boss.start()
  try {
    for (const [name, settings] of Object.entries(QUEUES)) {
      await boss.createQueue(name, { ...settings, notify: true })
      await boss.updateQueue(name, { ...settings, notify: true })
    }
  } finally {
    await boss.stop({ graceful: false })
  }
}

/** Queues work inside the caller's transaction: no deed without its job, no job without its deed. */
export async function enqueue(trx: Db, name: QueueName, work: object): Promise<void> {
  if (!trx.isTransaction) throw new Error('work is queued inside the transaction of its deed')
  const boss = new (await queue())({ db: over(trx) })
  if ((await boss.send(name, work)) === null) throw new Error(`no job in the queue ${name}`)
}

/** Opens the worker's side of the queues, on connections of its own. */
export async function openJobs(url: string, onError: (error: Error) => void): Promise<PgBoss> {
  const boss = new (await queue())({
    ...{ connectionString: url, max: 3, application_name: 'college-journal-jobs' },
    ...{ useListenNotify: true, schedule: false, superviseIntervalSeconds: 1, monitorIntervalSeconds: 1 }
  })
  boss.on('error', onError)
  return await boss.start()
}

/** How often the worker looks for work that no notice told it of: a retry, or a job left by a dead worker. */
export const LOOKING = { notifyPollingIntervalSeconds: 0.5, pollingIntervalSeconds: 0.5 }

/** True when the tables of the queue can be read. */
export async function areJobsReachable(db: Db): Promise<boolean> {
  const { rows } = await sql`select 1 from pgboss.queue where name in (${sql.join(Object.keys(QUEUES))})`.execute(db)
  return rows.length === Object.keys(QUEUES).length
}
