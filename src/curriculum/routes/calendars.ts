import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { findProfile } from '../../college/queries.ts'
import { listDepartments, listGroups, listSpans, listYears } from '../queries/calendars.ts'
import { boundsOf, gapsOf, monthsOver, SPAN_KINDS, stripOf, weeksByKind, weeksOf } from '../rules/calendars.ts'
import { findCalendar, GroupUrl, Id, read, titled, YearUrl, yearIn } from './calendar-page.ts'
import { spanRoutes } from './calendar-spans.ts'
import { groupTermRoutes } from './group-terms.ts'

const ListUrl = Type.Object({ year: Id, course: Id, department: Id })

/** «Календарные учебные графики»: all groups of a year as strips of weeks, one group's spans and dates of terms (R4 3.3.2). */
export const calendarRoutes: FastifyPluginAsyncTypebox = async (app) => {
  for (const routes of [spanRoutes, groupTermRoutes]) await app.register(routes)

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
}
