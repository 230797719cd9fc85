import type { FastifyPluginAsync } from 'fastify'
import { practiceCardRoutes } from './routes/cards.ts'
import { practiceDayRoutes } from './routes/days.ts'
import { practiceListRoutes } from './routes/list.ts'
import { moduleRoutes } from './routes/modules.ts'
import { practicePlaceRoutes } from './routes/places.ts'

/** Practices of professional modules: where and when they go, and the page of a module (R0 1.9, 2.10; R1 12). */
export const practiceRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [practiceListRoutes, moduleRoutes, practiceCardRoutes, practicePlaceRoutes, practiceDayRoutes])
    await app.register(routes)
}
