import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { copyCurriculum } from '../actions/copying.ts'
import { COPY_REFUSALS } from '../rules/copying.ts'
import { planPage } from './curriculum-page.ts'

const PlanUrl = Type.Object({ curriculumId: Type.Integer() })
const CopyForm = Type.Object({
  entry_year: Type.String({ maxLength: 10, default: '' }),
  _csrf: Type.Optional(Type.String())
})

export const copyRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/:curriculumId/copies',
    { config: { right: 'curriculum: write' }, schema: { params: PlanUrl, body: CopyForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const year = Number(body.entry_year.trim())
      const outcome = await copyCurriculum(db, actor, clock.today(), params.curriculumId, year)
      if (outcome === 'no-such-plan') return reply.callNotFound()
      if (typeof outcome === 'object') return reply.redirect(`/curricula/${outcome.curriculum_id}?done=copied`, 303)
      const page = await planPage(request, params.curriculumId)
      if (!page) return reply.callNotFound()
      const copying = { entry_year: body.entry_year, refusal: COPY_REFUSALS[outcome] }
      return reply.code(422).viewAsync('curriculum/plan', { ...page, copying })
    }
  )
}
