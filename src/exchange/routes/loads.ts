import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { csvOf } from '../../audit/rules/tables.ts'
import { dayOf } from '../../platform/days.ts'
import { dispositionOf } from '../../print/rules.ts'
import { confirmLoad, decideRows, ORDER_FIELDS, type OrderFields } from '../actions/deciding.ts'
import { findOwn } from '../actions/finding.ts'
import { undoLoad } from '../actions/undoing.ts'
import { listProblems } from '../queries/rows.ts'
import { LOAD_REFUSALS, problemLines } from '../rules/planning.ts'
import { UNDO_DAYS } from '../rules/undoing.ts'
import { ImportUrl, load } from './fields.ts'
import { showImport } from './page.ts'

const PreviewUrl = Type.Object({
  state: Type.String({ maxLength: 20, default: '' }),
  step: Type.String({ maxLength: 20, default: '' }),
  page: Type.Integer({ minimum: 1, maximum: 10_000, default: 1 })
})
const Text = Type.String({ maxLength: 200, default: '' })
const Confirmation = Type.Object({
  ...{
    digest: Text,
    number: Text,
    signed_on: Text,
    effective_on: Text,
    basis: Text,
    _csrf: Type.Optional(Type.String())
  },
  way: Type.Union([Type.Literal('draft'), Type.Literal('sign'), Type.Literal('none')], { default: 'none' })
})
const Reversal = Type.Object({ sure: Text, _csrf: Type.Optional(Type.String()) })
const Decisions = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 60 }))

/** Looking at what would be written, deciding, confirming and taking back. */
export const loadRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const read = { ...load, schema: { params: ImportUrl, querystring: PreviewUrl } }
  app.get('/imports/:importId', read, async (request, reply) => showImport(request, reply, request.params.importId))

  app.get(
    '/imports/:importId/errors',
    { ...load, schema: { params: ImportUrl }, exposeHeadRoute: false },
    async (request, reply) => {
      const { db, actor, params } = request
      if (!(await findOwn(db, actor, params.importId))) return reply.callNotFound()
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', dispositionOf('Ошибки загрузки.csv', 'errors.csv'))
        .header('cache-control', 'private, no-store')
        .send(csvOf(problemLines(await listProblems(db, params.importId))))
    }
  )

  const decide = { ...load, schema: { params: ImportUrl, querystring: PreviewUrl, body: Decisions } }
  app.post('/imports/:importId/decisions', decide, async (request, reply) => {
    const { db, actor, clock, params, body, query } = request
    const skip = body.skip === 'wrong' || body.skip === 'conflict' ? body.skip : null
    const outcome = await decideRows(db, actor, clock.today(), params.importId, { rows: decisionsIn(body), skip })
    if (outcome === 'no-such-page') return reply.callNotFound()
    return reply.redirect(`/exchange/imports/${params.importId}?state=${encodeURIComponent(query.state)}`, 303)
  })

  app.post(
    '/imports/:importId/confirmation',
    { ...load, schema: { params: ImportUrl, body: Confirmation } },
    async (request, reply) => {
      const { college, actor, clock, params, body } = request
      const order = orderIn(body)
      const outcome = await confirmLoad(college, actor, clock.today(), params.importId, body.digest, order)
      if (outcome === 'no-such-page') return reply.callNotFound()
      if (outcome === 'queued') return reply.redirect(`/exchange/imports/${params.importId}`, 303)
      const typed = { refusal: LOAD_REFUSALS[outcome], field: ORDER_FIELDS[outcome] ?? '', order: { ...body } }
      return showImport(request, reply.code(422), params.importId, typed)
    }
  )

  app.post(
    '/imports/:importId/reversal',
    { ...load, schema: { params: ImportUrl, body: Reversal } },
    async (request, reply) => {
      const { db, actor, params, body } = request
      if (body.sure !== 'yes') return showImport(request, reply.code(422), params.importId, { unsure: true })
      const outcome = await undoLoad(db, actor, params.importId)
      if (outcome === 'no-such-page') return reply.callNotFound()
      if (outcome === 'undone') return reply.redirect(`/exchange/imports/${params.importId}`, 303)
      const refusal = outcome === 'too-late' ? `Отменить загрузку можно ${UNDO_DAYS} дней.` : ''
      const standing = outcome === 'too-late' ? [] : outcome.standing
      return showImport(request, reply.code(422), params.importId, { refusal, standing })
    }
  )
}

type Body = { way: OrderFields['way']; number: string; signed_on: string; effective_on: string; basis: string }
const orderIn = ({ way, number, signed_on, effective_on, basis }: Body): OrderFields => ({
  ...{ way, number: number.trim(), basis: basis.trim() },
  ...{ signed_on: dayOf(signed_on.trim()), effective_on: dayOf(effective_on.trim()) }
})

/** `d.14.person=new` → row 14: { person: 'new' } */
function decisionsIn(body: Record<string, string>) {
  const rows = new Map<number, Record<string, string>>()
  for (const [name, value] of Object.entries(body)) {
    const [, number = '', key = ''] = /^d\.(\d{1,7})\.(\w{1,20})$/.exec(name) ?? []
    if (key !== '') rows.set(Number(number), { ...rows.get(Number(number)), [key]: value })
  }
  return [...rows].map(([number, decisions]) => ({ number, decisions }))
}
