import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { dayOf } from '../../platform/days.ts'
import { addDays, removeDay } from '../actions/days.ts'
import { findStudyDays, listSpecialDays, listYears } from '../queries/days.ts'
import { WEEKDAYS, weekdayName } from '../rules/bells.ts'
import {
  calendarWeekday,
  DAY_REFUSALS,
  type DayFields,
  type DayForm,
  lastDayOf,
  monthOf,
  monthsOf
} from '../rules/days.ts'
import { weekdayAccusative } from '../rules/production.ts'
import { yearTitle } from '../rules/terms.ts'

const Text = Type.String({ maxLength: 300, default: '' })
const Csrf = Type.Optional(Type.String())
const Year = Type.Integer({ default: 0 })
const PageUrl = Type.Object({ year: Year, done: Text, days: Text })
const DayUrl = Type.Object({ day: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }) })
const Removal = Type.Object({ year: Year, _csrf: Csrf })
const Form = Type.Object({
  ...{ kind: Text, first: Text, last: Text, name: Text, year: Year, _csrf: Csrf },
  follows: Type.Integer({ minimum: 0, maximum: 7, default: 0 })
})
const read = { config: { right: 'calendar: read' as const } }
const write = { config: { right: 'calendar: write' as const } }

/** «Календарь»: the academic year at a glance, its days off and the days that follow another weekday (R4 3.3.2). */
export const dayRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/days', { ...read, schema: { querystring: PageUrl } }, (request, reply) =>
    showDays(request, reply, request.query)
  )

  app.post('/days', { ...write, schema: { body: Form } }, async (request, reply) => {
    const { db, actor, body } = request
    const [first, last] = [dayOf(body.first.trim()), dayOf(body.last.trim())]
    const form = { ...body, first, last, name: body.name.replace(/\s+/g, ' ').trim() }
    const refusals = await addDays(db, actor, form)
    if (Object.keys(refusals).length === 0) return reply.redirect(`/college/days?year=${body.year}&done=added`, 303)
    return showDays(request, reply.code(422), { year: body.year, typed: body, refusals })
  })

  app.post('/days/:day/removal', { ...write, schema: { params: DayUrl, body: Removal } }, async (request, reply) => {
    const { db, actor, params, body } = request
    if (!(await removeDay(db, actor, params.day))) return reply.callNotFound()
    return reply.redirect(`/college/days?year=${body.year}&done=removed`, 303)
  })
}

type View = { year: number; done?: string; days?: string; typed?: DayForm; refusals?: DayFields }

async function showDays({ db, actor, clock }: FastifyRequest, reply: FastifyReply, view: View) {
  const [years, today] = [await listYears(db), clock.today()]
  const year = years.find(({ id }) => id === view.year) ?? years.find(({ starts_on }) => starts_on <= today) ?? years[0]
  const mayWrite = holds(actor, 'calendar: write')
  if (!year) return reply.viewAsync('college/days', { years, mayWrite })
  const months = monthsOf(year.starts_on)
  const [from, to] = [`${months[0]}-01`, lastDayOf(months[11] ?? '')]
  const calendar = await findStudyDays(db, from, to)
  return reply.viewAsync('college/days', {
    ...{ years: years.map(({ id, starts_on }) => ({ id, title: yearTitle(starts_on) })), year, today, mayWrite },
    ...{ title: yearTitle(year.starts_on), week: calendar.study_days_per_week },
    months: months.map((month) => ({ month, weeks: monthOf(month, calendar) })),
    special: (await listSpecialDays(db, from, to)).map((one) => ({
      ...one,
      ...{ weekday: weekdayName(calendarWeekday(one.day)), like: weekdayAccusative(one.follows) }
    })),
    ...{ weekdays: WEEKDAYS, done: view.done, count: view.days, refusals: view.refusals ?? {}, words: DAY_REFUSALS },
    typed: view.typed ?? { kind: 'off', first: '', last: '', name: '', follows: 0 }
  })
}
