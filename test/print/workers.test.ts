import { sql } from 'kysely'
import t from 'tap'
import { migrate } from '../../src/platform/migrations.ts'
import { orderPrintout } from '../../src/print/actions/orders.ts'
import { rescueStranded } from '../../src/print/actions/runs.ts'
import { collegeScene, courseScene, hire } from '../support/scene.ts'
import { notes } from './notes.ts'
import * as house from './print-house.ts'

const { employ, order, stateOf, until, untilState } = house

t.test('A worker killed under two orders loses neither and leaves no browser behind', async (t) => {
  const { db, ...opened } = await house.openPrintHouse(t)
  const letGo = await house.holdDocuments(t, opened.url)
  const first = house.spawnWorker(t, opened.url).child
  const held = await order({ db, ...opened }, { sheets: '5', ...house.HELD })
  const long = await order({ db, ...opened }, { sheets: '120' })
  await untilState(db, held, 'printing')
  await until(async () => (await stateOf(db, long)).done_pages > 0)
  t.ok(house.chromiumsOf(first.pid).length > 0, 'its browser is at work')
  first.kill('SIGKILL')
  await house.exitOf(first)
  await until(() => house.chromiumsOf(first.pid).length === 0)
  t.pass('the browser ends with its worker')
  t.match([await stateOf(db, held), await stateOf(db, long)], [{ state: 'printing' }, { state: 'printing' }])
  t.same(await house.filesOf(db), [])

  await letGo()
  const second = await employ(t, { ...opened })
  for (const id of [held, long]) t.match(await untilState(db, id, 'done'), { attempts: 2 })
  t.same(await house.filesOf(db), [held, long], 'one file each')
  await house.untilIdle(db)
  await second.stop()
})

t.test('A worker that is stopped hands its orders back, the next one takes them up', async (t) => {
  const { db, ...opened } = await house.openPrintHouse(t)
  const first = await employ(t, opened)
  const long = await order({ db, ...opened }, { sheets: '120' })
  await until(async () => (await stateOf(db, long)).done_pages > 0)
  await first.stop()
  t.match(await stateOf(db, long), { state: 'queued', attempts: 0, faults: 0 })

  const second = await employ(t, opened)
  await until(async () => (await stateOf(db, long)).done_pages > 0)
  t.test('and goes on when its browser is killed', async () => {
    const pid = second.browser.pid()
    if (pid) process.kill(pid, 'SIGKILL')
  })
  t.match(await untilState(db, long, 'done'), { attempts: 1, faults: 0, done_pages: 120 })
  t.same(await house.filesOf(db), [long])
  await second.stop()
})

t.test('Two workers share the orders of two colleges, each printed once, in its own college', async (t) => {
  const { db, whole, ...opened } = await house.openPrintHouse(t)
  await migrate(whole, 'second')
  const other = whole.withSchema('second')
  const teacher = await hire(other, 'Лесная Ольга Ильинична', 'lesnaya', ['teacher'])
  await courseScene(other, await collegeScene(other), teacher)
  const who = { actor: { ...opened.who.actor, ...teacher }, today: opened.who.today }

  const ids = await Promise.all(['1', '2', '3', '4', '5', '6'].map((sheets) => order({ db, ...opened }, { sheets })))
  const there = await orderPrintout({ schema: 'second', db: other }, who, notes, { group: 'СА-21' })
  const elsewhere = 'printout_id' in there ? there.printout_id : 0
  const health = async () => (await opened.app.inject('/health')).json()
  t.match(await health(), { queue: 'down', browser: 'down' })

  const workers = await Promise.all([employ(t, { whole, ...opened }), employ(t, { whole, ...opened })])
  for (const id of ids) t.match(await untilState(db, id, 'done'), { attempts: 1 })
  t.match(await untilState(other, elsewhere, 'done'), { attempts: 1 })
  t.same(await house.filesOf(db), ids.toSorted())
  t.same(await house.filesOf(other), [elsewhere])
  t.match(await health(), { database: 'ok', queue: 'ok', browser: 'ok' })
  for (const worker of workers) await worker.stop()
  t.match(await health(), { queue: 'down', browser: 'down' }, 'no worker, no health')
})

t.test('An order whose job is gone is queued again; one that kills every worker is given up', async (t) => {
  const { db, ...opened } = await house.openPrintHouse(t)
  const [lost, deadly] = [await order({ db, ...opened }), await order({ db, ...opened }, { sheets: '2' })]
  t.equal(await rescueStranded(db, 'college'), 0, 'orders with a job are left alone')
  const loseJobs = () => sql`delete from pgboss.job`.execute(db)
  await loseJobs()
  await db.updateTable('printout').set({ state: 'printing', attempts: 10 }).where('id', '=', deadly).execute()
  const rescued = await Promise.all([rescueStranded(db, 'college'), rescueStranded(db, 'college')])
  t.equal(Math.max(...rescued), 2)
  t.equal(await rescueStranded(db, 'college'), 0, 'each once')
  await loseJobs()

  const worker = await employ(t, opened)
  await untilState(db, lost, 'done')
  t.match(await untilState(db, deadly, 'failed'), { failure: /прерывалась/ })
  await worker.stop()
})
