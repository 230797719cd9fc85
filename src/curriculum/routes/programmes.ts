import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { dispositionOf } from '../../print/rules.ts'
import { decides } from '../actions/lesson-plan-states.ts'
import * as deeds from '../actions/programmes.ts'
import { findProgrammeItem } from '../queries/programme-items.ts'
import * as programmes from '../queries/programmes.ts'
import { type BroughtProgramme, PROGRAMME_REFUSALS, PROGRAMME_STATES, PROGRAMME_TYPES } from '../rules/programmes.ts'

const ListUrl = Type.Object({
  curriculum: Type.Integer({ minimum: 0, default: 0 }),
  state: Type.String({ maxLength: 20, default: '' }),
  q: Type.String({ maxLength: 100, default: '' }),
  page: Type.Integer({ minimum: 1, maximum: 10_000, default: 1 })
})
const ItemUrl = Type.Object({ itemId: Type.Integer() })
const DoneUrl = Type.Object({ done: Type.String({ maxLength: 20, default: '' }) })
const VersionUrl = Type.Object({ itemId: Type.Integer(), programmeId: Type.Integer() })
const _csrf = Type.Optional(Type.String())
const RemarkForm = Type.Object({ _csrf, remark: Type.String({ maxLength: 2000, default: '' }) })
const read = { config: { right: 'work programmes: read' as const } }
const write = { config: { right: 'work programmes: write' as const } }

const STATES: Record<string, string> = { ...PROGRAMME_STATES, missing: 'программы нет' }
const NOTICES: Record<string, string> = {
  brought: 'Программа загружена и отправлена на утверждение.',
  approval: 'Программа утверждена.',
  return: 'Программа возвращена с замечаниями.',
  removal: 'Файл забран.'
}

/** Working programmes of the rows of curricula: brought by teachers, approved by the deputy (R1 5.6, R4 3.5.1). */
export const programmeRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { ...read, schema: { querystring: ListUrl } }, async ({ db, actor, clock, query }, reply) => {
    const today = clock.today()
    const search = { ...query, q: query.q.trim(), state: query.state in STATES ? query.state : '' }
    const rows = await programmes.listProgrammes(db, actor, today, search)
    return reply.viewAsync('curriculum/programmes', {
      ...{ query: search, states: STATES, more: rows.length > programmes.PROGRAMMES_A_PAGE },
      ...{ rows: rows.slice(0, programmes.PROGRAMMES_A_PAGE), decides: decides(actor) },
      curricula: await programmes.listProgrammeCurricula(db, actor, today)
    })
  })

  app.get('/:itemId', { ...read, schema: { params: ItemUrl, querystring: DoneUrl } }, (request, reply) =>
    itemPage(request, reply, request.params.itemId, { notice: NOTICES[request.query.done] })
  )

  // A file that is too big is cut, so that it can be refused at its field and not on a page of its own.
  const cut = { multipartOptions: { throwFileSizeLimit: false, limits: { fileSize: 20_000_001 } } }
  app.post('/:itemId', { config: { ...write.config, ...cut }, schema: { params: ItemUrl } }, async (request, reply) => {
    const { db, actor, clock, params, body } = request
    const outcome = await deeds.bringProgramme(db, actor, clock.today(), params.itemId, await broughtIn(body))
    return answer(request, reply, params.itemId, outcome, { at: 'brought', version: 0 })
  })

  app.get('/:itemId/:programmeId/file', { ...read, schema: { params: VersionUrl } }, async (request, reply) => {
    const { db, actor, clock, params } = request
    const item = await findProgrammeItem(db, actor, clock.today(), params.itemId)
    const file = item && (await programmes.findProgrammeFile(db, item.id, params.programmeId))
    if (!file) return reply.callNotFound()
    return reply
      .type(PROGRAMME_TYPES[file.kind])
      .header('content-disposition', dispositionOf(file.file_name, `programme-${file.id}.${file.kind}`))
      .send(file.content)
  })

  const placeOf = ({ itemId, programmeId }: Static<typeof VersionUrl>) => ({
    item_id: itemId,
    programme_id: programmeId
  })
  for (const at of ['approval', 'return', 'removal'] as const)
    app.post(
      `/:itemId/:programmeId/${at}`,
      { ...write, schema: { params: VersionUrl, body: RemarkForm } },
      async (request, reply) => {
        const { db, actor, clock, params, body } = request
        const [place, today] = [placeOf(params), clock.today()]
        const remark = at === 'return' ? body.remark.trim() : null
        const outcome =
          at === 'removal'
            ? await deeds.takeProgrammeBack(db, actor, today, place)
            : await deeds.decideProgramme(db, actor, today, place, remark)
        return answer(request, reply, params.itemId, outcome, { at, version: params.programmeId })
      }
    )
}

type Part = { filename?: string; file?: { truncated: boolean }; toBuffer?(): Promise<Buffer> }

async function broughtIn(body: unknown): Promise<BroughtProgramme | null> {
  const part = (body as { file?: Part } | undefined)?.file
  if (typeof part?.toBuffer !== 'function' || !part.filename) return null
  return { name: part.filename, content: await part.toBuffer(), is_cut: part.file?.truncated === true }
}

type At = { at: string; version: number }

function answer(request: FastifyRequest, reply: FastifyReply, item: number, outcome: deeds.ProgrammeOutcome, at: At) {
  if (outcome === 'no-such-programme') return reply.callNotFound()
  if (outcome === 'done') return reply.redirect(`/programmes/${item}?done=${at.at}`, 303)
  return itemPage(request, reply.code(422), item, { refusal: PROGRAMME_REFUSALS[outcome], ...at })
}

async function itemPage({ db, actor, clock, college }: FastifyRequest, reply: FastifyReply, id: number, view: object) {
  const item = await findProgrammeItem(db, actor, clock.today(), id)
  if (!item) return reply.callNotFound()
  return reply.viewAsync('curriculum/programme', {
    ...{
      at: '',
      version: 0,
      ...view,
      item,
      zone: college.time_zone,
      states: PROGRAMME_STATES,
      decides: decides(actor)
    },
    versions: await programmes.listVersions(db, item.id)
  })
}
