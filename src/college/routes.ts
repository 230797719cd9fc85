import type { FastifyPluginAsync } from 'fastify'
import { termRoutes as datesAndClosing } from './routes/terms.ts'
import { yearRoutes } from './routes/years.ts'

/** «Учебные периоды»: academic years, their terms, closing and opening them. */
export const termRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [datesAndClosing, yearRoutes]) await app.register(routes)
}
