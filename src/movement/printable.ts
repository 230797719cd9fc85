import type { Doer } from '../access/actor.ts'
import { findProfile } from '../college/queries.ts'
import type { Db } from '../platform/db.ts'
import { formats } from '../platform/formats.ts'
import type { Making, OrderFields, Printable } from '../print/printable.ts'
import { readWording } from './actions/wording.ts'
import { findPrintableOrder, listPrintableOrders } from './queries/printing.ts'
import { findWorded } from './queries/wording.ts'
import { KIND_NAMES, STATES } from './rules/orders.ts'
import { orderSheets } from './sheets/order.ts'

const right = 'movement orders: read'
const name = 'Приказ о движении контингента'

type Parameters = { order_id: number }

/** The latest orders this person may read whole, and the one asked for. */
async function choices(db: Db, actor: Doer, today: string, fields: OrderFields): Promise<object> {
  const chosen = Number(fields.order) || 0
  const orders = await listPrintableOrders(db, actor, today, chosen)
  return {
    chosen,
    orders: orders.map((order) => ({
      ...{ ...order, kind_name: KIND_NAMES[order.kind] },
      state_name: order.state === 'signed' ? '' : STATES[order.state]
    }))
  }
}

/** An order is printed whole, so who sees only some of its lines is answered as if it were not there. */
async function order(db: Db, actor: Doer, today: string, fields: OrderFields) {
  const found = await findPrintableOrder(db, actor, today, Number(fields.order) || 0)
  if (!found) return { refusal: 'Выберите приказ из списка.', field: 'order' }
  const day = formats.day(found.signed_on)
  return {
    title: `Приказ № ${found.number} от ${day}, ${KIND_NAMES[found.kind]}`,
    study_group_id: null,
    parameters: { order_id: found.id } satisfies Parameters,
    file_name: `Приказ ${found.number} от ${day}`.replace(/[\\/:*?"<>|]/g, '-').concat('.pdf')
  }
}

async function document(db: Db, parameters: object, { now, by }: Making) {
  const worded = await findWorded(db, (parameters as Parameters).order_id)
  if (!worded) return null
  const [profile, { about, text }] = [await findProfile(db), await readWording(db, worded)]
  const state = worded.state === 'signed' ? '' : `, ${STATES[worded.state]} приказа`
  const { system_name = 'Электронный журнал', time_zone = 'Europe/Moscow' } = profile ?? {}
  return {
    title: `Приказ № ${worded.number} от ${formats.day(worded.signed_on)}`,
    foot: `Сформировано в системе «${system_name}» ${formats.instant(now, time_zone)}, пользователь: ${by}${state}`,
    sides: 'single' as const,
    sheets: orderSheets({ ...worded, about, text }, profile)
  }
}

/** «Приказ о движении контингента» (F25). */
export const orderPrintable: Printable = {
  kind: 'order',
  name,
  right,
  form: 'movement/sheets/_order',
  choices,
  order,
  document
}
