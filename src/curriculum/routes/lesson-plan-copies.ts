import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { scopesOf } from '../../access/actor.ts'
import { copyPlan } from '../actions/lesson-plan-copies.ts'
import { listTargets } from '../queries/lesson-plan-copies.ts'
import { findPlan, listPlanTopics } from '../queries/lesson-plans.ts'
import { sumOfHours } from '../rules/lesson-plan-topics.ts'
import { PLAN_REFUSALS, plannedHoursOf } from '../rules/lesson-plans.ts'

const PlanUrl = Type.Object({ lessonPlanId: Type.Integer() })
const CopyForm = Type.Object({
  _csrf: Type.Optional(Type.String()),
  /** Row of the curriculum and semester: «120/3». */
  target: Type.String({ maxLength: 40, default: '' })
})
const write = { config: { right: 'work programmes: write' as const } }

/** A plan is copied by those who write plans of their own, from any plan they may read. */
export const planCopyRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/:lessonPlanId/copies/new', { ...write, schema: { params: PlanUrl } }, (request, reply) =>
    copyPage(request, reply, request.params.lessonPlanId, {})
  )

  app.post(
    '/:lessonPlanId/copies',
    { ...write, schema: { params: PlanUrl, body: CopyForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const [curriculum_item_id = 0, semester = 0] = body.target.split('/').map((part) => Number(part) || 0)
      const copying = { plan_id: params.lessonPlanId, curriculum_item_id, semester }
      const outcome = mayCopy(request) ? await copyPlan(db, actor, clock.today(), copying) : 'no-such-plan'
      if (outcome === 'no-such-plan') return reply.callNotFound()
      if (typeof outcome === 'object') return reply.redirect(`/lesson-plans/${outcome.plan_id}?done=copied`, 303)
      return copyPage(request, reply.code(422), params.lessonPlanId, { refusal: PLAN_REFUSALS[outcome] })
    }
  )
}

const mayCopy = ({ actor }: FastifyRequest) =>
  actor.staff_member_id !== null && scopesOf(actor, 'work programmes: write').includes('own load')

async function copyPage(request: FastifyRequest, reply: FastifyReply, id: number, view: object) {
  const { db, actor, clock } = request
  const today = clock.today()
  const plan = await findPlan(db, actor, 'work programmes: read', today, id)
  if (!plan || !mayCopy(request)) return reply.callNotFound()
  const targets = await listTargets(db, actor, today, plan)
  return reply.viewAsync('curriculum/lesson-plan-copy', {
    ...{ ...view, plan, hours: sumOfHours(await listPlanTopics(db, plan.id)) },
    targets: targets.map((target) => ({
      ...{ ...target, planned: plannedHoursOf(target.term) },
      isSame: target.curriculum_item_id === plan.curriculum_item_id && target.semester === plan.semester,
      free: target.courses.filter(({ lesson_plan_id }) => lesson_plan_id === null)
    }))
  })
}
