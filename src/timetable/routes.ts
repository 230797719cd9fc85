import type { FastifyPluginAsync } from 'fastify'
import { boardRoutes } from './routes/board.ts'

/** «Расписание»: who teaches whom, when and where; rules, corrections, substitutions. */
export const timetableRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [boardRoutes]) await app.register(routes)
}
