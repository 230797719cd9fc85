import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { fullName, tidy } from '../../people/rules/cards.ts'
import { dayOf } from '../../platform/days.ts'
import { cancelOrder } from '../actions/cancelling.ts'
import { removeDraft } from '../actions/orders.ts'
import { signOrder } from '../actions/signing.ts'
import { REVERSAL_REFUSALS } from '../rules/cancelling.ts'
import { ORDER_FIELDS, ORDER_REFUSALS } from '../rules/orders.ts'
import { begunInWords } from '../rules/promotion.ts'
import { Csrf, OrderUrl, orderPage, Text, write } from './page.ts'

const Deed = Type.Object({ _csrf: Csrf })
const Cancelling = Type.Object({ number: Text, signed_on: Text, basis: Text, _csrf: Csrf })

/** Signing, throwing a draft away, and cancelling by another order. */
export const deedRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const plain = { ...write, schema: { params: OrderUrl, body: Deed } }

  app.post('/orders/:orderId/signing', plain, async (request, reply) => {
    const { db, actor, clock, params } = request
    const outcome = await signOrder(db, actor, clock.today(), params.orderId)
    if (outcome === 'no-such-order') return reply.callNotFound()
    if (outcome === 'signed') return reply.redirect(`/movement/orders/${params.orderId}?done=signed`, 303)
    const refusal = ORDER_REFUSALS[typeof outcome === 'string' ? outcome : 'wrong-lines']
    return orderPage(request, reply.code(422), params.orderId, { refusal })
  })

  app.post('/orders/:orderId/removal', plain, async (request, reply) => {
    const { db, actor, params } = request
    const outcome = await removeDraft(db, actor, params.orderId)
    if (outcome === 'no-such-order') return reply.callNotFound()
    if (outcome === 'removed') return reply.redirect('/movement/orders', 303)
    return orderPage(request, reply.code(422), params.orderId, { refusal: ORDER_REFUSALS[outcome] })
  })

  app.post(
    '/orders/:orderId/cancellation',
    { ...write, schema: { params: OrderUrl, body: Cancelling } },
    async (request, reply) => {
      const { db, actor, params, body } = request
      const by = { number: tidy(body.number), signed_on: dayOf(body.signed_on.trim()), basis: tidy(body.basis) }
      const outcome = await cancelOrder(db, actor, params.orderId, by)
      if (outcome === 'no-such-order') return reply.callNotFound()
      if (outcome === 'cancelled') return reply.redirect(`/movement/orders/${params.orderId}?done=cancelled`, 303)
      if (typeof outcome === 'object') {
        const cancelling = { ...body, refusal: standingInWords(outcome) }
        return orderPage(request, reply.code(422), params.orderId, { cancelling })
      }
      const [refusal, field] = [ORDER_REFUSALS[outcome], ORDER_FIELDS[outcome]]
      const view = field ? { cancelling: { ...body, refusal, field } } : { refusal }
      return orderPage(request, reply.code(422), params.orderId, view)
    }
  )
}

type Standing = Exclude<Awaited<ReturnType<typeof cancelOrder>>, string>

const standingInWords = (standing: Standing) =>
  'group_name' in standing
    ? `Приказ не отменён. ${begunInWords(standing)}`
    : `Приказ не отменён. ${fullName({ ...standing.line, last_name: standing.line.present_last_name })}: ${REVERSAL_REFUSALS[standing.refusal]}`
