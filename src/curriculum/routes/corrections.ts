import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { correctRow } from '../actions/corrections.ts'
import { isChangeable } from '../queries/approving.ts'
import { findCurriculum } from '../queries/curricula.ts'
import { listRows } from '../queries/plans.ts'
import { isTaught } from '../reader/curriculum.ts'
import {
  CORRECTION_REFUSALS,
  type Correction,
  type CorrectionRefusal,
  cellsOf,
  FORMS,
  KINDS
} from '../rules/corrections.ts'
import { CONTROL_NAMES, HOUR_KINDS } from '../rules/words.ts'

const RowUrl = Type.Object({ curriculumId: Type.Integer(), itemId: Type.Integer() })
const RowForm = Type.Object(
  { item_index: Type.String({ maxLength: 50, default: '' }), name: Type.String({ maxLength: 300, default: '' }) },
  { additionalProperties: Type.String({ maxLength: 100 }) }
)
const write = { config: { right: 'curriculum: write' as const } }

export const correctionRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/:curriculumId/rows/:itemId', { ...write, schema: { params: RowUrl } }, async (request, reply) =>
    rowPage(request, reply, request.params, null)
  )

  app.post(
    '/:curriculumId/rows/:itemId',
    { ...write, schema: { params: RowUrl, body: RowForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const { item_index, name, ...cells } = body
      const typed = { item_index, name, cells: cells as Record<string, string> }
      const ids = { curriculum_id: params.curriculumId, item_id: params.itemId }
      const outcome = await correctRow(db, actor, clock.today(), ids, typed)
      if (outcome === 'no-such-row') return reply.callNotFound()
      if (outcome === 'corrected') return reply.redirect(`/curricula/${params.curriculumId}?done=corrected`, 303)
      return rowPage(request, reply.code(422), params, { typed, refusal: outcome })
    }
  )
}

type Refused = { typed: Correction; refusal: CorrectionRefusal }
type Place = { curriculumId: number; itemId: number }

async function rowPage(request: FastifyRequest, reply: FastifyReply, place: Place, refused: Refused | null) {
  const { db, actor, clock } = request
  const today = clock.today()
  const plan = await findCurriculum(db, actor, today, place.curriculumId)
  if (!plan || !(await isChangeable(db, actor, today, plan.id))) return reply.callNotFound()
  const row = (await listRows(db, plan.id)).find(({ id, is_dropped }) => id === place.itemId && !is_dropped)
  if (!row) return reply.callNotFound()
  const shown = refused?.typed ?? { item_index: row.item_index, name: row.name, cells: cellsOf(row.terms) }
  const about = refused?.refusal ?? (plan.state === 'approved' ? 'is-approved' : null)
  return reply.viewAsync('curriculum/plan-row', {
    ...{ plan, row, shown, kinds: KINDS, forms: FORMS, hourNames: HOUR_KINDS, controlNames: CONTROL_NAMES },
    ...{ is_taught: isTaught(row), about, refusal: about && CORRECTION_REFUSALS[about] }
  })
}
