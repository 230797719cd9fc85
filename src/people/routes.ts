import type { FastifyPluginAsync } from 'fastify'
import { anonymisingRoutes } from './routes/anonymising.ts'
import { blankRoutes } from './routes/blanks.ts'
import { cardRoutes } from './routes/cards.ts'
import { changeRoutes } from './routes/changes.ts'
import { consentRoutes } from './routes/consents.ts'
import { dismissalRoutes } from './routes/dismissal.ts'
import { guardianRoutes } from './routes/guardians.ts'
import { ownRoutes } from './routes/own.ts'
import { portfolioRoutes } from './routes/portfolio.ts'
import { portfolioEntryRoutes } from './routes/portfolio-entries.ts'
import { portfolioListRoutes } from './routes/portfolios.ts'
import { questionnaireRoutes } from './routes/questionnaires.ts'
import { recordRoutes } from './routes/records.ts'
import { specialRoutes } from './routes/special.ts'
import { staffRoutes } from './routes/staff.ts'
import { staffCardRoutes } from './routes/staff-card.ts'
import { studentRoutes } from './routes/students.ts'

const STUDENTS = [studentRoutes, cardRoutes, guardianRoutes, questionnaireRoutes, specialRoutes]
const PRIVACY = [consentRoutes, blankRoutes, changeRoutes, ownRoutes, anonymisingRoutes]
const STAFF = [staffRoutes, staffCardRoutes, recordRoutes, dismissalRoutes]
const PORTFOLIOS = [portfolioListRoutes, portfolioRoutes, portfolioEntryRoutes]

/** Cards of students, their guardians and the staff; consents and own data; portfolios. */
export const peopleRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [...STUDENTS, ...PRIVACY, ...STAFF, ...PORTFOLIOS]) await app.register(routes)
}
