import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { changeReasons } from '../actions/reasons.ts'
import { listReasons } from '../queries/reasons.ts'
import { KINDS } from '../rules/orders.ts'
import { REASON_REFUSALS, reasonsIn } from '../rules/reasons.ts'
import { Csrf, Text, write } from './page.ts'

const KindUrl = Type.Object({ kind: Type.String() })
const DoneUrl = Type.Object({ done: Text })
const Names = Type.Object({ names: Type.String({ maxLength: 20_000, default: '' }), _csrf: Csrf })
type Typed = { kind: string; names: string; refusal: string }

async function reasonsPage({ db }: FastifyRequest, reply: FastifyReply, view: { typed?: Typed; notice?: string }) {
  const rows = Map.groupBy(await listReasons(db), ({ kind }) => kind)
  const kinds = Object.entries(KINDS).map(([kind, title]) => {
    const typed = view.typed?.kind === kind ? view.typed : undefined
    const names = (rows.get(kind) ?? []).map(({ name }) => name).join('\n')
    return { kind, title, names: typed?.names ?? names, refusal: typed?.refusal }
  })
  return reply.viewAsync('movement/reasons', { kinds, notice: view.notice })
}

/** The dictionary of reasons and kinds of movement, one list for each kind of order. */
export const reasonRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/reasons', { ...write, schema: { querystring: DoneUrl } }, async (request, reply) =>
    reasonsPage(request, reply, request.query.done ? { notice: 'Список сохранён.' } : {})
  )

  app.post('/reasons/:kind', { ...write, schema: { params: KindUrl, body: Names } }, async (request, reply) => {
    const { db, actor, params, body } = request
    const outcome = await changeReasons(db, actor, params.kind, reasonsIn(body.names))
    if (outcome === 'changed') return reply.redirect(`/movement/reasons?done=1#${params.kind}`, 303)
    if (outcome === 'no-kind') return reply.callNotFound()
    const typed = { kind: params.kind, names: body.names, refusal: REASON_REFUSALS[outcome] }
    return reasonsPage(request, reply.code(422), { typed })
  })
}
