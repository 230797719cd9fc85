import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { attachCurriculum } from '../actions/attaching.ts'
import { listCurricula } from '../queries/curricula.ts'
import { ATTACH_REFUSALS } from '../rules/attaching.ts'
import { planPage } from './curriculum-page.ts'

const ListUrl = Type.Object({ q: Type.String({ maxLength: 100, default: '' }) })
const PlanUrl = Type.Object({ curriculumId: Type.Integer() })
const DoneUrl = Type.Object({ done: Type.String({ maxLength: 20, default: '' }) })
const GroupForm = Type.Object({ study_group_id: Type.Integer({ default: 0 }), _csrf: Type.Optional(Type.String()) })

const NOTICES: Record<string, string> = {
  loaded: 'Учебный план загружен.',
  attached: 'Группа переведена на этот план.',
  approved: 'План утверждён.',
  copied: 'План скопирован: это проект, его можно исправить и утвердить.',
  corrected: 'Строка исправлена, часы модулей пересчитаны.',
  reopened: 'План возвращён в проект: его можно исправлять и загружать заново.'
}
const read = { config: { right: 'curriculum: read' as const } }
const write = { config: { right: 'curriculum: write' as const } }

export const planRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { ...read, schema: { querystring: ListUrl } }, async ({ db, actor, clock, query }, reply) => {
    const q = query.q.trim()
    const plans = await listCurricula(db, actor, clock.today(), q)
    return reply.viewAsync('curriculum/plans', { q, plans, mayWrite: holds(actor, 'curriculum: write') })
  })

  app.get('/:curriculumId', { ...read, schema: { params: PlanUrl, querystring: DoneUrl } }, async (request, reply) => {
    const page = await planPage(request, request.params.curriculumId)
    if (!page) return reply.callNotFound()
    return reply.viewAsync('curriculum/plan', { ...page, notice: NOTICES[request.query.done] })
  })

  app.post(
    '/:curriculumId/groups',
    { ...write, schema: { params: PlanUrl, body: GroupForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const ids = { curriculum_id: params.curriculumId, study_group_id: body.study_group_id }
      const outcome = body.study_group_id === 0 ? 'no-group' : await attachCurriculum(db, actor, clock.today(), ids)
      if (outcome === 'no-such-plan' || outcome === 'no-such-group') return reply.callNotFound()
      if (outcome === 'attached') return reply.redirect(`/curricula/${params.curriculumId}?done=attached`, 303)
      const page = await planPage(request, params.curriculumId)
      if (!page) return reply.callNotFound()
      const typed = { study_group_id: body.study_group_id, refusal: ATTACH_REFUSALS[outcome] }
      return reply.code(422).viewAsync('curriculum/plan', { ...page, typed })
    }
  )
}
