import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { tidy } from '../../people/rules/cards.ts'
import { dayOf } from '../../platform/days.ts'
import { changeDraft, draftOrder } from '../actions/orders.ts'
import { listOrders, PAGE_SIZE } from '../queries/orders.ts'
import { KIND_NAMES, KINDS, ORDER_FIELDS, ORDER_REFUSALS, STATES } from '../rules/orders.ts'
import { Csrf, OrderUrl, orderPage, read, Text, write } from './page.ts'

const ListUrl = Type.Object({
  ...{ q: Text, kind: Text, state: Text },
  page: Type.Integer({ minimum: 1, maximum: 10_000, default: 1 })
})
const NewUrl = Type.Object({ kind: Text })
const PageUrl = Type.Object({ q: Text, group: Type.Integer({ default: 0 }), all: Text, done: Text })
const NewOrder = Type.Object({ kind: Text, number: Text, signed_on: Text, basis: Text, _csrf: Csrf })
const Change = Type.Object({ number: Text, signed_on: Text, basis: Text, _csrf: Csrf })

const NOTICES: Record<string, string> = {
  drafted: 'Проект приказа создан. Добавьте обучающихся и подпишите.',
  changed: 'Изменено.',
  entered: 'Добавлено в приказ.',
  removed: 'Пункт убран из приказа.',
  signed: 'Приказ подписан: состав групп меняется с указанных дней.',
  cancelled: 'Приказ отменён: состав групп возвращён.'
}

type Typed = { number: string; signed_on: string; basis: string }
const headingIn = ({ number, signed_on, basis }: Typed) => ({
  ...{ number: tidy(number), signed_on: dayOf(signed_on.trim()), basis: tidy(basis) }
})

/** The list of orders, a new one, and the page of one. */
export const orderRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/orders', { ...read, schema: { querystring: ListUrl } }, async ({ db, actor, clock, query }, reply) => {
    const orders = await listOrders(db, actor, clock.today(), { ...query, text: query.q })
    return reply.viewAsync('movement/orders', {
      ...{ ...query, kinds: KIND_NAMES, states: STATES, mayWrite: holds(actor, 'movement orders: write') },
      ...{ orders: orders.slice(0, PAGE_SIZE), more: orders.length > PAGE_SIZE }
    })
  })

  app.get('/orders/new', { ...write, schema: { querystring: NewUrl } }, async ({ clock, query }, reply) =>
    reply.viewAsync('movement/new', { kinds: KINDS, today: clock.today(), kind: query.kind })
  )

  app.post('/orders', { ...write, schema: { body: NewOrder } }, async ({ db, actor, clock, body }, reply) => {
    const outcome = await draftOrder(db, actor, { kind: body.kind, ...headingIn(body) })
    if (typeof outcome === 'object') return reply.redirect(`/movement/orders/${outcome.order_id}?done=drafted`, 303)
    const words = { refusal: ORDER_REFUSALS[outcome], field: ORDER_FIELDS[outcome] }
    return reply.code(422).viewAsync('movement/new', { kinds: KINDS, today: clock.today(), typed: body, ...words })
  })

  const page = { ...read, schema: { params: OrderUrl, querystring: PageUrl } }
  app.get('/orders/:orderId', page, async (request, reply) => {
    const { done, ...search } = request.query
    return orderPage(request, reply, request.params.orderId, { ...search, notice: NOTICES[done] })
  })

  app.post('/orders/:orderId', { ...write, schema: { params: OrderUrl, body: Change } }, async (request, reply) => {
    const { db, actor, params, body } = request
    const outcome = await changeDraft(db, actor, params.orderId, headingIn(body))
    if (outcome === 'no-such-order') return reply.callNotFound()
    if (outcome === 'changed') return reply.redirect(`/movement/orders/${params.orderId}?done=changed`, 303)
    const [refusal, field] = [ORDER_REFUSALS[outcome], ORDER_FIELDS[outcome]]
    const view = field ? { heading: { ...body, refusal, field } } : { refusal }
    return orderPage(request, reply.code(422), params.orderId, view)
  })
}
