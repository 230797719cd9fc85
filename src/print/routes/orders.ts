import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { orderPrintout } from '../actions/orders.ts'
import type { OrderFields } from '../printable.ts'
import { findOrderable, MAY_ORDER, MAY_READ, showPage } from './page.ts'

const Texts = Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 500 }))
const ListUrl = Type.Intersect([
  Type.Object({
    kind: Type.Optional(Type.String()),
    q: Type.String({ maxLength: 100, default: '' }),
    page: Type.Integer({ minimum: 1, maximum: 10_000, default: 1 })
  }),
  Type.Object({}, { additionalProperties: Type.String({ maxLength: 500 }) })
])
const KindUrl = Type.Object({ kind: Type.String() })

/** Fields of the order's form among what the form sends beside them. */
function fieldsIn({ _csrf, deed, kind, q, page, ...fields }: Record<string, unknown>): OrderFields {
  return fields as OrderFields
}

const withQuery = (path: string, fields: OrderFields) =>
  `${path}?${new URLSearchParams(Object.entries(fields).filter((pair): pair is [string, string] => Boolean(pair[1])))}`

export const orderRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { config: { right: MAY_READ }, schema: { querystring: ListUrl } }, async (request, reply) =>
    showPage(request, reply, { ...request.query, fields: fieldsIn(request.query) })
  )

  const route = { config: { right: MAY_ORDER }, schema: { params: KindUrl, body: Texts } }
  app.post('/orders/:kind', route, async (request, reply) => {
    const { actor, clock, college, params, body } = request
    const printable = findOrderable(request, params.kind)
    if (!printable) return reply.callNotFound()
    const fields = fieldsIn(body)
    if (body.deed === 'choices') return reply.redirect(withQuery('/print', { kind: params.kind, ...fields }), 303)
    if (body.deed === 'preview') return reply.redirect(withQuery(`/print/preview/${params.kind}`, fields), 303)

    const outcome = await orderPrintout(college, { actor, today: clock.today() }, printable, fields)
    if ('refusal' in outcome) return showPage(request, reply, { kind: params.kind, fields, refused: outcome })
    return reply.redirect(`/print/${outcome.printout_id}`, 303)
  })
}
