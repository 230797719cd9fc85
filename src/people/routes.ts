import type { FastifyPluginAsync } from 'fastify'
import { cardRoutes } from './routes/cards.ts'
import { dismissalRoutes } from './routes/dismissal.ts'
import { guardianRoutes } from './routes/guardians.ts'
import { portfolioRoutes } from './routes/portfolio.ts'
import { portfolioEntryRoutes } from './routes/portfolio-entries.ts'
import { portfolioListRoutes } from './routes/portfolios.ts'
import { recordRoutes } from './routes/records.ts'
import { staffRoutes } from './routes/staff.ts'
import { staffCardRoutes } from './routes/staff-card.ts'
import { studentRoutes } from './routes/students.ts'

const STUDENTS = [studentRoutes, cardRoutes, guardianRoutes]
const STAFF = [staffRoutes, staffCardRoutes, recordRoutes, dismissalRoutes]
const PORTFOLIOS = [portfolioListRoutes, portfolioRoutes, portfolioEntryRoutes]

/** Cards of students, their guardians and the staff; portfolios. */
export const peopleRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [...STUDENTS, ...STAFF, ...PORTFOLIOS]) await app.register(routes)
}
