import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { findStudyDays } from '../../college/queries/days.ts'
import { planDays, recordDays } from '../actions/days.ts'
import { findPractice } from '../queries/practices.ts'
import { listPlannedDays, listTimetabledDays } from '../queries/writing.ts'
import { type Day, HOURS_A_DAY, proposeDays, type TypedDay, typedDays } from '../rules/days.ts'
import { PRACTICE_REFUSALS } from '../rules/practices.ts'
import { _csrf, answer, CourseUrl, Text, write } from './cards.ts'

const ProposalUrl = Type.Object({
  hours: Type.Integer({ minimum: 1, maximum: 12, default: HOURS_A_DAY }),
  ...{ topic: Text, again: Text }
})
const Texts = Type.Array(Type.String({ maxLength: 2000 }), { maxItems: 200, default: [] })
const DaysForm = Type.Object({ held_on: Texts, hours: Texts, topic: Texts, _csrf })
const RecordForm = Type.Object({ _csrf })

export const practiceDayRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/:courseId/days',
    { ...write, schema: { params: CourseUrl, querystring: ProposalUrl } },
    async (request, reply) => {
      const { db, params, query } = request
      const planned = query.again === '' ? await listPlannedDays(db, params.courseId) : []
      return daysPage(request, reply, params.courseId, { ...query, planned })
    }
  )

  app.post('/:courseId/days', { ...write, schema: { params: CourseUrl, body: DaysForm } }, async (request, reply) => {
    const { db, actor, clock, params, body } = request
    const rows = body.held_on.map((held_on, i): TypedDay => {
      return { held_on, hours: body.hours[i] ?? '', topic: body.topic[i] ?? '' }
    })
    const outcome = await planDays(db, actor, clock.today(), params.courseId, typedDays(rows))
    if (outcome === 'no-such-practice') return reply.callNotFound()
    if (outcome === 'kept') return reply.redirect(`/practices/${params.courseId}?done=days`, 303)
    const view = { hours: HOURS_A_DAY, topic: '', planned: rows, refusal: PRACTICE_REFUSALS[outcome] }
    return daysPage(request, reply.code(422), params.courseId, view)
  })

  app.post(
    '/:courseId/lessons',
    { config: { right: 'journal: write' as const }, schema: { params: CourseUrl, body: RecordForm } },
    async (request, reply) => {
      const { db, actor, clock, params } = request
      const outcome = await recordDays(db, actor, clock.today(), params.courseId)
      return answer(request, reply, params.courseId, outcome, 'recorded', {})
    }
  )
}

type View = { hours: number; topic: string; planned: (Day | TypedDay)[]; refusal?: string }

/** The days as they are planned or typed; until there are any, those that the practice would take. */
async function daysPage({ db, actor, clock }: FastifyRequest, reply: FastifyReply, id: number, view: View) {
  const practice = await findPractice(db, actor, clock.today(), id)
  if (!practice?.may_write) return reply.callNotFound()
  const { starts_on, ends_on, hours_planned, is_spread } = practice
  if (starts_on === null || ends_on === null) return reply.viewAsync('practice/days', { ...view, practice, days: [] })
  const wanted = { starts_on, ends_on, hours_planned, is_spread: is_spread === true, hours_a_day: view.hours }
  const calendar = await findStudyDays(db, starts_on, ends_on)
  const proposed = proposeDays({ ...wanted, topic: view.topic }, calendar, await listTimetabledDays(db, id))
  const days = view.planned.length > 0 ? view.planned : proposed
  const sum = days.reduce((all, { hours }) => all + (Number(hours) || 0), 0)
  return reply.viewAsync('practice/days', { ...view, practice, days, sum, isProposal: view.planned.length === 0 })
}
