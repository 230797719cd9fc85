import type { FastifyPluginAsync } from 'fastify'
import { orderRoutes } from './routes/orders.ts'
import { previewRoutes } from './routes/preview.ts'
import { printoutRoutes } from './routes/printouts.ts'

/** Printing: forms of orders, orders with their progress, finished files. */
export const printRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [orderRoutes, previewRoutes, printoutRoutes]) await app.register(routes)
}
