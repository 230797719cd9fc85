import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { dayOf } from '../../platform/days.ts'
import { keepRule, lookAtRule, removeRule, weighRemoval } from '../actions/rules.ts'
import { listGroups } from '../queries/courses.ts'
import { listTerms } from '../queries/grounds.ts'
import * as queries from '../queries/rules.ts'
import { DISTANT, FORM_WORDS } from '../rules/boards.ts'
import { weekNumbersOf } from '../rules/laying.ts'
import { isWeeks, type RuleForm } from '../rules/rules.ts'
import { addressOf, showGroup, type Typed, termOf } from './rules-page.ts'

const Text = Type.String({ maxLength: 100, default: '' })
const fields = {
  ...{ course: Text, form: Text, weekday: Text, pair: Text, hours: Text, room: Text, staff: Text, weeks: Text },
  ...{ numbers: Text, since: Text, until: Text, from: Text, confirmed: Text }
}
const Form = Type.Object({ ...fields, _csrf: Type.Optional(Type.String()), term: Type.Integer() })
const GroupUrl = Type.Object({ groupId: Type.Integer() })
const RuleUrl = Type.Object({ ruleId: Type.Integer() })
const ListUrl = Type.Object({ term: Type.Optional(Type.Integer()), done: Text })
const PageUrl = Type.Object({ ...fields, term: Type.Optional(Type.Integer()), done: Text, lessons: Text, check: Text })
const config = { right: 'timetable: write' as const }

/** Rules of the timetable: a group's term as weekdays by pairs, entered with its clashes shown at once. */
export const ruleRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/rules', { config, schema: { querystring: ListUrl } }, async ({ db, clock, query }, reply) => {
    const terms = await listTerms(db)
    const term = termOf(terms, query.term, clock.today())
    const groups = term ? await listGroups(db, term.id, clock.today()) : []
    return reply.viewAsync('timetable/rules', { terms, term, groups, done: query.done })
  })

  app.get(
    '/rules/groups/:groupId',
    { config, schema: { params: GroupUrl, querystring: PageUrl } },
    async (request, reply) => {
      const { db, params, query } = request
      if (query.check !== 'yes') return showGroup(request, reply, params.groupId, query.term, { query })
      const place = { study_group_id: params.groupId, term_id: query.term ?? 0 }
      const snags = await lookAtRule(db, place, null, formOf(query))
      return showGroup(request, reply, params.groupId, query.term, { typed: query, snags })
    }
  )

  app.post('/rules/groups/:groupId', { config, schema: { params: GroupUrl, body: Form } }, async (request, reply) => {
    const { db, actor, body, params } = request
    const place = { study_group_id: params.groupId, term_id: body.term }
    const outcome = await keepRule(db, actor, place, null, formOf(body))
    if (outcome.kind === 'no-such-page') return reply.callNotFound()
    if (outcome.kind === 'kept') return reply.redirect(`${addressOf(place)}&done=added`, 303)
    return showGroup(request, reply.code(422), params.groupId, body.term, { ...outcome, typed: body })
  })

  app.get('/rules/:ruleId', { config, schema: { params: RuleUrl, querystring: PageUrl } }, async (request, reply) => {
    const { db, params, query } = request
    const rule = await queries.findRule(db, params.ruleId)
    if (!rule) return reply.callNotFound()
    if (query.check !== 'yes') return showGroup(request, reply, rule.study_group_id, rule.term_id, { rule })
    const snags = await lookAtRule(db, rule, { id: rule.id, from: dayOf(query.from.trim()) }, formOf(query))
    return showGroup(request, reply, rule.study_group_id, rule.term_id, { rule, typed: query, snags })
  })

  app.post('/rules/:ruleId', { config, schema: { params: RuleUrl, body: Form } }, async (request, reply) => {
    const { db, actor, body, params } = request
    const rule = await queries.findRule(db, params.ruleId)
    if (!rule) return reply.callNotFound()
    const outcome = await keepRule(db, actor, rule, { id: rule.id, from: dayOf(body.from.trim()) }, formOf(body))
    if (outcome.kind === 'no-such-page') return reply.callNotFound()
    if (outcome.kind === 'kept') return reply.redirect(`${addressOf(rule)}&done=changed`, 303)
    return showGroup(request, reply.code(422), rule.study_group_id, rule.term_id, { ...outcome, typed: body, rule })
  })

  app.get('/rules/:ruleId/removal', { config, schema: { params: RuleUrl } }, async ({ db, clock, params }, reply) => {
    const weighed = await weighRemoval(db, clock.today(), params.ruleId)
    if (!weighed) return reply.callNotFound()
    return reply.viewAsync('timetable/rule-removal', { ...weighed, address: addressOf(weighed.rule) })
  })

  app.post('/rules/:ruleId/removal', { config, schema: { params: RuleUrl } }, async (request, reply) => {
    const removed = await removeRule(request.db, request.actor, request.clock.today(), request.params.ruleId)
    if (!removed) return reply.callNotFound()
    return reply.redirect(`${addressOf(removed)}&done=removed&lessons=${removed.lessons}`, 303)
  })
}

const formOf = (body: Typed): RuleForm => ({
  ...{ course_id: Number(body.course) || 0, weekday: Number(body.weekday) || 0, pair_number: Number(body.pair) || 0 },
  ...{ hours: Number(body.hours) || 0, room_id: Number(body.room) || null, staff_member_id: Number(body.staff) || 0 },
  ...{ form: body.form in FORM_WORDS ? body.form : null, is_distant: body.room === DISTANT },
  ...{ weeks: isWeeks(body.weeks) ? body.weeks : 'every', week_numbers: weekNumbersOf(body.numbers) },
  ...{ since: dayOf(body.since.trim()), until: dayOf(body.until.trim()), is_confirmed: body.confirmed === 'yes' }
})
