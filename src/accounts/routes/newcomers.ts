import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { ROLES } from '../../access/rights.ts'
import { dayOf } from '../../platform/days.ts'
import { issueToNewcomers } from '../actions/newcomers.ts'
import { listNewcomers } from '../queries/newcomers.ts'
import { NEWCOMER_FIELDS, NEWCOMER_REFUSALS, ROLES_OF_MANY } from '../rules/newcomers.ts'
import { slipsPage } from './slips.ts'

const SlipsForm = Type.Object({
  person_id: Type.Array(Type.Integer(), { maxItems: 1000, default: [] }),
  ...{ role: Type.String({ maxLength: 20, default: '' }), since: Type.String({ maxLength: 20, default: '' }) }
})
const granting = { config: { right: 'settings: write' as const } }
const NOTHING = { person_id: [] as number[], role: '', since: '' }

/** Credentials and a role for colleagues who have never signed in, many at once: the first day of a college. */
export const newcomerRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/staff', granting, (request, reply) => newcomersPage(request, reply, { typed: NOTHING }))

  app.post('/staff/slips', { ...granting, schema: { body: SlipsForm } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const wish = { person_ids: body.person_id, role: body.role, since: dayOf(body.since.trim()) }
    const issued = await issueToNewcomers(db, actor, clock.today(), wish)
    if (typeof issued !== 'string')
      return slipsPage(request, reply, issued, { href: '/accounts/staff', title: 'Назад к сотрудникам' })
    const wrong = { field: NEWCOMER_FIELDS[issued], words: NEWCOMER_REFUSALS[issued] }
    return newcomersPage(request, reply.code(422), { typed: body, wrong })
  })
}

async function newcomersPage({ db, clock, college }: FastifyRequest, reply: FastifyReply, view: object) {
  const today = clock.today()
  return reply.viewAsync('accounts/staff', {
    ...{ ...view, today, zone: college.time_zone, roles: ROLES, ofMany: ROLES_OF_MANY },
    people: await listNewcomers(db, today)
  })
}
