import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { holds } from '../../access/actor.ts'
import { dayOf } from '../../platform/days.ts'
import { closeTerm, moveTerm, openTerm } from '../actions/terms.ts'
import { listProgress } from '../queries/progress.ts'
import { findTerm, listTerms } from '../queries/terms.ts'
import {
  missingOf,
  type Span,
  TERM_REFUSALS,
  type TermFields,
  type TermRefusal,
  yearsOf,
  yearTitle
} from '../rules/terms.ts'

const TermUrl = Type.Object({ termId: Type.Integer() })
const Text = Type.String({ maxLength: 500, default: '' })
const DaysForm = Type.Object({ starts_on: Text, ends_on: Text, was_starts_on: Text, was_ends_on: Text })
const ReasonForm = Type.Object({ reason: Text })
const read = { config: { right: 'calendar: read' as const } }
const write = { config: { right: 'calendar: write' as const } }

/** The list of terms; one term's dates, its closing and its opening. */
export const termRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', read, async ({ db, actor, clock, query, college }, reply) => {
    const [terms, today] = [await listTerms(db), clock.today()]
    const running = terms.filter(({ closed_at, starts_on }) => !closed_at && starts_on <= today).map(({ id }) => id)
    const courses = running.length > 0 ? await listProgress(db, running, today) : []
    return reply.viewAsync('college/terms', {
      ...{ years: yearsOf(terms, courses), today, zone: college.time_zone },
      ...{ mayWrite: holds(actor, 'calendar: write'), done: (query as { done?: string }).done }
    })
  })

  app.get('/:termId', { ...write, schema: { params: TermUrl } }, (request, reply) =>
    showTerm(request, reply, request.params.termId)
  )

  app.post('/:termId', { ...write, schema: { params: TermUrl, body: DaysForm } }, async (request, reply) => {
    const { db, actor, params, body } = request
    const form = { starts_on: dayOf(body.starts_on.trim()), ends_on: dayOf(body.ends_on.trim()) }
    const before = { starts_on: body.was_starts_on, ends_on: body.was_ends_on }
    const refusals = await moveTerm(db, actor, params.termId, form, before)
    if (refusals === 'no-such-term') return reply.callNotFound()
    if (Object.keys(refusals).length === 0) return reply.redirect('/terms?done=moved', 303)
    return showTerm(request, reply.code(422), params.termId, { form: body, refusals })
  })

  app.get('/:termId/closing', { ...write, schema: { params: TermUrl } }, (request, reply) =>
    showClosing(request, reply, request.params.termId)
  )

  app.post('/:termId/closing', { ...write, schema: { params: TermUrl } }, async (request, reply) => {
    const { db, actor, clock, params } = request
    const refusal = await closeTerm(db, actor, clock.today(), params.termId)
    if (refusal === 'no-such-term') return reply.callNotFound()
    if (!refusal) return reply.redirect('/terms?done=closed', 303)
    return showClosing(request, reply.code(422), params.termId, refusal)
  })

  app.get('/:termId/opening', { ...write, schema: { params: TermUrl } }, async ({ db, params }, reply) => {
    const term = await findTerm(db, params.termId)
    return term ? reply.viewAsync('college/opening', { term }) : reply.callNotFound()
  })

  app.post('/:termId/opening', { ...write, schema: { params: TermUrl, body: ReasonForm } }, async (request, reply) => {
    const { db, actor, params, body } = request
    const refusal = await openTerm(db, actor, params.termId, body.reason)
    if (refusal === 'no-such-term') return reply.callNotFound()
    if (!refusal) return reply.redirect('/terms?done=opened', 303)
    const term = await findTerm(db, params.termId)
    return reply.code(422).viewAsync('college/opening', { term, refusal: TERM_REFUSALS[refusal], reason: body.reason })
  })
}

async function showTerm(
  { db }: FastifyRequest,
  reply: FastifyReply,
  id: number,
  typed?: { form: Span; refusals: TermFields }
) {
  const term = await findTerm(db, id)
  if (!term) return reply.callNotFound()
  return reply.viewAsync('college/term', {
    term,
    year: yearTitle(term.year_starts_on),
    typed: typed?.form,
    refusals: typed?.refusals ?? {},
    words: TERM_REFUSALS
  })
}

/** What closing means and what is still missing, before it is done. */
async function showClosing({ db, clock }: FastifyRequest, reply: FastifyReply, id: number, refusal?: TermRefusal) {
  const term = await findTerm(db, id)
  if (!term) return reply.callNotFound()
  const courses = (await listProgress(db, [id], clock.today())).map((one) => ({ ...one, missing: missingOf(one) }))
  const unfinished = courses.filter(({ missing }) => missing > 0)
  return reply.viewAsync('college/closing', {
    ...{ term, unfinished, courses: courses.length, today: clock.today() },
    refusal: refusal && TERM_REFUSALS[refusal]
  })
}
