import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { holds, scopesOf } from '../../access/actor.ts'
import { beginPlan } from '../actions/lesson-plans.ts'
import { countPlans, listNarrowings, listPlans, PLANS_A_PAGE } from '../queries/lesson-plan-lists.ts'
import { listTerms } from '../queries/load.ts'
import { PLAN_REFUSALS, PLAN_STATES } from '../rules/lesson-plans.ts'

const Id = Type.Integer({ minimum: 0, default: 0 })
const Text = Type.String({ maxLength: 100, default: '' })
const ListUrl = Type.Object({
  ...{ term: Id, department: Id, group: Id, staff: Id, state: Text, q: Text },
  page: Type.Integer({ minimum: 1, maximum: 10_000, default: 1 }),
  done: Text
})
const BeginForm = Type.Object({ course_id: Id, _csrf: Type.Optional(Type.String()) })
const read = { config: { right: 'work programmes: read' as const } }
const write = { config: { right: 'work programmes: write' as const } }

const STATES: Record<string, string> = { ...PLAN_STATES, missing: 'КТП нет', differing: 'часы не равны плану' }

type Query = Static<typeof ListUrl>

/** Lesson plans of a term: what is written, what waits, what is missing (R3 7.4). */
export const planListRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { ...read, schema: { querystring: ListUrl } }, async (request, reply) =>
    listPage(request, reply, request.query)
  )

  app.post('/', { ...write, schema: { body: BeginForm } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const outcome = await beginPlan(db, actor, clock.today(), body.course_id)
    if (outcome === 'no-such-course') return reply.callNotFound()
    if (typeof outcome === 'object') return reply.redirect(`/lesson-plans/${outcome.plan_id}`, 303)
    const query = { term: 0, department: 0, group: 0, staff: 0, state: '', q: '', page: 1, done: '' }
    return listPage(request, reply.code(422), query, PLAN_REFUSALS[outcome])
  })
}

async function listPage(request: FastifyRequest, reply: FastifyReply, query: Query, refusal?: string) {
  const { db, actor, clock } = request
  const today = clock.today()
  const terms = await listTerms(db)
  const term =
    terms.find(({ id }) => id === query.term) ?? terms.find(({ starts_on }) => starts_on <= today) ?? terms[0]
  const shown = { query, terms, term, states: STATES, refusal }
  if (!term) return reply.viewAsync('curriculum/lesson-plans', { ...shown, plans: [] })
  const state = query.state in STATES ? query.state : ''
  const plans = await listPlans(db, actor, today, { ...query, term: term.id, state, q: query.q.trim() })
  const isWide = scopesOf(actor, 'work programmes: read').some((scope) => scope === 'all' || scope === 'department')
  return reply.viewAsync('curriculum/lesson-plans', {
    ...{ ...shown, isWide, plans: plans.slice(0, PLANS_A_PAGE), more: plans.length > PLANS_A_PAGE },
    counts: await countPlans(db, actor, today, term.id),
    narrowings: isWide ? await listNarrowings(db, actor, today, term.id) : null,
    mayBegin: holds(actor, 'work programmes: write') && term.closed_at === null,
    notice: query.done === 'removed' ? 'КТП удалён.' : undefined
  })
}
