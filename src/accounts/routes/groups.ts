import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { issueToGroup } from '../actions/issuing.ts'
import { findGroup, listGroupPeople, listGroups } from '../queries/groups.ts'
import { ISSUE_REFUSALS, mayBeIssued } from '../rules/issuing.ts'
import { slipsPage } from './slips.ts'

const GroupUrl = Type.Object({ groupId: Type.Integer() })
const SlipsForm = Type.Object({
  person_id: Type.Array(Type.Integer(), { maxItems: 500, default: [] }),
  deed: Type.String({ maxLength: 20, default: '' })
})
const issuing = { config: { right: 'accounts of students and parents: write' as const } }

/** Credentials of a whole group: who has them, who signed in, and slips for those who need them. */
export const groupRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/groups', issuing, async ({ db, actor, clock }, reply) =>
    reply.viewAsync('accounts/groups', { groups: await listGroups(db, actor, clock.today()) })
  )

  app.get('/groups/:groupId', { ...issuing, schema: { params: GroupUrl } }, (request, reply) =>
    groupPage(request, reply, request.params.groupId, {})
  )

  app.post(
    '/groups/:groupId/slips',
    { ...issuing, schema: { params: GroupUrl, body: SlipsForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const chosen = body.deed === 'missing' ? null : body.person_id
      const issued = await issueToGroup(db, actor, clock.today(), params.groupId, chosen)
      if (issued === 'no-such-group') return reply.callNotFound()
      if (typeof issued === 'string')
        return groupPage(request, reply.code(422), params.groupId, { refusal: ISSUE_REFUSALS[issued] })
      return slipsPage(request, reply, issued, { href: `/accounts/groups/${params.groupId}`, title: 'Назад к группе' })
    }
  )
}

async function groupPage({ db, actor, clock, college }: FastifyRequest, reply: FastifyReply, id: number, view: object) {
  const group = await findGroup(db, actor, clock.today(), id)
  if (!group) return reply.callNotFound()
  const people = await listGroupPeople(db, id, clock.today())
  return reply.viewAsync('accounts/group', {
    ...{ ...view, group, zone: college.time_zone },
    people: people.map((one) => ({ ...one, mayBeIssued: mayBeIssued(one) })),
    without: new Set(people.filter((one) => one.account_id === null && mayBeIssued(one)).map((one) => one.person_id))
      .size
  })
}
