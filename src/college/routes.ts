import type { FastifyPluginAsync } from 'fastify'
import { bellRoutes } from './routes/bells.ts'
import { dayRoutes } from './routes/days.ts'
import { departmentRoutes } from './routes/departments.ts'
import { productionRoutes } from './routes/production.ts'
import { profileRoutes } from './routes/profile.ts'
import { roomRoutes } from './routes/rooms.ts'
import { settingRoutes } from './routes/settings.ts'
import { termRoutes as datesAndClosing } from './routes/terms.ts'
import { yearRoutes } from './routes/years.ts'

/** «Учебные периоды»: academic years, their terms, closing and opening them. */
export const termRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [datesAndClosing, yearRoutes]) await app.register(routes)
}

/** The institution itself: settings. */
export const collegeRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [
    profileRoutes,
    departmentRoutes,
    roomRoutes,
    bellRoutes,
    dayRoutes,
    productionRoutes,
    settingRoutes
  ])
    await app.register(routes)
}
