import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { csvOf } from '../../audit/rules/tables.ts'
import { dayOf } from '../../platform/days.ts'
import { dispositionOf } from '../../print/rules.ts'
import { openMissing } from '../actions/import-courses.ts'
import { undoImport } from '../actions/import-undoing.ts'
import {
  type Answering,
  answerImport,
  type BroughtFile,
  bringTimetable,
  confirmImport,
  dropWaiting,
  previewImport
} from '../actions/importing.ts'
import { listImports, PAGE_SIZE } from '../queries/imports.ts'
import { listNameless } from '../queries/newcomers.ts'
import { type Answers, refuseDates } from '../rules/import-days.ts'
import { problemLines } from '../rules/import-preview.ts'
import { countsInWords, IMPORT_REFUSALS, STATES } from '../rules/import-words.ts'
import { showImport, showReversal } from './import-page.ts'

const ImportUrl = Type.Object({ importId: Type.Integer() })
const ListUrl = Type.Object({ page: Type.Integer({ minimum: 1, maximum: 1000, default: 1 }) })
const PreviewUrl = Type.Object({
  ...{ state: Type.String({ maxLength: 20, default: '' }), names: Type.String({ maxLength: 20, default: '' }) },
  part: Type.Integer({ minimum: 1, maximum: 1000, default: 1 }),
  page: Type.Integer({ minimum: 1, maximum: 10_000, default: 1 })
})
const Given = Type.Record(Type.String({ maxLength: 600 }), Type.String({ maxLength: 100 }))
const Confirmation = Type.Object({ digest: Type.String({ maxLength: 100 }), _csrf: Type.Optional(Type.String()) })
const load = { config: { right: 'timetable: write' as const } }

/** «Загрузка расписания»: a file is brought, looked at, decided about, confirmed, and can be taken back. */
export const importRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { ...load, schema: { querystring: ListUrl } }, (request, reply) => uploadPage(request, reply, null))

  // A file that is too big is cut, so that it can be refused at its field; the result of FET is a second one.
  const multipartOptions = { throwFileSizeLimit: false, limits: { files: 2 } }
  app.post('/', { config: { ...load.config, multipartOptions } }, async (request, reply) => {
    const outcome = await bringTimetable(request.db, request.actor, await filesOf(request.body))
    if ('refusal' in outcome) return uploadPage(request, reply.code(422), outcome.refusal)
    return reply.redirect(`/timetable/imports/${outcome.import_id}`, 303)
  })

  app.get('/teachers', load, async ({ db, actor, clock }, reply) =>
    reply.viewAsync('timetable/nameless', {
      ...{ teachers: await listNameless(db, clock.today()), readsCards: holds(actor, 'staff cards: read') }
    })
  )

  const read = { ...load, schema: { params: ImportUrl, querystring: PreviewUrl } }
  app.get('/:importId', read, (request, reply) => showImport(request, reply, request.params.importId))

  app.get(
    '/:importId/errors',
    { ...load, schema: { params: ImportUrl }, exposeHeadRoute: false },
    async (request, reply) => {
      const { db, actor, clock, params } = request
      const preview = await previewImport(db, actor, clock.today(), params.importId)
      if (!preview) return reply.callNotFound()
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', dispositionOf('Не войдёт в расписание.csv', 'timetable.csv'))
        .header('cache-control', 'private, no-store')
        .send(csvOf(problemLines(preview.written, preview.plan.planned)))
    }
  )

  app.post('/:importId/answers', { ...load, schema: { params: ImportUrl, body: Given } }, async (request, reply) => {
    const { db, actor, clock, params, body } = request
    const wrong = refuseSpan(body)
    if (wrong)
      return showImport(request, reply.code(422), params.importId, { refusal: wrong, field: 'from', typed: body })
    const outcome = await answerImport(db, actor, clock.today(), params.importId, answersIn(body), allIn(body))
    if (outcome === 'no-such-page') return reply.callNotFound()
    return reply.redirect(`/timetable/imports/${params.importId}`, 303)
  })

  const confirmation = { ...load, schema: { params: ImportUrl, body: Confirmation } }
  app.post('/:importId/confirmation', confirmation, async (request, reply) => {
    const { college, actor, clock, params, body } = request
    const outcome = await confirmImport(college, actor, clock.today(), params.importId, body.digest)
    if (outcome === 'no-such-page') return reply.callNotFound()
    if (outcome === 'queued') return reply.redirect(`/timetable/imports/${params.importId}`, 303)
    return showImport(request, reply.code(422), params.importId, { refusal: IMPORT_REFUSALS[outcome] })
  })

  app.post('/:importId/courses', { ...load, schema: { params: ImportUrl } }, async (request, reply) => {
    const { db, actor, clock, params } = request
    const outcome = await openMissing(db, actor, clock.today(), params.importId)
    if (outcome === 'no-such-page') return reply.callNotFound()
    if (outcome.refused.length === 0) return reply.redirect(`/timetable/imports/${params.importId}`, 303)
    return showImport(request, reply.code(422), params.importId, { unopened: outcome.refused })
  })

  app.post('/:importId/removal', { ...load, schema: { params: ImportUrl } }, async ({ db, actor, params }, reply) => {
    const outcome = await dropWaiting(db, actor, params.importId)
    return outcome === 'no-such-page' ? reply.callNotFound() : reply.redirect('/timetable/imports', 303)
  })

  app.post('/:importId/reversal', { ...load, schema: { params: ImportUrl } }, async (request, reply) => {
    const outcome = await undoImport(request.db, request.actor, request.params.importId)
    if (outcome === 'no-such-page') return reply.callNotFound()
    if (outcome === 'undone') return reply.redirect(`/timetable/imports/${request.params.importId}`, 303)
    return showReversal(request, reply.code(422), request.params.importId, outcome.standing)
  })

  app.get('/:importId/reversal', { ...load, schema: { params: ImportUrl } }, (request, reply) =>
    showReversal(request, reply, request.params.importId, [])
  )
}

async function uploadPage(
  { db, actor, query, college, clock }: FastifyRequest,
  reply: FastifyReply,
  refusal: string | null
) {
  const { page = 1 } = query as { page?: number }
  const found = await listImports(db, actor.account_id, page)
  const imports = found.slice(0, PAGE_SIZE).map((one) => ({
    ...{ ...one, state_name: STATES[one.state], words: one.counts.new === undefined ? '' : countsInWords(one.counts) },
    by: one.last_name ? `${one.last_name} ${one.first_name}` : one.login
  }))
  const more = found.length > PAGE_SIZE
  const nameless = (await listNameless(db, clock.today())).length
  return reply.viewAsync('timetable/imports', { refusal, imports, page, more, nameless, zone: college.time_zone })
}

type Part = { filename?: string; file?: { truncated: boolean }; toBuffer?(): Promise<Buffer> }

/** The files of a multipart form in their order, without fields where nothing was chosen. */
async function filesOf(body: unknown): Promise<BroughtFile[]> {
  const { file, result } = (body ?? {}) as { file?: Part; result?: Part }
  const parts = [file, result].filter((part) => typeof part?.toBuffer === 'function') as Part[]
  const files = await Promise.all(
    parts.map(async (part) => ({
      ...{ name: part.filename ?? '', is_cut: part.file?.truncated === true },
      content: (await part.toBuffer?.()) ?? Buffer.alloc(0)
    }))
  )
  return files.filter(({ name, content }) => name !== '' || content.length > 0)
}

type Given = Record<string, string>
const ofPrefix = (body: Given, prefix: string): Given =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : []
    )
  )

const refuseSpan = ({ from, until }: Given) =>
  from === undefined ? null : refuseDates(dayOf(from.trim()), dayOf((until ?? '').trim()))

const allIn = ({ all = '' }: Given): Answering => (all === 'skip' || all === 'teacher' || all === 'room' ? all : '')

/**
 * `day:Лист1!A2=2026-10-27`, `name:teacher/0/иванов и и=17`, `full:` the same with a full name, `take:` the slot of a corrected lesson, and
 * the span of an undated file.
 */
function answersIn(body: Given): Answers {
  const span = body.from === undefined ? {} : { from: dayOf(body.from.trim()), until: dayOf((body.until ?? '').trim()) }
  const week = /^[1-8]$/.test(body.first_week ?? '') ? { first_week: Number(body.first_week) } : {}
  const removes = body.asks_removes === undefined ? {} : { removes: body.removes === 'yes' }
  const takes = body.asks_takes === undefined ? {} : { takes: Object.keys(ofPrefix(body, 'take:')) }
  return {
    ...{ days: ofPrefix(body, 'day:'), names: ofPrefix(body, 'name:'), people: ofPrefix(body, 'full:') },
    ...{ ...span, ...week, ...removes, ...takes }
  }
}
