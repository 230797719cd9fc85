import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { findByNumber } from '../../movement/queries/orders.ts'
import { isDay } from '../../platform/days.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { enqueue } from '../../platform/jobs.ts'
import * as imports from '../queries/imports.ts'
import { listNumbers, putDecisions } from '../queries/rows.ts'
import type { ListKind } from '../rules/lists.ts'
import { type Decisions, type LoadRefusal, refuseLoad } from '../rules/planning.ts'
import { isOpen } from './bringing.ts'
import { findOwn } from './finding.ts'
import { DEEDS } from './lists.ts'
import { keepPlan } from './planning.ts'

/** Answers to the questions of rows; with `skip` every row of that state is left out too. */
export type Answers = { rows: { number: number; decisions: Decisions }[]; skip: 'wrong' | 'conflict' | null }

export function decideRows(db: Db, actor: Actor, today: string, id: number, { rows, skip }: Answers) {
  return inTransaction(db, async (trx): Promise<'decided' | 'no-such-page'> => {
    await imports.lockImport(trx, id)
    const load = await findOwn(trx, actor, id)
    if (!load || !isOpen(load)) return 'no-such-page'
    await putDecisions(trx, id, rows)
    if (skip) {
      const numbers = await listNumbers(trx, id, skip)
      await putDecisions(
        trx,
        id,
        numbers.map((number) => ({ number, decisions: { row: 'skip' } }))
      )
    }
    await keepPlan(trx, load, today)
    return 'decided'
  })
}

/** The order of enrolment as it is typed: drafted, signed at once, or none. */
export type OrderFields = { way: string; number: string; signed_on: string; effective_on: string; basis: string }

export const ORDER_FIELDS: Partial<Record<LoadRefusal, string>> = {
  ...{
    'no-number': 'number',
    'number-taken': 'number',
    'bad-signed-on': 'signed_on',
    'bad-effective-on': 'effective_on'
  }
}

async function refuseOrder(trx: Db, order: OrderFields): Promise<LoadRefusal | null> {
  if (order.way === 'none') return null
  if (!isDay(order.effective_on)) return 'bad-effective-on'
  if (order.way === 'sign' && order.number === '') return 'no-number'
  if (!isDay(order.signed_on)) return 'bad-signed-on'
  return order.number !== '' && (await findByNumber(trx, order, 0)) ? 'number-taken' : null
}

type Where = { db: Db; schema: string }

/** Puts the load into the queue when it would do exactly what was shown. */
export function confirmLoad(
  { db, schema }: Where,
  actor: Actor,
  today: string,
  id: number,
  digest: string,
  order: OrderFields
) {
  return inTransaction(db, async (trx): Promise<'queued' | 'no-such-page' | LoadRefusal> => {
    await imports.lockImport(trx, id)
    const load = await findOwn(trx, actor, id)
    if (!load || !isOpen(load) || load.state === 'columns') return 'no-such-page'
    const isOrder = load.list === 'students'
    const options: Record<string, string> = isOrder ? { ...order } : {}
    await imports.putImport(trx, id, { options: JSON.stringify(options) })
    const wrong = isOrder ? await refuseOrder(trx, order) : null
    if (wrong) return wrong
    const now = await keepPlan(trx, { ...load, options }, today)
    const isAsShown = digest === load.digest && isSameButDays(load, options, now.digest)
    const refusal = refuseLoad(now.counts) ?? (isAsShown ? null : 'has-changed')
    if (refusal) return refusal
    await imports.putImport(trx, id, {
      ...{ state: 'queued', confirmed_at: new Date(), steps_done: 0, refusal: '' },
      steps_all: DEEDS[load.list as ListKind].steps + 1
    })
    await record(trx, actor, {
      ...{ deed: 'list.confirmed', object_kind: 'list_import', object_id: id },
      after: { list: load.list, file_name: load.file_name, counts: now.counts }
    })
    await enqueue(trx, 'exchange', { schema, import_id: id })
    return 'queued'
  })
}

/** Other words for the order are the person's own change; anything else is somebody else's. */
const isSameButDays = (load: imports.Import, options: Record<string, string>, digest: string): boolean =>
  load.digest === digest || (options.way === 'none') !== (load.options.way === 'none')
