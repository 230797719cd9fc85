import type { FastifyPluginAsync } from 'fastify'
import { deedRoutes } from './routes/deeds.ts'
import { lineRoutes } from './routes/lines.ts'
import { orderRoutes } from './routes/orders.ts'
import { summaryRoutes } from './routes/summary.ts'

/** Orders that enrol, transfer and expel. */
export const movementRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [orderRoutes, lineRoutes, deedRoutes, summaryRoutes]) await app.register(routes)
}
