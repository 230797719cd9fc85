import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Actor } from '../../access/actor.ts'
import type { Db } from '../../platform/db.ts'
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
      const day = await dayOf(db, actor, clock.today())
      const sections = shownOf(day.sections, query.of, query.page)
      return reply.viewAsync('journal/today', { ...day, of: query.of, sections })
    }
  )
}

/** A teacher's day for its piece of a page: lessons and practice of the day, the next lesson when there are none, and the debts. */
export async function dayOf(db: Db, actor: Actor, today: string) {
  const me = actor.staff_member_id ?? -1
  const lessons = await listToday(db, me, today)
  const { sections, debts, practice } = await findDebts(db, me, today)
  const next = lessons.length + practice.length === 0 ? await findNext(db, me, today) : undefined
  return { today, lessons, practice, next, sections, debts, newLesson, practicePage }
}
