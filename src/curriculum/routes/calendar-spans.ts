import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { dayOf } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { changeCalendar } from '../actions/calendars.ts'
import {
  type Days,
  inWords,
  proposalOf,
  SPAN_KINDS,
  SPAN_REFUSALS,
  type SpanFields,
  type SpanRow
} from '../rules/calendars.ts'
import { type Asked, Csrf, findCalendar, GroupUrl, Id, Others, Text, write, YearUrl } from './calendar-page.ts'

const ROWS = 20
const fields = (names: string[]) => Object.fromEntries(names.map((name) => [name, Text]))
const SpansForm = Type.Object({
  ...fields(Array.from({ length: ROWS }, (_, i) => [`kind_${i}`, `starts_on_${i}`, `ends_on_${i}`]).flat()),
  ...{ year: Id, other: Others, was: Type.String({ maxLength: 4000, default: '' }), _csrf: Csrf }
})

/** The spans of a group's year on one form, for other groups of the course too. */
export const spanRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/:groupId/spans', { ...write, schema: { params: GroupUrl, querystring: YearUrl } }, (request, reply) =>
    showSpans(request, reply, { group_id: request.params.groupId, year: request.query.year })
  )

  app.post('/:groupId/spans', { ...write, schema: { params: GroupUrl, body: SpansForm } }, async (request, reply) => {
    const { db, actor, params, body } = request
    const found = await findCalendar(request, params.groupId, body.year)
    if (!found || found.year.closed_at) return reply.callNotFound()
    const typed = rowsIn(body as unknown as Record<string, string>)
    const rows = typed.map(({ kind, starts_on, ends_on }) => ({
      ...{ kind, starts_on: dayOf(starts_on), ends_on: dayOf(ends_on) }
    }))
    const { year, was, other } = { ...body, year: found.year, was: String(body.was) }
    const change = { year_starts_on: year.starts_on, rows, others: other, was }
    const refusals = await changeCalendar(db, actor, params.groupId, change)
    if (refusals === 'no-such-group') return reply.callNotFound()
    if (Object.keys(refusals).length === 0)
      return reply.redirect(`/calendars/${params.groupId}?year=${year.id}&done=spans`, 303)
    const view = { group_id: params.groupId, year: year.id, typed, others: other, refusals }
    return showSpans(request, reply.code(422), view)
  })
}

async function showSpans(
  request: FastifyRequest,
  reply: FastifyReply,
  view: Asked & { typed?: SpanRow[]; refusals?: SpanFields }
) {
  const found = await findCalendar(request, view.group_id, view.year)
  if (!found || found.year.closed_at) return reply.callNotFound()
  const days = found.terms.map(({ own, ...term }): Days => (own.starts_on ? own : term))
  const shown = found.spans.length > 0 ? found.spans : proposalOf(days, found.bounds)
  const rows = shown.map(({ kind, starts_on, ends_on }) => ({
    ...{ kind, starts_on: formats.day(starts_on), ends_on: formats.day(ends_on) }
  }))
  const empty = { kind: '', starts_on: '', ends_on: '' }
  const length = Math.min(ROWS, Math.max(10, rows.length + 3))
  return reply.viewAsync('curriculum/calendars-spans', {
    ...{ ...found, kinds: SPAN_KINDS, isProposed: found.spans.length === 0 && !view.typed },
    rows: view.typed ?? Array.from({ length }, (_, i) => rows[i] ?? empty),
    ...{ was: inWords(found.spans).join(), chosen: view.others ?? [] },
    ...{ refusals: view.refusals ?? {}, words: SPAN_REFUSALS }
  })
}

/** The rows as they were typed: those beyond the last filled one are shown empty. */
function rowsIn(body: Record<string, string>): SpanRow[] {
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const text = (name: string) => (body[`${name}_${i}`] ?? '').trim()
    return { kind: text('kind'), starts_on: text('starts_on'), ends_on: text('ends_on') }
  })
  const last = rows.findLastIndex(({ kind, starts_on, ends_on }) => kind + starts_on + ends_on !== '')
  return rows.slice(0, Math.max(10, last + 3))
}
