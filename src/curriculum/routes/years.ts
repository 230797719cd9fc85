import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { yearTitle } from '../../college/rules/terms.ts'
import { tidy } from '../../people/rules/cards.ts'
import { closeYear, openYear, reopenYear, whatIsLeft } from '../actions/years.ts'
import { countFigures, findAcademicYear, listAcademicYears } from '../queries/years.ts'
import { dayWithin, stepsOf, YEAR_REFUSALS, type YearRefusal } from '../rules/years.ts'

const YearUrl = Type.Object({ yearId: Type.Integer() })
const DoneUrl = Type.Object({ done: Type.String({ maxLength: 20, default: '' }) })
const _csrf = Type.Optional(Type.String())
const Deed = Type.Object({ _csrf })
const Reason = Type.Object({ reason: Type.String({ maxLength: 500, default: '' }), _csrf })
const write = { config: { right: 'calendar: write' as const } }
const NOTICES: Record<string, string> = {
  opened: 'Учебный год открыт.',
  closed: 'Учебный год закрыт.',
  reopened: 'Учебный год открыт снова: его периоды можно открывать на странице «Учебные периоды».'
}

/** «Учебный год»: what is ready and what is missing, opening, closing, opening again (R0 3.2, R2 5.2). */
export const yearRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', write, async ({ db, clock, college }, reply) => {
    const years = (await listAcademicYears(db)).map((year) => ({ ...year, title: yearTitle(year.starts_on) }))
    return reply.viewAsync('curriculum/years', { years, today: clock.today(), zone: college.time_zone })
  })

  app.get('/:yearId', { ...write, schema: { params: YearUrl, querystring: DoneUrl } }, (request, reply) =>
    yearPage(request, reply, request.params.yearId, { notice: NOTICES[request.query.done] })
  )

  app.post('/:yearId/opening', { ...write, schema: { params: YearUrl, body: Deed } }, async (request, reply) => {
    const { db, actor, clock, params } = request
    const refusal = await openYear(db, actor, clock, params.yearId)
    if (refusal === 'no-such-year') return reply.callNotFound()
    if (!refusal) return reply.redirect(`/years/${params.yearId}?done=opened`, 303)
    return yearPage(request, reply.code(422), params.yearId, { refusal: YEAR_REFUSALS[refusal] })
  })

  app.get('/:yearId/closing', { ...write, schema: { params: YearUrl } }, (request, reply) =>
    closingPage(request, reply, request.params.yearId)
  )

  app.post('/:yearId/closing', { ...write, schema: { params: YearUrl, body: Deed } }, async (request, reply) => {
    const { db, actor, clock, params } = request
    const refusal = await closeYear(db, actor, clock, params.yearId)
    if (refusal === 'no-such-year') return reply.callNotFound()
    if (!refusal) return reply.redirect(`/years/${params.yearId}?done=closed`, 303)
    return closingPage(request, reply.code(422), params.yearId, refusal)
  })

  app.get('/:yearId/reopening', { ...write, schema: { params: YearUrl } }, (request, reply) =>
    reopeningPage(request, reply, request.params.yearId, {})
  )

  app.post('/:yearId/reopening', { ...write, schema: { params: YearUrl, body: Reason } }, async (request, reply) => {
    const { db, actor, params, body } = request
    const refusal = await reopenYear(db, actor, params.yearId, tidy(body.reason))
    if (refusal === 'no-such-year') return reply.callNotFound()
    if (!refusal) return reply.redirect(`/years/${params.yearId}?done=reopened`, 303)
    const view = { reason: body.reason, refusal: YEAR_REFUSALS[refusal] }
    return reopeningPage(request, reply.code(422), params.yearId, view)
  })
}

async function yearPage(
  { db, actor, clock, college }: FastifyRequest,
  reply: FastifyReply,
  id: number,
  view: { notice?: string | undefined; refusal?: string }
) {
  const [year, today] = [await findAcademicYear(db, id), clock.today()]
  if (!year) return reply.callNotFound()
  const day = dayWithin(year, today)
  const figures = await countFigures(db, year, day)
  const steps = stepsOf(figures)
  return reply.viewAsync('curriculum/year', {
    ...{ ...view, year, title: yearTitle(year.starts_on), day, today, figures, steps, zone: college.time_zone },
    mayLay: holds(actor, 'timetable: write'),
    isReady: steps.every(({ isNeeded, isDone }) => isDone || !isNeeded),
    mayIssue: holds(actor, 'accounts of students and parents: write')
  })
}

async function closingPage({ db, clock }: FastifyRequest, reply: FastifyReply, id: number, refusal?: YearRefusal) {
  const [year, today] = [await findAcademicYear(db, id), clock.today()]
  if (!year) return reply.callNotFound()
  return reply.viewAsync('curriculum/year-closing', {
    ...{ year, today, title: yearTitle(year.starts_on), refusal: refusal && YEAR_REFUSALS[refusal] },
    ...{ ...(await whatIsLeft(db, year, today)), open: year.terms.filter(({ is_closed }) => !is_closed) }
  })
}

async function reopeningPage({ db }: FastifyRequest, reply: FastifyReply, id: number, view: object) {
  const year = await findAcademicYear(db, id)
  if (!year) return reply.callNotFound()
  return reply.viewAsync('curriculum/year-reopening', { ...view, year, title: yearTitle(year.starts_on) })
}
