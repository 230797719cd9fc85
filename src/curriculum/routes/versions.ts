import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { findCurriculum } from '../queries/curricula.ts'
import { listRows } from '../queries/plans.ts'
import { listVersions } from '../queries/versions.ts'
import { semesterInWords } from '../rules/changes.ts'
import { comparisonOf, differenceInWords } from '../rules/versions.ts'

const PlanUrl = Type.Object({ curriculumId: Type.Integer() })
const WithUrl = Type.Object({ with: Type.Integer({ default: 0 }) })
const read = { config: { right: 'curriculum: read' as const } }

export const versionRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/:curriculumId/comparison',
    { ...read, schema: { params: PlanUrl, querystring: WithUrl } },
    async ({ db, actor, clock, params, query }, reply) => {
      const today = clock.today()
      const plan = await findCurriculum(db, actor, today, params.curriculumId)
      if (!plan) return reply.callNotFound()
      const versions = await listVersions(db, actor, today, plan)
      const other = query.with === 0 ? undefined : versions.find(({ id }) => id === query.with)
      if (query.with !== 0 && !other) return reply.callNotFound()
      const comparison = other && comparisonOf(await listRows(db, other.id), await listRows(db, plan.id))
      const words = { semesterInWords, differenceInWords }
      return reply.viewAsync('curriculum/plan-comparison', { plan, versions, other, comparison, ...words })
    }
  )
}
