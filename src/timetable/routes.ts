import type { FastifyPluginAsync } from 'fastify'
import { absenceRoutes } from './routes/absences.ts'
import { addingRoutes } from './routes/adding.ts'
import { boardRoutes } from './routes/board.ts'
import { entryRoutes } from './routes/entries.ts'
import { layingRoutes } from './routes/laying.ts'
import { ruleRoutes } from './routes/rules.ts'
import { substitutionRoutes } from './routes/substitutions.ts'

/** «Расписание»: who teaches whom, when and where; rules, corrections, substitutions. */
export const timetableRoutes: FastifyPluginAsync = async (app) => {
  for (const routes of [
    boardRoutes,
    ruleRoutes,
    layingRoutes,
    entryRoutes,
    addingRoutes,
    substitutionRoutes,
    absenceRoutes
  ])
    await app.register(routes)
}
