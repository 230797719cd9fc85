import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import * as bringing from '../actions/bringing.ts'
import { listWritablePlans } from '../queries/college.ts'
import { letterOf } from '../rules/columns.ts'
import type { List } from '../rules/lists.ts'
import { fileOf, ImportUrl, ListUrl, listToLoad, load, numberIn } from './fields.ts'
import { showImport } from './page.ts'

const Form = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 500 }))

/** Bringing a file and saying which of its columns is which. */
export const importRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/lists/:list/imports/new', { ...load, schema: { params: ListUrl } }, async (request, reply) => {
    const list = listToLoad(request)
    return list ? uploadPage(request, reply, list) : reply.callNotFound()
  })

  // A file that is too big is cut, so that it can be refused at its field and not on a page of its own.
  const cut = { multipartOptions: { throwFileSizeLimit: false } }
  app.post(
    '/lists/:list/imports',
    { config: { ...load.config, ...cut }, schema: { params: ListUrl } },
    async (request, reply) => {
      const { db, actor, body } = request
      const list = listToLoad(request)
      if (!list) return reply.callNotFound()
      const curriculum = numberIn(body, 'curriculum')
      const outcome = await bringing.bringFile(db, actor, list, await fileOf(body), curriculum)
      if ('refusal' in outcome) return uploadPage(request, reply.code(422), list, { ...outcome, curriculum })
      return reply.redirect(`/exchange/imports/${outcome.import_id}`, 303)
    }
  )

  const route = { ...load, schema: { params: ImportUrl, body: Form } }
  app.post('/imports/:importId/sheet', route, async (request, reply) => {
    const { db, actor, params, body } = request
    const outcome = await bringing.chooseSheet(db, actor, params.importId, body.sheet ?? '')
    if (outcome === 'no-such-page') return reply.callNotFound()
    if (outcome !== 'chosen') return showImport(request, reply.code(422), params.importId, outcome)
    return reply.redirect(`/exchange/imports/${params.importId}`, 303)
  })

  app.post('/imports/:importId/columns', route, async (request, reply) => {
    const { db, actor, clock, params, body } = request
    const chosen = columnsIn(body)
    const outcome = await bringing.chooseColumns(db, actor, clock.today(), params.importId, chosen)
    if (outcome === 'no-such-page') return reply.callNotFound()
    if (outcome !== 'chosen') return showImport(request, reply.code(422), params.importId, { ...outcome, chosen })
    return reply.redirect(`/exchange/imports/${params.importId}`, 303)
  })

  app.post('/imports/:importId/removal', route, async ({ db, actor, params }, reply) => {
    const outcome = await bringing.dropFile(db, actor, params.importId)
    return outcome === 'no-such-page' ? reply.callNotFound() : reply.redirect('/exchange?done=dropped', 303)
  })
}

/** `field.born_on=4` → { born_on: 4 }; a field left out of the file has no number. */
const columnsIn = (body: Record<string, string>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, value]): [string, number][] => {
      const field = /^field\.(\w+)$/.exec(name)?.[1]
      return field && /^\d{1,3}$/.test(value) ? [[field, Number(value)]] : []
    })
  )

type Typed = { refusal?: string; field?: string; curriculum?: number }

async function uploadPage({ db, actor }: FastifyRequest, reply: FastifyReply, list: List, typed: Typed = {}) {
  return reply.viewAsync('exchange/new', {
    ...{ list, letterOf, ...typed },
    curricula: list.kind === 'subjects' ? await listWritablePlans(db, actor) : []
  })
}
