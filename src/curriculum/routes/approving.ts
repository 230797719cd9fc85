import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { approveCurriculum, reopenCurriculum } from '../actions/approving.ts'
import { APPROVAL_REFUSALS, fieldOf } from '../rules/approving.ts'
import { dayOf } from '../rules/load.ts'
import { planPage } from './curriculum-page.ts'

const _csrf = Type.Optional(Type.String())
const PlanUrl = Type.Object({ curriculumId: Type.Integer() })
const ApprovalForm = Type.Object({
  ...{
    approved_on: Type.String({ maxLength: 20, default: '' }),
    approval: Type.String({ maxLength: 200, default: '' })
  },
  _csrf
})
const ReopeningForm = Type.Object({ reason: Type.String({ maxLength: 500, default: '' }), _csrf })
const write = { config: { right: 'curriculum: write' as const } }

export const approvalRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/:curriculumId/approval',
    { ...write, schema: { params: PlanUrl, body: ApprovalForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const approval = { approved_on: dayOf(body.approved_on), approval: body.approval.trim() }
      const outcome = await approveCurriculum(db, actor, clock.today(), params.curriculumId, approval)
      return answer(request, reply, { id: params.curriculumId, outcome, done: 'approved', typed: body })
    }
  )

  app.post(
    '/:curriculumId/reopening',
    { ...write, schema: { params: PlanUrl, body: ReopeningForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const outcome = await reopenCurriculum(db, actor, clock.today(), params.curriculumId, body.reason.trim())
      return answer(request, reply, { id: params.curriculumId, outcome, done: 'reopened', typed: body })
    }
  )
}

type Answer = { id: number; outcome: Awaited<ReturnType<typeof approveCurriculum>>; done: string; typed: object }

async function answer(request: FastifyRequest, reply: FastifyReply, { id, outcome, done, typed }: Answer) {
  if (outcome === 'no-such-plan') return reply.callNotFound()
  if (outcome === 'done') return reply.redirect(`/curricula/${id}?done=${done}`, 303)
  const page = await planPage(request, id)
  if (!page) return reply.callNotFound()
  const stating = { ...typed, field: fieldOf(outcome), refusal: APPROVAL_REFUSALS[outcome] }
  return reply.code(422).viewAsync('curriculum/plan', { ...page, stating })
}
