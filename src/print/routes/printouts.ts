import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { takeFile } from '../actions/files.ts'
import { cancelPrintout, repeatPrintout } from '../actions/orders.ts'
import { findPrintout } from '../queries/printouts.ts'
import { countWorkers } from '../queries/workers.ts'
import { dispositionOf, PRINT_REFUSALS, type PrintRefusal } from '../rules.ts'
import { faceOf, MAY_ORDER, MAY_READ } from './page.ts'

const PrintoutUrl = Type.Object({ printoutId: Type.Integer() })
const As = Type.Object({ as: Type.Optional(Type.String()) })

const whoIs = ({ actor, clock }: FastifyRequest) => ({ actor, today: clock.today() })

async function showPrintout(request: FastifyRequest, reply: FastifyReply, printoutId: number, refusal?: PrintRefusal) {
  const { db, actor, clock, server, query } = request
  const printout = await findPrintout(db, actor, clock.today(), server.printables, printoutId)
  if (!printout) return reply.callNotFound()
  const isAsleep = (await countWorkers(db)).alive === 0
  const face = { ...faceOf(printout, request), refusal: refusal && PRINT_REFUSALS[refusal], isAsleep }
  if (refusal) reply.code(422)
  if (!request.wantsPartial) return reply.viewAsync('print/printout', face)
  return reply.viewAsync((query as { as?: string }).as === 'row' ? 'print/_row' : 'print/_card', face)
}

export const printoutRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const read = { config: { right: MAY_READ }, schema: { params: PrintoutUrl, querystring: As } }
  app.get('/:printoutId', read, async (request, reply) => showPrintout(request, reply, request.params.printoutId))

  app.get('/:printoutId/file', { ...read, exposeHeadRoute: false }, async (request, reply) => {
    const { params, server } = request
    const file = await takeFile(request, whoIs(request), server.printables, params.printoutId)
    if (!file) return reply.callNotFound()
    return reply
      .type('application/pdf')
      .header('content-disposition', dispositionOf(file.file_name, `printout-${params.printoutId}.pdf`))
      .header('cache-control', 'private, no-store')
      .header('etag', `"${file.sha256}"`)
      .send(file.content)
  })

  const write = { config: { right: MAY_ORDER }, schema: { params: PrintoutUrl } }
  for (const [path, deed] of [
    ['/:printoutId/cancellation', cancelPrintout],
    ['/:printoutId/repetition', repeatPrintout]
  ] as const) {
    app.post(path, write, async (request, reply) => {
      const { college, params, server } = request
      const outcome = await deed(college, whoIs(request), server.printables, params.printoutId)
      if (outcome === 'no-such-printout') return reply.callNotFound()
      if (outcome !== 'ok') return showPrintout(request, reply, params.printoutId, outcome)
      return reply.redirect(`/print/${params.printoutId}`, 303)
    })
  }
}
