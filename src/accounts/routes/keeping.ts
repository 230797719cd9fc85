import type { FastifyPluginAsync } from 'fastify'
import { cardRoutes } from './account.ts'
import { groupRoutes } from './groups.ts'
import { listRoutes } from './list.ts'

/** Keeping the accounts of others. */
export const keepingRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [listRoutes, groupRoutes, cardRoutes]) await app.register(routes)
}
