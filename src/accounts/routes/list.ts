import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { ROLES } from '../../access/rights.ts'
import { issueFirstCredentials } from '../actions/credentials.ts'
import { listAccounts, listWithoutAccount } from '../queries/accounts.ts'
import { slipsPage } from './slips.ts'

const Text = Type.String({ maxLength: 100, default: '' })
const ListUrl = Type.Object({
  ...{ q: Text, role: Text, state: Text, done: Text },
  page: Type.Integer({ minimum: 1, maximum: 10_000, default: 1 })
})
const NewForm = Type.Object({ person_id: Type.Integer({ default: 0 }) })
const PAGE = 50

export const KEEPERS = {
  config: { right: ['accounts of staff: write' as const, 'accounts of students and parents: write' as const] }
}

/** The accounts in sight, and first accounts for people who have none. */
export const listRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/',
    { ...KEEPERS, schema: { querystring: ListUrl } },
    async ({ db, actor, clock, query, college }, reply) => {
      const filter = { ...query, limit: PAGE, offset: (query.page - 1) * PAGE }
      const isWithout = query.state === 'without'
      const accounts = isWithout ? [] : await listAccounts(db, actor, clock.today(), filter)
      const people = isWithout ? await listWithoutAccount(db, actor, clock.today(), filter) : []
      return reply.viewAsync('accounts/list', {
        ...{ query, roles: ROLES, isWithout, zone: college.time_zone },
        mayGrant: holds(actor, 'settings: write'),
        mayIssue: holds(actor, 'accounts of students and parents: write'),
        ...{ accounts: accounts.slice(0, PAGE), people: people.slice(0, PAGE) },
        more: Math.max(accounts.length, people.length) > PAGE
      })
    }
  )

  app.post('/', { ...KEEPERS, schema: { body: NewForm } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const issued = await issueFirstCredentials(db, actor, clock.today(), body.person_id)
    if (issued === 'no-such-person') return reply.callNotFound()
    return slipsPage(request, reply, [issued], { href: `/accounts/${issued.account_id}`, title: issued.name })
  })
}
