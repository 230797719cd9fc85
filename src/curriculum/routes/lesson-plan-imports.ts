import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { bringTable, type Choice, forgetTable, loadTable, previewTable } from '../actions/lesson-plan-imports.ts'
import { findPlan } from '../queries/lesson-plans.ts'
import { COLUMN_FIELDS, type ColumnField, type Columns, letterOf } from '../rules/lesson-plan-columns.ts'
import { sumOfHours } from '../rules/lesson-plan-topics.ts'
import { differenceInWords, plannedHoursOf } from '../rules/lesson-plans.ts'

const PlanUrl = Type.Object({ lessonPlanId: Type.Integer() })
const ImportUrl = Type.Object({ lessonPlanId: Type.Integer(), importId: Type.Integer() })
/** The preview's choices: a column is a number from 0, empty where the table has none. */
const Choices = Type.Object({
  ...{ _csrf: Type.Optional(Type.String()), chosen: Type.String({ maxLength: 10, default: '' }) },
  ...{ sheet: Type.Integer({ minimum: 0, default: 0 }), hours: Type.Integer({ minimum: 1, maximum: 12, default: 2 }) },
  ...{ lesson_kind_id: Type.Integer({ default: 0 }), mode: Type.String({ maxLength: 10, default: '' }) },
  columns: Type.Array(Type.String({ maxLength: 4 }), { maxItems: 10, default: [] })
})
const EmptyForm = Type.Object({ _csrf: Type.Optional(Type.String()) })
const right = 'work programmes: write' as const
const FIELDS = Object.keys(COLUMN_FIELDS) as ColumnField[]

/** A table of topics is brought, looked at and only then loaded. */
export const planImportRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/:lessonPlanId/imports/new', { config: { right }, schema: { params: PlanUrl } }, (request, reply) =>
    uploadPage(request, reply, request.params.lessonPlanId, {})
  )

  // A file that is too big is cut, so that it can be refused at its field and not on a page of its own.
  const cut = { multipartOptions: { throwFileSizeLimit: false, limits: { fileSize: 5_000_001, fieldSize: 1_000_000 } } }
  app.post(
    '/:lessonPlanId/imports',
    { config: { right, ...cut }, schema: { params: PlanUrl } },
    async (request, reply) => {
      const { db, actor, clock, params } = request
      const { brought, pasted } = await broughtIn(request.body)
      if (!brought) return uploadPage(request, reply.code(422), params.lessonPlanId, { refusal: NOTHING })
      const outcome = await bringTable(db, actor, clock.today(), params.lessonPlanId, brought)
      if (outcome === 'no-such-plan') return reply.callNotFound()
      if ('refusal' in outcome)
        return uploadPage(request, reply.code(422), params.lessonPlanId, { refusal: outcome.refusal, pasted })
      return reply.redirect(`/lesson-plans/${params.lessonPlanId}/imports/${outcome.import_id}`, 303)
    }
  )

  const one = { config: { right } }
  app.get(
    '/:lessonPlanId/imports/:importId',
    { ...one, schema: { params: ImportUrl, querystring: Choices } },
    (request, reply) => previewPage(request, reply, idsIn(request.params), request.query)
  )

  app.post(
    '/:lessonPlanId/imports/:importId',
    { ...one, schema: { params: ImportUrl, body: Choices } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const outcome = await loadTable(db, actor, clock.today(), idsIn(params), choiceIn(body))
      if (outcome === 'no-such-plan') return reply.callNotFound()
      if (outcome === 'loaded') return reply.redirect(`/lesson-plans/${params.lessonPlanId}?done=loaded`, 303)
      return previewPage(request, reply.code(422), idsIn(params), body, outcome.refusal)
    }
  )

  app.post(
    '/:lessonPlanId/imports/:importId/removal',
    { ...one, schema: { params: ImportUrl, body: EmptyForm } },
    async (request, reply) => {
      const { db, actor, params } = request
      const outcome = await forgetTable(db, actor, idsIn(params))
      if (outcome === 'no-such-plan') return reply.callNotFound()
      return reply.redirect(`/lesson-plans/${params.lessonPlanId}`, 303)
    }
  )
}

const NOTHING = 'Выберите файл или вставьте таблицу.'
const idsIn = ({ lessonPlanId, importId }: Static<typeof ImportUrl>) => ({ plan: lessonPlanId, table: importId })

function choiceIn({ sheet, hours, lesson_kind_id, mode, columns, chosen }: Static<typeof Choices>): Choice {
  const named: Columns = {}
  FIELDS.forEach((field, i) => {
    if (/^\d{1,2}$/.test(columns[i] ?? '')) named[field] = Number(columns[i])
  })
  // other columns mean another sheet, whose columns are to be guessed anew
  const isOfSheet = chosen === String(sheet)
  return {
    ...{ sheet, columns: isOfSheet ? named : null, defaults: { hours, lesson_kind_id } },
    replaces: mode === '' ? null : mode === 'replace'
  }
}

async function uploadPage({ db, actor, clock }: FastifyRequest, reply: FastifyReply, id: number, view: object) {
  const plan = await findPlan(db, actor, right, clock.today(), id)
  if (!plan?.is_own) return reply.callNotFound()
  return reply.viewAsync('curriculum/lesson-plan-upload', { plan, ...view })
}

type Ids = { plan: number; table: number }

async function previewPage(
  { db, actor, clock }: FastifyRequest,
  reply: FastifyReply,
  ids: Ids,
  query: Static<typeof Choices>,
  refusal?: string
) {
  const preview = await previewTable(db, actor, clock.today(), ids, choiceIn(query))
  if (!preview) return reply.callNotFound()
  const { plan, read, standing, head, used, choice } = preview
  const isMixed = standing.length > 0
  const own = sumOfHours(read.topics) + (choice.replaces || !isMixed ? 0 : sumOfHours(standing))
  const titles = new Set(read.topics.map(({ title }) => title.toLowerCase()))
  const lost = standing.filter(({ id, title }) => used.has(id) && !titles.has(title.toLowerCase()))
  const width = Math.max(head.header.length, ...head.lines.map(({ cells }) => cells.length), 1)
  return reply.viewAsync('curriculum/lesson-plan-preview', {
    ...{ ...preview, refusal, fields: COLUMN_FIELDS, lost: choice.replaces ? lost.length : 0 },
    kindNames: new Map(preview.kinds.map(({ id, name }) => [id, name])),
    letters: Array.from({ length: width }, (_, i) => {
      const sample = head.header[i] || head.lines.find(({ cells }) => cells[i])?.cells[i]
      return sample ? `${letterOf(i)} — ${sample.slice(0, 40)}` : letterOf(i)
    }),
    difference: differenceInWords({ planned: plannedHoursOf(plan.term), own })
  })
}

type Part = { value?: unknown; filename?: string; toBuffer?(): Promise<Buffer> }

/** The file that was chosen, or the text that was pasted; a browser sends an empty file without a name when none is chosen. */
async function broughtIn(body: unknown) {
  const { file, pasted } = (body ?? {}) as { file?: Part; pasted?: Part | string }
  const said = typeof pasted === 'object' ? pasted.value : pasted // a form sent again after signing in has no parts
  const text = typeof said === 'string' ? said : ''
  if (typeof file?.toBuffer === 'function' && file.filename)
    return { brought: { name: file.filename, content: await file.toBuffer() }, pasted: text }
  if (text.trim() === '') return { brought: null, pasted: text }
  return { brought: { name: 'вставленная таблица', content: Buffer.from(text) }, pasted: text }
}
