import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { dayOf } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { changeGroupTerms } from '../actions/group-terms.ts'
import { GROUP_TERM_REFUSALS, type GroupTermFields } from '../rules/group-terms.ts'
import { type Asked, Csrf, findCalendar, GroupUrl, Id, Others, write, YearUrl } from './calendar-page.ts'

const TermsForm = Type.Object({ year: Id, other: Others, _csrf: Csrf })

/** Dates of terms that a group has of its own. */
export const groupTermRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/:groupId/terms', { ...write, schema: { params: GroupUrl, querystring: YearUrl } }, (request, reply) =>
    showTerms(request, reply, { group_id: request.params.groupId, year: request.query.year })
  )

  app.post('/:groupId/terms', { ...write, schema: { params: GroupUrl, body: TermsForm } }, async (request, reply) => {
    const { db, actor, params, body } = request
    const found = await findCalendar(request, params.groupId, body.year)
    if (!found || found.year.closed_at) return reply.callNotFound()
    const text = body as unknown as Record<string, string>
    const open = found.terms.filter(({ is_closed }) => !is_closed)
    const daysIn = (prefix: string) =>
      new Map(
        open.map(({ id }) => {
          const [first, last] = [`${prefix}starts_on_${id}`, `${prefix}ends_on_${id}`].map((name) => text[name] ?? '')
          return [id, { starts_on: dayOf((first ?? '').trim()), ends_on: dayOf((last ?? '').trim()) }] as const
        })
      )
    const change = { year: found.year, wanted: daysIn(''), was: daysIn('was_'), others: body.other }
    const refusals = await changeGroupTerms(db, actor, params.groupId, change)
    if (refusals === 'no-such-group') return reply.callNotFound()
    if (Object.keys(refusals).length === 0)
      return reply.redirect(`/calendars/${params.groupId}?year=${found.year.id}&done=terms`, 303)
    const view = { group_id: params.groupId, year: found.year.id, typed: text, others: body.other, refusals }
    return showTerms(request, reply.code(422), view)
  })
}

type TermsView = Asked & { typed?: Record<string, string>; refusals?: GroupTermFields }

async function showTerms(request: FastifyRequest, reply: FastifyReply, view: TermsView) {
  const found = await findCalendar(request, view.group_id, view.year)
  if (!found || found.year.closed_at) return reply.callNotFound()
  const shown = (day: string) => day && formats.day(day)
  const terms = found.terms.map((term) => ({
    ...term,
    typed: {
      starts_on: view.typed?.[`starts_on_${term.id}`] ?? shown(term.own.starts_on),
      ends_on: view.typed?.[`ends_on_${term.id}`] ?? shown(term.own.ends_on)
    }
  }))
  return reply.viewAsync('curriculum/calendars-terms', {
    ...{ ...found, terms, chosen: view.others ?? [], refusals: view.refusals ?? {}, words: GROUP_TERM_REFUSALS }
  })
}
