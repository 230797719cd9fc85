import type { FastifyReply, FastifyRequest } from 'fastify'
import { holds } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'
import { managesPrintout } from '../actions/orders.ts'
import type { OrderFields, OrderRefusal, Printable } from '../printable.ts'
import { listPrintouts, PAGE_SIZE, type Shown } from '../queries/printouts.ts'
import { countWorkers } from '../queries/workers.ts'
import { isUnfinished, STATES, type State } from '../rules.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Everything that can be printed, in the order of the tabs. */
    printables: Printable[]
  }
}

/** Everybody who reads a timetable may print it: families the one of their group. */
const ALSO: Right[] = ['movement orders: read', 'timetable: read']
export const MAY_READ: Right[] = ['journal printout: read', 'consolidated sheet: read', ...ALSO]
export const MAY_ORDER: Right[] = ['journal printout: print', 'consolidated sheet: print', ...ALSO]

/** The documents this person may order. */
export const orderable = ({ server, actor }: FastifyRequest): Printable[] =>
  server.printables.filter(({ right }) => holds(actor, right))

/** The document of that kind, if the person may order it. */
export const findOrderable = (request: FastifyRequest, kind: string): Printable | undefined =>
  orderable(request).find((one) => one.kind === kind)

type Shape = { kind?: string; q?: string; page?: number; fields?: OrderFields; refused?: OrderRefusal }

/** The page of printing: a form of one document beside tabs of the others, and the orders below it. */
export async function showPage(request: FastifyRequest, reply: FastifyReply, shape: Shape) {
  const { db, actor, clock, server } = request
  const { q = '', page = 1, fields = {}, refused } = shape
  const today = clock.today()
  const tabs = orderable(request)
  const tab = tabs.find(({ kind }) => kind === shape.kind) ?? tabs[0]
  const form = tab && { ...(await tab.choices(db, actor, today, fields)), fields, refused }
  const orders = await listPrintouts(db, actor, today, server.printables, { text: q, page })
  return reply.code(refused ? 422 : 200).viewAsync('print/page', {
    ...{ q, page, tabs, tab, form, refused, more: orders.length > PAGE_SIZE },
    orders: orders.slice(0, PAGE_SIZE).map((order) => faceOf(order, request)),
    isAsleep: (await countWorkers(db)).alive === 0
  })
}

/** An order as the views show it. */
export const faceOf = (order: Shown, { actor, server, college, clock }: FastifyRequest) => ({
  ...order,
  state_name: STATES[order.state as State],
  unfinished: isUnfinished(order.state),
  manages: managesPrintout(actor, server.printables, order),
  zone: college.time_zone,
  today: clock.today()
})
