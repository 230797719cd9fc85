import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { dayOf } from '../../platform/days.ts'
import { addTerm, changeTerm, closeTerm, openTerm, removeTerm } from '../actions/terms.ts'
import { listProgress } from '../queries/progress.ts'
import { findTerm, listTerms, listYears } from '../queries/terms.ts'
import {
  missingOf,
  standingOnTerm,
  TERM_REFUSALS,
  type TermFields,
  type TermForm,
  type TermRefusal,
  yearsOf,
  yearTitle
} from '../rules/terms.ts'

const TermUrl = Type.Object({ termId: Type.Integer() })
const Text = Type.String({ maxLength: 500, default: '' })
const YearUrl = Type.Object({ yearId: Type.Integer() })
const NewForm = Type.Object({ name: Text, starts_on: Text, ends_on: Text, _csrf: Type.Optional(Type.String()) })
const ChangeForm = Type.Object({
  ...{ name: Text, starts_on: Text, ends_on: Text, _csrf: Type.Optional(Type.String()) },
  ...{ was_name: Text, was_starts_on: Text, was_ends_on: Text }
})
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
      ...{ years: yearsOf(await listYears(db), terms, courses), today, zone: college.time_zone },
      ...{ mayWrite: holds(actor, 'calendar: write'), done: (query as { done?: string }).done }
    })
  })

  app.get('/:termId', { ...write, schema: { params: TermUrl } }, (request, reply) =>
    showTerm(request, reply, request.params.termId)
  )

  app.post('/:termId', { ...write, schema: { params: TermUrl, body: ChangeForm } }, async (request, reply) => {
    const { db, actor, params, body } = request
    const before = { name: body.was_name, starts_on: body.was_starts_on, ends_on: body.was_ends_on }
    const refusals = await changeTerm(db, actor, params.termId, formIn(body), before)
    if (refusals === 'no-such-term') return reply.callNotFound()
    if (Object.keys(refusals).length === 0) return reply.redirect('/terms?done=moved', 303)
    return showTerm(request, reply.code(422), params.termId, { form: body, refusals })
  })

  app.post('/:termId/removal', { ...write, schema: { params: TermUrl } }, async (request, reply) => {
    const { db, actor, params } = request
    const standing = await removeTerm(db, actor, params.termId)
    if (standing === 'no-such-term') return reply.callNotFound()
    if (standing.length === 0) return reply.redirect('/terms?done=removed', 303)
    const refusals = typeof standing === 'string' ? { form: standing } : {}
    return showTerm(request, reply.code(422), params.termId, { refusals })
  })

  app.get('/years/:yearId/terms/new', { ...write, schema: { params: YearUrl } }, (request, reply) =>
    showNew(request, reply, request.params.yearId, { form: { name: '', starts_on: '', ends_on: '' }, refusals: {} })
  )

  app.post('/years/:yearId/terms', { ...write, schema: { params: YearUrl, body: NewForm } }, async (request, reply) => {
    const { db, actor, params, body } = request
    const refusals = await addTerm(db, actor, params.yearId, formIn(body))
    if (refusals === 'no-such-year') return reply.callNotFound()
    if (Object.keys(refusals).length === 0) return reply.redirect('/terms?done=term', 303)
    return showNew(request, reply.code(422), params.yearId, { form: body, refusals })
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

const formIn = ({ name, starts_on, ends_on }: TermForm): TermForm => ({
  name: name.replace(/\s+/g, ' ').trim(),
  ...{ starts_on: dayOf(starts_on.trim()), ends_on: dayOf(ends_on.trim()) }
})

type Typed = { form?: TermForm; refusals: TermFields }

async function showTerm({ db }: FastifyRequest, reply: FastifyReply, id: number, typed?: Typed) {
  const term = await findTerm(db, id)
  if (!term) return reply.callNotFound()
  return reply.viewAsync('college/term', {
    ...{ term, year: yearTitle(term.year_starts_on), standing: standingOnTerm(term) },
    ...{ typed: typed?.form, refusals: typed?.refusals ?? {}, words: TERM_REFUSALS, isHeld: typed && !typed.form }
  })
}

async function showNew({ db }: FastifyRequest, reply: FastifyReply, year_id: number, { form, refusals }: Typed) {
  const year = (await listYears(db)).find(({ id, closed_at }) => id === year_id && !closed_at)
  if (!year) return reply.callNotFound()
  const terms = (await listTerms(db)).filter(({ academic_year_id }) => academic_year_id === year_id)
  return reply.viewAsync('college/term-new', {
    ...{ year: { id: year.id, title: yearTitle(year.starts_on) }, terms, typed: form, refusals, words: TERM_REFUSALS }
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
