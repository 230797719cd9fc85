import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Right } from '../../access/rights.ts'
import { type EntryOutcome, enterCells } from '../actions/cells.ts'
import { listCells } from '../queries/cells.ts'
import { findCellPlace, listCellChanges } from '../queries/history.ts'
import { findPage } from '../queries/pages.ts'
import { listRoster } from '../queries/rosters.ts'
import { CELL_REFUSALS, textOf } from '../rules/cells.ts'
import { gridOf } from '../rules/grid.ts'
import { RESULT_NAMES, resultKindsOf } from '../rules/results.ts'
import { windowOf } from '../rules/windows.ts'

const CellUrl = Type.Object({ lessonId: Type.Integer(), studentId: Type.Integer() })
const RowUrl = Type.Object({ courseId: Type.Integer(), studentId: Type.Integer() })
const CellForm = Type.Object({
  before: Type.String({ maxLength: 40, default: '' }),
  value: Type.String({ maxLength: 40, default: '' }),
  document: Type.Optional(Type.String({ maxLength: 300 }))
})
const read = { config: { right: 'journal: read' as const } }
const write = { config: { right: ['journal: write', 'absence reasons: write'] as Right[] } }

/** One student's row of the journal, and one cell with its history and its form. */
export const studentRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/courses/:courseId/students/:studentId', { ...read, schema: { params: RowUrl } }, async (request, reply) => {
    const { db, actor, clock, params } = request
    const page = await findPage(db, actor, clock.today(), params.courseId, windowOf('all', ''))
    if (!page) return reply.callNotFound()
    const roster = await listRoster(db, page.id, { from: page.starts_on, to: page.ends_on })
    const kinds = resultKindsOf(page.item_kind, page.controls ?? [])
    const row = gridOf(page.lessons, roster, kinds).find(({ student_id }) => student_id === params.studentId)
    return row
      ? reply.viewAsync('journal/row', { page, row, kinds: kinds.map((kind) => RESULT_NAMES[kind]) })
      : reply.callNotFound()
  })

  app.get('/lessons/:lessonId/students/:studentId', { ...read, schema: { params: CellUrl } }, (request, reply) =>
    showCell(request, reply, request.params)
  )

  app.post(
    '/lessons/:lessonId/students/:studentId',
    { ...write, schema: { params: CellUrl, body: CellForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const place = await findCellPlace(db, actor, clock.today(), params.lessonId, params.studentId)
      if (!place) return reply.callNotFound()
      const entry = { lesson_id: params.lessonId, student_id: params.studentId, ...body }
      const [outcome] = await enterCells(db, actor, clock.today(), place.course_id, [entry])
      if (outcome?.kind === 'saved')
        return reply.redirect(`/journal/lessons/${params.lessonId}/students/${params.studentId}?kept=yes`, 303)
      return showCell(request, reply.code(422), params, { ...body, refusal: sentenceOf(outcome) })
    }
  )
}

function sentenceOf(outcome: EntryOutcome | undefined): string {
  if (outcome?.kind === 'refused') return CELL_REFUSALS[outcome.refusal]
  if (outcome?.kind !== 'conflict') return CELL_REFUSALS['not-in-group']
  const by = outcome.by ? ` (${outcome.by})` : ''
  return `Пока страница была открыта, в журнал внесено «${outcome.text || 'пусто'}»${by}. Сравните и сохраните ещё раз`
}

type Typed = { value: string; document?: string; refusal: string }

async function showCell(
  request: FastifyRequest,
  reply: FastifyReply,
  { lessonId, studentId }: { lessonId: number; studentId: number },
  typed?: Typed
) {
  const { db, actor, clock, college } = request
  const place = await findCellPlace(db, actor, clock.today(), lessonId, studentId)
  if (!place) return reply.callNotFound()
  const [cell] = await listCells(db, actor, clock.today(), place.course_id, [
    { lesson_id: lessonId, student_id: studentId }
  ])
  if (!cell) return reply.callNotFound()
  const absence = cell.code === null ? null : { code: cell.code, hours: cell.hours ?? 0 }
  const changes = await listCellChanges(db, lessonId, place.person_id)
  return reply.viewAsync('journal/cell', {
    ...{
      place,
      cell,
      changes,
      typed,
      zone: college.time_zone,
      text: textOf({ absence, marks: cell.marks }, cell.lesson_hours)
    },
    kept: (request.query as { kept?: string }).kept
  })
}
