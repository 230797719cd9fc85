import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { findDay } from '../queries/debts.ts'
import { newLesson, practicePage, shownOf } from '../rules/today.ts'

const Url = Type.Object({
  of: Type.String({ maxLength: 20, default: '' }),
  page: Type.Integer({ minimum: 1, maximum: 1000, default: 1 })
})

/** «Сегодня»: the teacher's first screen, and what earlier lessons still lack. */
export const todayRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/today',
    { config: { right: 'journal: write' }, schema: { querystring: Url } },
    async ({ db, actor, clock, query }, reply) => {
      const day = await findDay(db, actor.staff_member_id ?? -1, clock.today())
      const sections = shownOf(day.sections, query.of, query.page)
      return reply.viewAsync('journal/today', { ...day, newLesson, practicePage, of: query.of, sections })
    }
  )
}
