import type { FastifyPluginAsync } from 'fastify'
import { calendarRoutes } from './routes/calendars.ts'
import { courseRoutes } from './routes/courses.ts'
import { planRoutes } from './routes/curricula.ts'
import { divisionRoutes } from './routes/divisions.ts'
import { importRoutes } from './routes/imports.ts'

/** Curricula, and how they are brought in. */
export const curriculumRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [planRoutes, importRoutes]) await app.register(routes)
}

/** The load: who teaches what, to whom. */
export const loadRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [courseRoutes, divisionRoutes]) await app.register(routes)
}

/** «Учебный год»: made ready, opened, closed. */
export { yearRoutes as academicYearRoutes } from './routes/years.ts'

/** Study calendars of groups. */
export { calendarRoutes }
