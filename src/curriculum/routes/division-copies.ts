import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { copyDivisions, findCopies } from '../actions/division-copies.ts'
import { COPY_REFUSALS, isEmpty } from '../rules/division-copies.ts'
import { chosenTerm } from './divided-groups.ts'

const Id = Type.Integer({ default: 0 })
const CopyUrl = Type.Object({ group: Id, term: Id })
const CopyForm = Type.Object({ study_group_id: Id, term_id: Id, _csrf: Type.Optional(Type.String()) })
const write = { config: { right: 'load: write' as const } }

/** Divisions carried over to the next term: looked at first, then confirmed. */
export const divisionCopyRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/copies', { ...write, schema: { querystring: CopyUrl } }, async (request, reply) => {
    const { group, term } = request.query
    return copyPage(request, reply, { study_group_id: group, term_id: term }, {})
  })

  app.post('/copies', { ...write, schema: { body: CopyForm } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const asked = { study_group_id: body.study_group_id, term_id: body.term_id }
    const found = await findCopies(db, actor, clock.today(), asked)
    const outcome = await copyDivisions(db, actor, clock.today(), asked)
    if (outcome === 'no-such-group') return reply.callNotFound()
    const page = body.study_group_id === 0 ? '/courses/groups' : `/courses/groups/${body.study_group_id}`
    if (outcome === 'copied') return reply.redirect(`${page}?term=${found?.to?.id}&done=copied`, 303)
    return copyPage(request, reply.code(422), asked, { refusal: COPY_REFUSALS[outcome] })
  })
}

type Asked = { study_group_id: number; term_id: number }

async function copyPage(request: FastifyRequest, reply: FastifyReply, asked: Asked, view: { refusal?: string }) {
  const { db, actor, clock } = request
  const { terms, term } = await chosenTerm(db, clock.today(), asked.term_id)
  const found = await findCopies(db, actor, clock.today(), { ...asked, term_id: term?.id ?? -1 })
  if (!term || !found) return reply.callNotFound()
  return reply.viewAsync('curriculum/division-copies', {
    ...{ ...view, ...found, terms, asked: { ...asked, term_id: term.id }, words: COPY_REFUSALS },
    isNothing: found.groups.every((group) => isEmpty(group.copies))
  })
}
