import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { holds } from '../../access/actor.ts'
import { findProfile } from '../../college/queries.ts'
import { yearTitle } from '../../college/rules/terms.ts'
import { dayOf } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { changeCalendar } from '../actions/calendars.ts'
import { changeGroupTerms, factsOf } from '../actions/group-terms.ts'
import {
  type CalendarGroup,
  listDepartments,
  listGroups,
  listGroupTerms,
  listSpans,
  listYears
} from '../queries/calendars.ts'
import {
  boundsOf,
  type Days,
  gapsOf,
  inWords,
  monthsOver,
  proposalOf,
  SPAN_KINDS,
  SPAN_REFUSALS,
  type SpanFields,
  type SpanRow,
  stripOf,
  weeksByKind,
  weeksOf
} from '../rules/calendars.ts'
import { GROUP_TERM_REFUSALS, type GroupTermFields } from '../rules/group-terms.ts'

const Text = Type.String({ maxLength: 100, default: '' })
const Id = Type.Integer({ minimum: 0, default: 0 })
const Csrf = Type.Optional(Type.String())
const Others = Type.Array(Type.Integer(), { maxItems: 300, default: [] })
const ROWS = 20
const ListUrl = Type.Object({ year: Id, course: Id, department: Id })
const GroupUrl = Type.Object({ groupId: Type.Integer() })
const YearUrl = Type.Object({ year: Id, done: Text })
const fields = (names: string[]) => Object.fromEntries(names.map((name) => [name, Text]))
const SpansForm = Type.Object({
  ...fields(Array.from({ length: ROWS }, (_, i) => [`kind_${i}`, `starts_on_${i}`, `ends_on_${i}`]).flat()),
  ...{ year: Id, other: Others, was: Type.String({ maxLength: 4000, default: '' }), _csrf: Csrf }
})
const TermsForm = Type.Object({ year: Id, other: Others, _csrf: Csrf })
const read = { config: { right: 'calendar: read' as const } }
const write = { config: { right: 'calendar: write' as const } }

/** «Календарные учебные графики»: all groups of a year as strips of weeks, one group's spans and dates of terms (R4 3.3.2). */
export const calendarRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { ...read, schema: { querystring: ListUrl } }, async ({ db, actor, clock, query }, reply) => {
    const years = await listYears(db)
    const year = yearIn(years, query.year, clock.today())
    const shown = { ...query, years: years.map(titled), kinds: SPAN_KINDS, mayWrite: holds(actor, 'calendar: write') }
    if (!year) return reply.viewAsync('curriculum/calendars', { ...shown, courses: [] })
    const groups = await listGroups(db, year.starts_on, query.course, query.department)
    const bounds = boundsOf(year.starts_on)
    const ids = groups.map(({ id }) => id)
    const spans = Map.groupBy(await listSpans(db, ids, bounds), ({ study_group_id }) => study_group_id)
    const weeks = weeksOf(bounds)
    const rows = groups.map((group) => ({ ...group, strip: stripOf(weeks, spans.get(group.id) ?? []) }))
    return reply.viewAsync('curriculum/calendars', {
      ...{ ...shown, year: titled(year), weeks, months: monthsOver(weeks), departments: await listDepartments(db) },
      courses: [...Map.groupBy(rows, ({ course }) => course)].map(([course, own]) => ({ course, groups: own }))
    })
  })

  app.get('/:groupId', { ...read, schema: { params: GroupUrl, querystring: YearUrl } }, async (request, reply) => {
    const { db, actor, params, query } = request
    const found = await findCalendar(request, params.groupId, query.year)
    if (!found) return reply.callNotFound()
    const weeks = weeksOf(found.bounds)
    return reply.viewAsync('curriculum/calendars-group', {
      ...{ ...found, weeks, months: monthsOver(weeks), strip: stripOf(weeks, found.spans), kinds: SPAN_KINDS },
      ...{ gaps: gapsOf(found.spans), totals: weeksByKind(found.spans), profile: await findProfile(db) },
      ...{ mayWrite: holds(actor, 'calendar: write') && !found.year.closed_at, done: query.done }
    })
  })

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

type Year = { id: number; starts_on: string; closed_at: Date | null }
const titled = (year: Year) => ({ ...year, title: yearTitle(year.starts_on) })

/** The year asked for, or the one of today, or the newest. */
const yearIn = (years: Year[], id: number, today: string) =>
  years.find((year) => year.id === id) ?? years.find(({ starts_on }) => starts_on <= today) ?? years[0]

/** A group with its calendar of a year and the others of its course; undefined when it does not study in the year. */
async function findCalendar({ db, clock }: FastifyRequest, group_id: number, year_id: number) {
  const year = yearIn(await listYears(db), year_id, clock.today())
  const groups: CalendarGroup[] = year ? await listGroups(db, year.starts_on) : []
  const group = groups.find(({ id }) => id === group_id)
  if (!year || !group) return undefined
  const bounds = boundsOf(year.starts_on)
  return {
    ...{ year: titled(year), group, bounds },
    others: groups.filter(({ id, course }) => id !== group.id && course === group.course),
    spans: await listSpans(db, [group_id], bounds),
    terms: (await listGroupTerms(db, year.id, [group_id])).map(factsOf)
  }
}

type Asked = { group_id: number; year: number; others?: number[] }

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
