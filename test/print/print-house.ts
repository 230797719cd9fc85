// A college with a document that can be printed, workers for it, and ways to wait for what they do.
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import pino from 'pino'
import { actorOf } from '../../src/accounts/actions.ts'
import { buildApp } from '../../src/app.ts'
import { stoppedClock } from '../../src/platform/clock.ts'
import { config } from '../../src/platform/config.ts'
import type { Db } from '../../src/platform/db.ts'
import { orderPrintout } from '../../src/print/actions/orders.ts'
import { printBrowser } from '../../src/print/browser.ts'
import { printPulses } from '../../src/print/pulses.ts'
import { openWorker } from '../../src/print/worker.ts'
import { testDatabase } from '../support/database.ts'
import { signIn } from '../support/house.ts'
import { collegeScene, courseScene, hire } from '../support/scene.ts'
import { notes } from './notes.ts'

type Test = Parameters<typeof testDatabase>[0]
const TODAY = '2026-11-20'
const WAIT = '77'

/** Иванова teaches СА-21, Петрова is its curator, Громов heads its department; Смирнов and Дроздов belong to another one. */
async function people(db: Db) {
  const college = await collegeScene(db)
  const teacher = await hire(db, 'Иванова Анна Петровна', 'ivanova', ['teacher'])
  const { study_group } = await courseScene(db, college, teacher)
  const colleague = await hire(db, 'Орлова Вера Львовна', 'orlova', ['teacher'])
  await db
    .insertInto('course_teacher')
    .columns(['course_id', 'staff_member_id', 'since'])
    .expression(
      db
        .selectFrom('course')
        .select((eb) => ['id', eb.val(colleague.staff_member_id).as('staff'), eb.val('2026-09-01').as('since')])
    )
    .execute()
  const curator = await hire(db, 'Петрова Елена Викторовна', 'petrova', ['curator'])
  await db
    .insertInto('curatorship')
    .values({ study_group_id: study_group.id, staff_member_id: curator.staff_member_id, since: '2026-09-01' })
    .execute()
  const other = await db
    .insertInto('department')
    .values({ name: 'Связи', short_name: 'С' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const stranger = await hire(db, 'Смирнов Олег Игоревич', 'smirnov', ['teacher'])
  await courseScene(db, { ...college, department: other }, stranger, { group: 'СА-22', index: 'ОП.02' })
  await hire(db, 'Громов Павел Андреевич', 'gromov', ['head'], college.department.id)
  await hire(db, 'Дроздов Илья Ильич', 'drozdov', ['head'], other.id)
  await hire(db, 'Буланова Мария Львовна', 'bulanova', ['deputy'])
  await hire(db, 'Котова Ирина Павловна', 'kotova', ['methodist'])
  await hire(db, 'Администратор Один Главный', 'admin', ['administrator'])
  await hire(db, 'Кадрова Нина Ильинична', 'kadrova', ['hr'])
  return { teacher, study_group }
}

/** Opens the application with the document of the tests, over a database of its own and without a worker. */
export async function openPrintHouse(t: Test) {
  const { whole, db, url } = await testDatabase(t)
  const { teacher, study_group } = await people(db)
  const app = await buildApp({
    ...{ db: whole, secret: 'x'.repeat(40), clock: stoppedClock(`${TODAY}T10:41`), quiet: !process.env.NOISY },
    ...{ printables: [notes], pulses: printPulses(whole) }
  })
  t.teardown(() => app.close())
  const actor = await actorOf(db, teacher.account_id, TODAY)
  if (!actor) throw new Error('the teacher has no account')
  const who = { actor, today: TODAY }
  return { app, whole, db, url, who, study_group, signIn: (login: string) => signIn(app, login) }
}
export type House = Awaited<ReturnType<typeof openPrintHouse>>

/** Иванова orders; answers with the number of the order. */
export async function order({ db, who }: Pick<House, 'db' | 'who'>, fields: Record<string, string> = {}) {
  const outcome = await orderPrintout({ schema: 'college', db }, who, notes, { group: 'СА-21', ...fields })
  if ('refusal' in outcome) throw new Error(outcome.refusal)
  return outcome.printout_id
}

export const stateOf = (db: Db, id: number) =>
  db.selectFrom('printout').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

/** The orders that have a file, each as often as it has one. */
export const filesOf = async (db: Db) =>
  (await db.selectFrom('printed_file').select('printout_id').orderBy('printout_id').execute()).map(
    ({ printout_id }) => printout_id
  )

/** What the audit trail has of orders. */
export const deedsOf = async (db: Db) =>
  (await db.selectFrom('audit_entry').select('deed').where('deed', 'like', 'printout.%').orderBy('id').execute()).map(
    ({ deed }) => deed
  )

/** Looks again until the answer is there; the only clock is the time limit of the whole file. */
export async function until<T>(look: () => Promise<T | false | undefined> | T | false | undefined): Promise<T> {
  for (;;) {
    const found = await look()
    if (found) return found
    await sleep(50)
  }
}

export const untilState = (db: Db, id: number, state: string) =>
  until(async () => {
    const printout = await stateOf(db, id)
    return printout.state === state && printout
  })

/** Waits until the queue has no job that waits or is at work. */
export const untilIdle = (db: Db) =>
  until(async () => {
    const { rows } = await sql`select from pgboss.job where state in ('created', 'retry', 'active')`.execute(db)
    return rows.length === 0
  })

/** A worker in this process, with a browser of its own; `said` is its log. */
export async function employ(t: Test, { whole, url }: Pick<House, 'whole' | 'url'>) {
  const browser = printBrowser({ unpackTo: join(config.dataDir, 'chromium'), executable: config.browserPath })
  const said: string[] = []
  const log = pino({ base: null }, { write: (line: string) => void said.push(line) })
  const worker = await openWorker({ db: whole, url, printables: [notes], browser, log })
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= worker.stop()
    return stopped
  }
  t.teardown(stop)
  return { browser, stop, said }
}

/** What a program of its own is given: not the hooks that tap puts into every Node, which triple its start. */
export const childEnv = (url: string) => ({ ...process.env, NODE_OPTIONS: '', DATABASE_URL: url })

/** A worker process of its own; `said` is what it wrote to its log. */
export function spawnWorker(t: Test, url: string, entry = join(import.meta.dirname, 'notes-worker.ts')) {
  const child = spawn(process.execPath, [entry], {
    env: { ...childEnv(url), LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc']
  })
  const said: string[] = []
  child.stdout?.on('data', (piece: Buffer) => said.push(String(piece)))
  t.teardown(() => child.kill('SIGKILL'))
  return { child, said }
}

/** Answers with the code, or with the signal that ended the process. */
export const exitOf = (child: ChildProcess) =>
  until(() => (child.exitCode !== null || child.signalCode !== null) && { code: child.exitCode, by: child.signalCode })

/** Numbers of the browser's processes that this worker started. */
export const chromiumsOf = (pid: number | undefined): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && commandOf(name).includes(`journal-print-${pid}-`))
    .map(Number)

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return '' // it ended meanwhile
  }
}

/** Holds documents ordered with `HELD` back until the answer is called. */
export async function holdDocuments(t: Test, url: string) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  await client.query('select pg_advisory_lock($1)', [WAIT])
  let gone: Promise<void> | undefined
  const letGo = () => {
    gone ??= client.end()
    return gone
  }
  t.teardown(letGo)
  return letGo
}
export const HELD = { wait: WAIT }
