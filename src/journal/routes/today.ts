import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { findDebts } from '../queries/debts.ts'
import { findNext, listToday } from '../queries/today.ts'
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
      const [me, today] = [actor.staff_member_id ?? -1, clock.today()]
      const lessons = await listToday(db, me, today)
      const { sections, debts, practice } = await findDebts(db, me, today)
      return reply.viewAsync('journal/today', {
        ...{ today, lessons, practice, newLesson, practicePage, debts, of: query.of },
        sections: shownOf(sections, query.of, query.page),
        next: lessons.length + practice.length === 0 ? await findNext(db, me, today) : undefined
      })
    }
  )
}
