import { type Doer, holds } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { enqueue } from '../../platform/jobs.ts'
import type { OrderFields, OrderRefusal, Printable } from '../printable.ts'
import { addPrintout, findSame, lockAccount, putCancelled, putQueuedAnew } from '../queries/orders.ts'
import { lockPrintout } from '../queries/printouts.ts'
import { type PrintRefusal, refuseCancelling, refuseRepeating, writeRight } from '../rules.ts'

/** The college's schema and its tables; a job carries the name, since one worker prints for all colleges. */
export type Where = { schema: string; db: Db }
export type Who = { actor: Doer & { account_id: number }; today: string }

/** Orders a printout: the order, its audit line and its job in the queue, or none of them. The same order twice is one. */
export function orderPrintout(
  { schema, db }: Where,
  { actor, today }: Who,
  printable: Printable,
  fields: OrderFields
): Promise<{ printout_id: number } | OrderRefusal> {
  return inTransaction(db, async (trx) => {
    const order = await printable.order(trx, actor, today, fields)
    if ('refusal' in order) return order
    await lockAccount(trx, actor.account_id)
    const same = await findSame(trx, actor.account_id, printable.kind, order.parameters)
    if (same) return { printout_id: same.id }

    const { title, file_name, study_group_id } = order
    const parameters = JSON.stringify(order.parameters)
    const row = { kind: printable.kind, title, file_name, study_group_id, parameters, ordered_by: actor.account_id }
    const { id } = await addPrintout(trx, row)
    await record(trx, actor, {
      ...{ deed: 'printout.ordered', object_kind: 'printout', object_id: id },
      after: { kind: printable.kind, title, study_group_id, parameters: order.parameters }
    })
    await enqueue(trx, 'print', { schema, printout_id: id })
    return { printout_id: id }
  })
}

type Outcome = 'ok' | 'no-such-printout' | PrintRefusal

/** Takes an unfinished order back at once; the worker that has it in hand notices and stops. */
export function cancelPrintout({ db }: Where, who: Who, printables: Printable[], printout_id: number) {
  return inTransaction(db, async (trx): Promise<Outcome> => {
    const printout = await findOwn(trx, who, printables, printout_id)
    if (!printout) return 'no-such-printout'
    const refusal = refuseCancelling(printout.state)
    if (refusal) return refusal
    await putCancelled(trx, printout_id)
    await recordState(trx, who.actor, 'printout.cancelled', printout, 'cancelled')
    return 'ok'
  })
}

/** Puts an order that failed or was cancelled into the queue again, with the same parameters. */
export function repeatPrintout({ schema, db }: Where, who: Who, printables: Printable[], printout_id: number) {
  return inTransaction(db, async (trx): Promise<Outcome> => {
    const printout = await findOwn(trx, who, printables, printout_id)
    if (!printout) return 'no-such-printout'
    const refusal = refuseRepeating(printout.state)
    if (refusal) return refusal
    await putQueuedAnew(trx, printout_id)
    await recordState(trx, who.actor, 'printout.repeated', printout, 'queued')
    await enqueue(trx, 'print', { schema, printout_id })
    return 'ok'
  })
}

/** May this person cancel and repeat the order: one's own, or any where the person manages these documents. */
export const managesPrintout = (actor: Doer, printables: Printable[], row: { kind: string; ordered_by: number }) => {
  const right = printables.find(({ kind }) => kind === row.kind)?.right
  return right !== undefined && (row.ordered_by === actor.account_id || holds(actor, writeRight(right)))
}

async function findOwn(trx: Db, { actor, today }: Who, printables: Printable[], printout_id: number) {
  const printout = await lockPrintout(trx, actor, today, printables, printout_id)
  return printout && managesPrintout(actor, printables, printout) ? printout : undefined
}

const recordState = (trx: Db, actor: Doer, deed: string, printout: { id: number; state: string }, after: string) =>
  record(trx, actor, {
    ...{ deed, object_kind: 'printout', object_id: printout.id },
    ...{ before: { state: printout.state }, after: { state: after } }
  })
