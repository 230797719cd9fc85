import type { FastifyBaseLogger } from 'fastify'
import { actorOf } from '../../accounts/actions.ts'
import { record } from '../../audit/actions.ts'
import { findProfile } from '../../college/queries.ts'
import { type Clock, clockIn } from '../../platform/clock.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { addEffects } from '../queries/effects.ts'
import * as imports from '../queries/imports.ts'
import { mayLoad } from '../rules/lists.ts'
import { LOAD_REFUSALS } from '../rules/planning.ts'
import { Refused } from './enrolling.ts'
import { DEEDS } from './lists.ts'
import { digestOf, listOf, makePlan } from './planning.ts'

const FAILED = 'Ошибка в программе: ничего не записано. Повторите или сообщите администратору номер загрузки.'
const NO_RIGHT = 'У того, кто подтвердил загрузку, больше нет на неё права.'

/** Writes a confirmed load, all of it or nothing; a load that is finished or taken back is left alone. */
export async function workLoad(db: Db, import_id: number, log: FastifyBaseLogger, clock?: Clock): Promise<void> {
  if (!(await imports.takeImport(db, import_id))) return
  const own = clock ?? clockIn((await findProfile(db))?.time_zone ?? 'Europe/Moscow')
  try {
    await inTransaction(db, (trx) => write(trx, db, import_id, own))
  } catch (error) {
    const isRefused = error instanceof Refused
    if (!isRefused) log.error({ err: error, import: import_id }, 'a list was not loaded')
    const refusal = isRefused ? error.message : FAILED
    await imports.putImport(db, import_id, { state: 'failed', refusal })
  }
}

/** `outside` sees progress while the transaction is not over. */
async function write(trx: Db, outside: Db, import_id: number, clock: Clock): Promise<void> {
  await imports.lockWriting(trx)
  const load = await imports.findImport(trx, import_id)
  if (load?.state !== 'writing') return
  const list = listOf(load)
  const actor = await actorOf(trx, load.account_id, clock.today())
  if (!actor || !mayLoad(actor, list)) throw new Refused(NO_RIGHT)
  const plan = await makePlan(trx, load, clock.today())
  if ((await digestOf(plan)) !== load.digest) throw new Refused(LOAD_REFUSALS['has-changed'])
  let steps = 0
  const step = () => imports.putImport(outside, import_id, { steps_done: ++steps }).then(() => {})
  const { options } = load
  const writes = plan.flatMap((row) => (row.write === null ? [] : [row.write]))
  const now = clock.now().toJSDate()
  const done = await DEEDS[list.kind].write(trx, { actor, today: clock.today(), now, load, options, writes, step })
  await addEffects(trx, import_id, done.effects)
  await record(trx, actor, {
    ...{ deed: 'list.loaded', object_kind: 'list_import', object_id: import_id },
    after: { list: load.list, file_name: load.file_name, counts: load.counts, ...done.result }
  })
  await imports.dropRows(trx, import_id)
  await step()
  await imports.putImport(trx, import_id, {
    ...{ state: 'done', finished_at: new Date(), content: null, result: JSON.stringify(done.result) }
  })
}
