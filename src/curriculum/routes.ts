import type { FastifyPluginAsync } from 'fastify'
import { approvalRoutes } from './routes/approving.ts'
import { calendarRoutes } from './routes/calendars.ts'
import { copyRoutes } from './routes/copying.ts'
import { correctionRoutes } from './routes/corrections.ts'
import { courseRoutes } from './routes/courses.ts'
import { planRoutes } from './routes/curricula.ts'
import { dividedGroupRoutes } from './routes/divided-groups.ts'
import { divisionCopyRoutes } from './routes/division-copies.ts'
import { divisionRoutes } from './routes/divisions.ts'
import { importRoutes } from './routes/imports.ts'
import { planPageRoutes } from './routes/lesson-plan.ts'
import { planCopyRoutes } from './routes/lesson-plan-copies.ts'
import { planImportRoutes } from './routes/lesson-plan-imports.ts'
import { planListRoutes } from './routes/lesson-plans.ts'
import { subgroupRoutes } from './routes/subgroups.ts'
import { teachersLoadRoutes } from './routes/teachers-load.ts'
import { versionRoutes } from './routes/versions.ts'

/** Curricula, and how they are brought in. */
export const curriculumRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [planRoutes, approvalRoutes, versionRoutes, copyRoutes, correctionRoutes, importRoutes])
    await app.register(routes)
}

/** The load: who teaches what, to whom. */
export const loadRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [courseRoutes, subgroupRoutes, teachersLoadRoutes]) await app.register(routes)
  for (const routes of [divisionRoutes, dividedGroupRoutes, divisionCopyRoutes]) await app.register(routes)
}

/** Lesson plans (КТП): topics of a subject, approved before they are taught by. */
export const lessonPlanRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [planListRoutes, planPageRoutes, planCopyRoutes, planImportRoutes]) await app.register(routes)
}

/** Working programmes of the rows of curricula. */
export { programmeRoutes } from './routes/programmes.ts'
/** «Учебный год»: made ready, opened, closed. */
export { yearRoutes as academicYearRoutes } from './routes/years.ts'
/** Study calendars of groups. */
export { calendarRoutes }
