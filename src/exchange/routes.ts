import type { FastifyPluginAsync } from 'fastify'
import { importRoutes } from './routes/imports.ts'
import { listRoutes } from './routes/lists.ts'
import { loadRoutes } from './routes/loads.ts'

/** Lists taken in from files and given out as files. */
export const exchangeRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [listRoutes, importRoutes, loadRoutes]) await app.register(routes)
}
