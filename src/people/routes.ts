import type { FastifyPluginAsync } from 'fastify'
import { cardRoutes } from './routes/cards.ts'
import { guardianRoutes } from './routes/guardians.ts'
import { studentRoutes } from './routes/students.ts'

/** Cards of students and their guardians. */
export const peopleRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [studentRoutes, cardRoutes, guardianRoutes]) await app.register(routes)
}
