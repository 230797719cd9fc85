import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { dayOf } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { listReleasedOfPeriod, listStaysOfPeriod } from '../queries/summary.ts'
import { dayBefore } from '../rules/lines.ts'
import { COLUMNS, departuresOf, PERIOD_REFUSALS, periodOf, refusePeriod, summaryOf } from '../rules/summary.ts'
import { read, Text } from './page.ts'

const PeriodUrl = Type.Object({ from: Text, to: Text })

/** «Движение контингента» of a period, by groups. */
export const summaryRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/summary', { ...read, schema: { querystring: PeriodUrl } }, async (request, reply) => {
    const { db, actor, clock, query } = request
    const usual = periodOf(clock.today())
    const period = { from: dayOf(query.from.trim()) || usual.from, to: dayOf(query.to.trim()) || usual.to }
    const typed = { from: query.from || formats.day(usual.from), to: query.to || formats.day(usual.to) }
    const refusal = refusePeriod(period)
    if (refusal) return reply.code(422).viewAsync('movement/summary', { typed, refusal: PERIOD_REFUSALS[refusal] })
    const stays = await listStaysOfPeriod(db, actor, clock.today(), { eve: dayBefore(period.from), to: period.to })
    const departures = departuresOf(stays, await listReleasedOfPeriod(db, actor, clock.today(), period), period)
    return reply.viewAsync('movement/summary', { typed, columns: COLUMNS, departures, ...summaryOf(stays, period) })
  })
}
