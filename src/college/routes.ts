import type { FastifyPluginAsync } from 'fastify'
import { profileRoutes } from './routes/profile.ts'
import { settingRoutes } from './routes/settings.ts'
import { termRoutes as datesAndClosing } from './routes/terms.ts'
import { yearRoutes } from './routes/years.ts'

/** «Учебные периоды»: academic years, their terms, closing and opening them. */
export const termRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [datesAndClosing, yearRoutes]) await app.register(routes)
}

/** The institution itself: settings. */
export const collegeRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [profileRoutes, settingRoutes]) await app.register(routes)
}
