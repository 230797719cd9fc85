import type { FastifyPluginAsync } from 'fastify'
import { cardRoutes } from './account.ts'
import { groupRoutes } from './groups.ts'
import { listRoutes } from './list.ts'
import { newcomerRoutes } from './newcomers.ts'

/** Keeping the accounts of others. */
export const keepingRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [listRoutes, groupRoutes, newcomerRoutes, cardRoutes]) await app.register(routes)
}
