import type { FastifyPluginAsync } from 'fastify'
import { cellRoutes } from './routes/cells.ts'
import { courseRoutes } from './routes/courses.ts'
import { lessonRoutes } from './routes/lessons.ts'
import { removalRoutes } from './routes/removals.ts'
import { studentRoutes } from './routes/students.ts'
import { todayRoutes } from './routes/today.ts'
import { unlockingRoutes } from './routes/unlockings.ts'

/** The journal: «Сегодня», «Мои журналы», the page, the lesson, the cell. */
export const journalRoutes: FastifyPluginAsync = async (app) => {
  const all = [todayRoutes, courseRoutes, cellRoutes, lessonRoutes, removalRoutes, studentRoutes, unlockingRoutes]
  for (const routes of all) await app.register(routes)
}
