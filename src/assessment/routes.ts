import type { FastifyPluginAsync } from 'fastify'
import { cellRoutes } from './routes/cells.ts'
import { courseRoutes } from './routes/courses.ts'
import { studentRoutes } from './routes/students.ts'

/** Results (итоговые оценки): the course's page, the cells of the journal's grid, the history of one student's. */
export const resultRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [cellRoutes, courseRoutes, studentRoutes]) await app.register(routes)
}
