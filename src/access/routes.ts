import type { FastifyPluginAsync } from 'fastify'
import { LEVEL_WORDS, matrixTable, SCOPES } from './rules/words.ts'

/** «Типовая матрица доступа» (R3 1): read from the rights that the application enforces, so the two cannot differ. */
export const accessRoutes: FastifyPluginAsync = async (app) => {
  app.get('/', { config: { right: 'settings: read' } }, async ({ clock }, reply) =>
    reply.viewAsync('access/matrix', { ...matrixTable(), levels: LEVEL_WORDS, scopes: SCOPES, today: clock.today() })
  )
}
