import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { OrderFields } from '../printable.ts'
import { PRINT_REFUSALS } from '../rules.ts'
import { previewOf } from '../sheets.ts'
import { findOrderable, MAY_ORDER, showPage } from './page.ts'

const KindUrl = Type.Object({ kind: Type.String() })
const FieldsUrl = Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 500 }))

/** A journal of a large group has hundreds of sheets: a browser is given so many at a time. */
const SHEETS_AT_A_TIME = 40

/** The same sheets that are printed, as pages of the site. */
export const previewRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const route = { config: { right: MAY_ORDER }, schema: { params: KindUrl, querystring: FieldsUrl } }
  app.get('/preview/:kind', route, async (request, reply) => {
    const { db, actor, clock, params } = request
    const { part, ...fields } = request.query as OrderFields
    const printable = findOrderable(request, params.kind)
    if (!printable) return reply.callNotFound()
    const order = await printable.order(db, actor, clock.today(), fields)
    if ('refusal' in order) return showPage(request, reply, { kind: params.kind, fields, refused: order })

    const document = await printable.document(db, order.parameters, { now: clock.now().toJSDate(), by: actor.name })
    if (!document || document.sheets.length === 0) {
      const refused = { refusal: PRINT_REFUSALS['nothing-to-show'], field: '' }
      return showPage(request, reply, { kind: params.kind, fields, refused })
    }
    const sheets = previewOf(document.sheets)
    const from = (Math.max(1, Number(part) || 1) - 1) * SHEETS_AT_A_TIME
    const shown = sheets.slice(from, from + SHEETS_AT_A_TIME)
    const bar = { kind: params.kind, fields, from, shown: shown.length, all: sheets.length, size: SHEETS_AT_A_TIME }
    return reply.viewAsync('print/preview', { ...document, bar, sheets: shown })
  })
}
