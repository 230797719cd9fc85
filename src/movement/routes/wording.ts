import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { tidy } from '../../people/rules/cards.ts'
import { editWording, readWording, renewWording } from '../actions/wording.ts'
import { findWorded } from '../queries/wording.ts'
import { KIND_NAMES, ORDER_REFUSALS, STATES } from '../rules/orders.ts'
import { tidyText, WORDING_REFUSALS } from '../rules/wording.ts'
import { Csrf, OrderUrl, Text, write } from './page.ts'

const Words = Type.Object({ about: Text, text: Type.String({ maxLength: 200_000, default: '' }), _csrf: Csrf })
const Deed = Type.Object({ _csrf: Csrf })
const DoneUrl = Type.Object({ done: Text })
const REFUSALS: Record<string, string> = { ...ORDER_REFUSALS, ...WORDING_REFUSALS }
const NOTICES: Record<string, string> = {
  kept: 'Текст сохранён.',
  renewed: 'Текст сформирован заново по пунктам приказа.'
}

type View = { notice?: string | undefined; typed?: { about: string; text: string }; refusal?: string; field?: string }

/** The words of an order: to be edited while it is a draft, to be read when it is signed. */
async function wordingPage({ db }: FastifyRequest, reply: FastifyReply, id: number, view: View) {
  const order = await findWorded(db, id)
  if (!order) return reply.callNotFound()
  const wording = await readWording(db, order)
  return reply.viewAsync('movement/order-wording', {
    ...{ ...view, ...wording, ...view.typed, order, isDraft: order.state === 'draft' },
    ...{ kind_name: KIND_NAMES[order.kind], state_name: STATES[order.state] }
  })
}

export const wordingRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const page = { ...write, schema: { params: OrderUrl, querystring: DoneUrl } }
  app.get('/orders/:orderId/wording', page, async (request, reply) =>
    wordingPage(request, reply, request.params.orderId, { notice: NOTICES[request.query.done] })
  )

  const edit = { ...write, schema: { params: OrderUrl, body: Words } }
  app.post('/orders/:orderId/wording', edit, async (request, reply) => {
    const { db, actor, params, body } = request
    const typed = { about: tidy(body.about), text: tidyText(body.text) }
    const outcome = await editWording(db, actor, params.orderId, typed)
    if (outcome === 'no-such-order') return reply.callNotFound()
    if (outcome === 'worded') return reply.redirect(`/movement/orders/${params.orderId}/wording?done=kept`, 303)
    const field = outcome === 'no-about' ? 'about' : 'text'
    const refusal = REFUSALS[outcome] ?? ''
    return wordingPage(request, reply.code(422), params.orderId, { typed, refusal, field })
  })

  const deed = { ...write, schema: { params: OrderUrl, body: Deed } }
  app.post('/orders/:orderId/wording/renewal', deed, async (request, reply) => {
    const { db, actor, params } = request
    const outcome = await renewWording(db, actor, params.orderId)
    if (outcome === 'no-such-order') return reply.callNotFound()
    if (outcome === 'worded') return reply.redirect(`/movement/orders/${params.orderId}/wording?done=renewed`, 303)
    return wordingPage(request, reply.code(422), params.orderId, { refusal: REFUSALS[outcome] ?? '', field: 'text' })
  })
}
