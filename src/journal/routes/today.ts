import type { FastifyPluginAsync } from 'fastify'
import { findSettings } from '../../college/queries.ts'
import { dayPlus } from '../../college/rules/days.ts'
import { findNext, listToday, listUnfinished, listUnrecorded } from '../queries/today.ts'
import { debtsOf, newLesson } from '../rules/today.ts'

/** «Сегодня»: the teacher's first screen, and what earlier lessons still lack. */
export const todayRoutes: FastifyPluginAsync = async (app) => {
  app.get('/today', { config: { right: 'journal: write' } }, async ({ db, actor, clock }, reply) => {
    const [me, today] = [actor.staff_member_id ?? -1, clock.today()]
    const { marks_within_days } = await findSettings(db)
    const lessons = await listToday(db, me, today)
    const sections = debtsOf(
      await listUnrecorded(db, me, today),
      await listUnfinished(db, me, today, dayPlus(today, -marks_within_days))
    )
    return reply.viewAsync('journal/today', {
      ...{ today, lessons, sections, newLesson, staff: me },
      next: lessons.length === 0 ? await findNext(db, me, today) : undefined,
      debts: sections.reduce((sum, { debts }) => sum + debts.length, 0)
    })
  })
}
