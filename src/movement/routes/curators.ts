import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { tidy } from '../../people/rules/cards.ts'
import { dayOf } from '../../platform/days.ts'
import { appointCurator, releaseCurator } from '../actions/curators.ts'
import { listCurators, listWorking } from '../queries/curators.ts'
import { findStudyGroup } from '../queries/groups.ts'
import { CURATOR_FIELDS, CURATOR_REFUSALS } from '../rules/curators.ts'
import { GroupUrl } from './group.ts'
import { writeGroups } from './groups.ts'
import { Csrf, Text } from './page.ts'

const Appointing = Type.Object({
  ...{ staff_member_id: Type.Integer({ default: 0 }), since: Text, order_number: Text, is_second: Text, _csrf: Csrf }
})
const ReleaseUrl = Type.Object({ groupId: Type.Integer(), staffId: Type.Integer() })
const SinceUrl = Type.Object({ since: Text })
const Releasing = Type.Object({ since: Text, until: Text, _csrf: Csrf })

/** Curators of a group: appointed, replaced, released, with the days kept. */
export const curatorRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/groups/:groupId/curators/new', { ...writeGroups, schema: { params: GroupUrl } }, (request, reply) =>
    appointmentPage(request, reply, request.params.groupId, {})
  )

  app.post(
    '/groups/:groupId/curators',
    { ...writeGroups, schema: { params: GroupUrl, body: Appointing } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const refusal = await appointCurator(db, actor, clock.today(), params.groupId, {
        ...{ staff_member_id: body.staff_member_id, since: dayOf(body.since.trim()) },
        ...{ order_number: tidy(body.order_number), is_second: body.is_second !== '' }
      })
      if (refusal === 'no-such-group') return reply.callNotFound()
      if (!refusal) return reply.redirect(`/movement/groups/${params.groupId}?done=appointed`, 303)
      const wrong = { refusal: CURATOR_REFUSALS[refusal], field: CURATOR_FIELDS[refusal] }
      return appointmentPage(request, reply.code(422), params.groupId, { typed: body, ...wrong })
    }
  )

  app.get(
    '/groups/:groupId/curators/:staffId/release',
    { ...writeGroups, schema: { params: ReleaseUrl, querystring: SinceUrl } },
    (request, reply) => releasePage(request, reply, { ...request.params, since: request.query.since }, {})
  )

  app.post(
    '/groups/:groupId/curators/:staffId/release',
    { ...writeGroups, schema: { params: ReleaseUrl, body: Releasing } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const key = { study_group_id: params.groupId, staff_member_id: params.staffId, since: body.since }
      const refusal = await releaseCurator(db, actor, clock.today(), key, dayOf(body.until.trim()))
      if (refusal === 'no-such-group') return reply.callNotFound()
      if (!refusal) return reply.redirect(`/movement/groups/${params.groupId}?done=released`, 303)
      const view = { until: body.until, refusal: CURATOR_REFUSALS[refusal] }
      return releasePage(request, reply.code(422), { ...params, since: body.since }, view)
    }
  )
}

async function appointmentPage({ db, actor, clock }: FastifyRequest, reply: FastifyReply, id: number, view: object) {
  const today = clock.today()
  const group = await findStudyGroup(db, today, id)
  if (!group) return reply.callNotFound()
  return reply.viewAsync('movement/curator', {
    ...{ ...view, group, today, mayGrant: holds(actor, 'settings: write') },
    curators: (await listCurators(db, id, today)).filter(({ until }) => until === null || until >= today),
    staff: await listWorking(db, today)
  })
}

type Key = { groupId: number; staffId: number; since: string }

async function releasePage(
  { db, clock }: FastifyRequest,
  reply: FastifyReply,
  { groupId, staffId, since }: Key,
  view: object
) {
  const today = clock.today()
  const group = await findStudyGroup(db, today, groupId)
  const held = await listCurators(db, groupId, today)
  const one = held.find((row) => row.staff_member_id === staffId && row.since === since)
  if (!group || !one) return reply.callNotFound()
  return reply.viewAsync('movement/curator-release', { ...view, group, one, today })
}
