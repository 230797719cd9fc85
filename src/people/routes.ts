import type { FastifyPluginAsync } from 'fastify'
import { cardRoutes } from './routes/cards.ts'
import { dismissalRoutes } from './routes/dismissal.ts'
import { guardianRoutes } from './routes/guardians.ts'
import { recordRoutes } from './routes/records.ts'
import { staffRoutes } from './routes/staff.ts'
import { staffCardRoutes } from './routes/staff-card.ts'
import { studentRoutes } from './routes/students.ts'

const STUDENTS = [studentRoutes, cardRoutes, guardianRoutes]
const STAFF = [staffRoutes, staffCardRoutes, recordRoutes, dismissalRoutes]

/** Cards of students, their guardians and the staff. */
export const peopleRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [...STUDENTS, ...STAFF]) await app.register(routes)
}
