import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { tidy } from '../../people/rules/cards.ts'
import { dayOf } from '../../platform/days.ts'
import { enterLines, removeLine } from '../actions/lines.ts'
import { LINE_REFUSALS } from '../rules/lines.ts'
import { ORDER_REFUSALS } from '../rules/orders.ts'
import { Csrf, OrderUrl, orderPage, Text, write } from './page.ts'

const Id = Type.Integer({ default: 0 })
const LineUrl = Type.Object({ orderId: Type.Integer(), lineId: Type.Integer() })
const Entry = Type.Object({
  ...{ q: Text, group: Id, student_id: Type.Array(Id, { maxItems: 400, default: [] }), study_group_id: Id },
  ...{ effective_on: Text, until_on: Text, reason: Text, last_name: Text, _csrf: Csrf }
})
const Removal = Type.Object({ _csrf: Csrf })

/** Students in a draft: added, many at a time, and taken out. */
export const lineRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/orders/:orderId/lines',
    { ...write, schema: { params: OrderUrl, body: Entry } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const days = { effective_on: dayOf(body.effective_on.trim()), until_on: dayOf(body.until_on.trim()) }
      const outcome = await enterLines(db, actor, clock.today(), params.orderId, {
        ...{ student_ids: body.student_id, study_group_id: body.study_group_id, ...days },
        ...{ reason: tidy(body.reason), last_name: tidy(body.last_name) }
      })
      if (outcome === 'no-such-order') return reply.callNotFound()
      if (outcome === 'entered') return reply.redirect(`/movement/orders/${params.orderId}?done=entered`, 303)
      if (typeof outcome === 'string')
        return orderPage(request, reply.code(422), params.orderId, { refusal: ORDER_REFUSALS[outcome] })
      const sentence = [outcome.who, LINE_REFUSALS[outcome.refusal]].filter(Boolean).join(': ')
      const typed = { ...body, refusal: sentence }
      return orderPage(request, reply.code(422), params.orderId, { q: body.q, group: body.group, typed })
    }
  )

  app.post(
    '/orders/:orderId/lines/:lineId/removal',
    { ...write, schema: { params: LineUrl, body: Removal } },
    async (request, reply) => {
      const { db, actor, params } = request
      const outcome = await removeLine(db, actor, params.orderId, params.lineId)
      if (outcome === 'no-such-order') return reply.callNotFound()
      if (outcome === 'removed') return reply.redirect(`/movement/orders/${params.orderId}?done=removed`, 303)
      return orderPage(request, reply.code(422), params.orderId, { refusal: ORDER_REFUSALS[outcome] })
    }
  )
}
