import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { WEEKDAYS } from '../../college/rules/bells.ts'
import { dayOf } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { keepRule, type Place, removeRule } from '../actions/rules.ts'
import * as queries from '../queries/rules.ts'
import { DISTANT, FORM_WORDS, pairsOf } from '../rules/boards.ts'
import { type Clash, clashInWords, isConfirmable } from '../rules/clashes.ts'
import { occurrencesOf, WEEKS, weekNumber, weekNumbersOf, weeksInWords } from '../rules/laying.ts'
import { isWeeks, RULE_REFUSALS, type RuleFields, type RuleForm } from '../rules/rules.ts'

const Text = Type.String({ maxLength: 100, default: '' })
const Form = Type.Object({
  ...{
    _csrf: Type.Optional(Type.String()),
    term: Type.Integer(),
    course: Text,
    weekday: Text,
    pair: Text,
    hours: Text
  },
  ...{ form: Text, room: Text, staff: Text, weeks: Text, numbers: Text, since: Text, until: Text, confirmed: Text }
})
type Typed = Record<
  | 'course'
  | 'form'
  | 'weekday'
  | 'pair'
  | 'hours'
  | 'room'
  | 'staff'
  | 'weeks'
  | 'numbers'
  | 'since'
  | 'until'
  | 'confirmed',
  string
>
const GroupUrl = Type.Object({ groupId: Type.Integer() })
const RuleUrl = Type.Object({ ruleId: Type.Integer() })
const PageUrl = Type.Object({
  term: Type.Optional(Type.Integer()),
  weekday: Text,
  pair: Text,
  done: Text,
  lessons: Text
})
const config = { right: 'timetable: write' as const }

/** Rules of the timetable: a group's term as weekdays by pairs, entered with its clashes shown at once. */
export const ruleRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/rules', { config, schema: { querystring: PageUrl } }, async ({ db, clock, query }, reply) => {
    const terms = await queries.listTerms(db)
    const term = termOf(terms, query.term, clock.today())
    const groups = term ? await queries.listGroups(db, term.id) : []
    return reply.viewAsync('timetable/rules', { terms, term, groups })
  })

  app.get('/rules/groups/:groupId', { config, schema: { params: GroupUrl, querystring: PageUrl } }, (request, reply) =>
    showGroup(request, reply, request.params.groupId, request.query.term, { query: request.query })
  )

  app.post('/rules/groups/:groupId', { config, schema: { params: GroupUrl, body: Form } }, async (request, reply) => {
    const { db, actor, body, params } = request
    const place = { study_group_id: params.groupId, term_id: body.term }
    const outcome = await keepRule(db, actor, place, null, formOf(body))
    if (outcome.kind === 'no-such-page') return reply.callNotFound()
    if (outcome.kind === 'kept') return reply.redirect(`${addressOf(place)}&done=added`, 303)
    return showGroup(request, reply.code(422), params.groupId, body.term, { ...outcome, typed: body })
  })

  app.get('/rules/:ruleId', { config, schema: { params: RuleUrl } }, async (request, reply) => {
    const rule = await queries.findRule(request.db, request.params.ruleId)
    if (!rule) return reply.callNotFound()
    return showGroup(request, reply, rule.study_group_id, rule.term_id, { rule })
  })

  app.post('/rules/:ruleId', { config, schema: { params: RuleUrl, body: Form } }, async (request, reply) => {
    const { db, actor, body, params } = request
    const rule = await queries.findRule(db, params.ruleId)
    if (!rule) return reply.callNotFound()
    const outcome = await keepRule(db, actor, rule, rule.id, formOf(body))
    if (outcome.kind === 'no-such-page') return reply.callNotFound()
    if (outcome.kind === 'kept') return reply.redirect(`${addressOf(rule)}&done=changed`, 303)
    return showGroup(request, reply.code(422), rule.study_group_id, rule.term_id, { ...outcome, typed: body, rule })
  })

  app.post('/rules/:ruleId/removal', { config, schema: { params: RuleUrl } }, async (request, reply) => {
    const removed = await removeRule(request.db, request.actor, request.clock.today(), request.params.ruleId)
    if (!removed) return reply.callNotFound()
    return reply.redirect(`${addressOf(removed)}&done=removed&lessons=${removed.lessons}`, 303)
  })
}

export const addressOf = ({ study_group_id, term_id }: Place) =>
  `/timetable/rules/groups/${study_group_id}?term=${term_id}`

type Term = { id: number; starts_on: string }
export const termOf = <T extends Term>(terms: T[], id: number | undefined, today: string): T | undefined =>
  terms.find((one) => one.id === id) ?? terms.find(({ starts_on }) => starts_on <= today) ?? terms.at(-1)

const formOf = (body: Typed): RuleForm => ({
  ...{ course_id: Number(body.course) || 0, weekday: Number(body.weekday) || 0, pair_number: Number(body.pair) || 0 },
  ...{ hours: Number(body.hours) || 0, room_id: Number(body.room) || null, staff_member_id: Number(body.staff) || 0 },
  ...{ form: body.form in FORM_WORDS ? body.form : null, is_distant: body.room === DISTANT },
  ...{ weeks: isWeeks(body.weeks) ? body.weeks : 'every', week_numbers: weekNumbersOf(body.numbers) },
  ...{ since: dayOf(body.since.trim()), until: dayOf(body.until.trim()), is_confirmed: body.confirmed === 'yes' }
})

type Shown = {
  rule?: queries.RuleRow
  typed?: Typed
  refusals?: RuleFields
  clashes?: Clash[]
  query?: { weekday: string; pair: string; done: string; lessons: string }
}

async function showGroup(
  { db, clock }: FastifyRequest,
  reply: FastifyReply,
  group_id: number,
  term_id: number | undefined,
  shown: Shown
) {
  const [group, terms] = [await queries.findGroup(db, group_id), await queries.listTerms(db)]
  const term = termOf(terms, term_id, clock.today())
  if (!group || !term) return reply.callNotFound()
  const ground = (await queries.findGrounds(db, term.id, [group.id])).get(group.id)
  const rules = await queries.listRules(db, group.id, term.id)
  const courses = await queries.listCourses(db, group.id, term.id)
  const byRules = new Map<number, number>()
  for (const { rule, lost } of ground ? occurrencesOf(rules, ground) : [])
    if (lost === null) byRules.set(rule.course_id, (byRules.get(rule.course_id) ?? 0) + rule.hours)
  const pairs = Math.max(5, ...rules.flatMap(pairsOf))
  const { clashes = [], query } = shown
  return reply.viewAsync('timetable/group-rules', {
    ...{ group, terms, term, rule: shown.rule, done: query?.done, lessons: Number(query?.lessons) || 0 },
    courses: courses.map((one) => ({ ...one, by_rules: byRules.get(one.id) ?? 0 })),
    rows: Array.from({ length: Math.min(pairs, 10) }, (_, i) => ({
      pair: i + 1,
      cells: [1, 2, 3, 4, 5, 6].map((weekday) => ({
        weekday,
        rules: rules.filter((one) => one.weekday === weekday && pairsOf(one).includes(i + 1))
      }))
    })),
    ...{
      forms: FORM_WORDS,
      distant: DISTANT,
      weekdays: WEEKDAYS,
      weeks: WEEKS,
      weeksInWords,
      refusals: shown.refusals ?? {},
      words: RULE_REFUSALS
    },
    clashes: clashes.map(clashInWords),
    mayConfirm: clashes.length > 0 && clashes.every(isConfirmable),
    week: ground ? weekNumber(clock.today(), ground.starts_on) : 0,
    ...{ staff: await queries.listStaff(db, clock.today()), rooms: await queries.listRooms(db) },
    typed: shown.typed ?? typedOf(shown.rule, query, ground ?? term)
  })
}

const typedOf = (
  rule: queries.RuleRow | undefined,
  query: Shown['query'],
  { starts_on, ends_on }: { starts_on: string; ends_on: string }
): Typed => ({
  ...{ course: String(rule?.course_id ?? ''), weekday: String(rule?.weekday ?? query?.weekday ?? '') },
  form: rule?.form ?? '',
  ...{ pair: String(rule?.pair_number ?? query?.pair ?? ''), hours: String(rule?.hours ?? 2) },
  ...{
    room: rule?.is_distant ? DISTANT : String(rule?.room_id ?? ''),
    staff: String(rule?.staff_member_id ?? ''),
    weeks: rule?.weeks ?? 'every'
  },
  ...{ numbers: weeksInWords(rule?.week_numbers ?? []), confirmed: '' },
  ...{ since: formats.day(rule?.since ?? starts_on), until: formats.day(rule?.until ?? ends_on) }
})
