import type { FastifyPluginAsync } from 'fastify'
import { curatorRoutes } from './routes/curators.ts'
import { deedRoutes } from './routes/deeds.ts'
import { oneGroupRoutes } from './routes/group.ts'
import { groupRoutes } from './routes/groups.ts'
import { lineRoutes } from './routes/lines.ts'
import { orderRoutes } from './routes/orders.ts'
import { promotionRoutes } from './routes/promotion.ts'
import { reasonRoutes } from './routes/reasons.ts'
import { specialtyRoutes } from './routes/specialties.ts'
import { summaryRoutes } from './routes/summary.ts'
import { wordingRoutes } from './routes/wording.ts'

/** Study groups with their curators; orders that enrol, transfer, promote and expel. */
export const movementRoutes: FastifyPluginAsync = async (app) => {
  const groups = [groupRoutes, oneGroupRoutes, curatorRoutes, specialtyRoutes, promotionRoutes]
  const orders = [orderRoutes, lineRoutes, wordingRoutes, deedRoutes, reasonRoutes, summaryRoutes]
  for (const routes of [...groups, ...orders]) await app.register(routes)
}
