import type { FastifyPluginAsync } from 'fastify'
import { cellRoutes } from './routes/cells.ts'
import { courseRoutes } from './routes/courses.ts'
import { lessonRoutes } from './routes/lessons.ts'
import { removalRoutes } from './routes/removals.ts'
import { studentRoutes } from './routes/students.ts'
import { unlockingRoutes } from './routes/unlockings.ts'

/** The journal: «Мои журналы», the page, the lesson, the cell. */
export const journalRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [courseRoutes, cellRoutes, lessonRoutes, removalRoutes, studentRoutes, unlockingRoutes])
    await app.register(routes)
}
