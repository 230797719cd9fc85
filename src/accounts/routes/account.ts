import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { ROLES } from '../../access/rights.ts'
import { dayOf } from '../../platform/days.ts'
import { blockAccount } from '../actions/accounts.ts'
import { resetCredentials } from '../actions/credentials.ts'
import { grantRole, withdrawRole } from '../actions/grants.ts'
import { findAccountCard } from '../queries/accounts.ts'
import { listDepartments, listGrants } from '../queries/grants.ts'
import { ACCOUNT_REFUSALS, refuseKeeping } from '../rules/accounts.ts'
import { GRANT_FIELDS, GRANT_REFUSALS } from '../rules/grants.ts'
import { KEEPERS } from './list.ts'
import { slipsPage } from './slips.ts'

const Id = Type.Integer()
const Text = Type.String({ maxLength: 100, default: '' })
const AccountUrl = Type.Object({ accountId: Id })
const GrantUrl = Type.Object({ accountId: Id, grantId: Id })
const DoneUrl = Type.Object({ done: Text })
const GrantForm = Type.Object({
  ...{ role: Text, order_number: Text, since: Text, until: Text },
  department_id: Type.Integer({ default: 0 })
})
const granting = { config: { right: 'settings: write' as const } }

const NOTICES: Record<string, string> = {
  granted: 'Роль назначена.',
  withdrawn: 'Роль снята.',
  blocked: 'Вход закрыт, сеансы завершены.',
  unblocked: 'Вход открыт.'
}

/** One account: who may come in with it and what for. */
export const cardRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/:accountId', { ...KEEPERS, schema: { params: AccountUrl, querystring: DoneUrl } }, (request, reply) =>
    cardPage(request, reply, request.params.accountId, { notice: NOTICES[request.query.done] })
  )

  app.post('/:accountId/credentials', { ...KEEPERS, schema: { params: AccountUrl } }, async (request, reply) => {
    const { db, actor, clock, params } = request
    const issued = await resetCredentials(db, actor, clock.today(), params.accountId)
    if (issued === 'no-such-account') return reply.callNotFound()
    if (typeof issued === 'string') return cardRefused(request, reply, params.accountId, ACCOUNT_REFUSALS[issued])
    return slipsPage(request, reply, [issued], { href: `/accounts/${params.accountId}`, title: issued.name })
  })

  for (const [path, done] of [
    ['blocking', 'blocked'],
    ['unblocking', 'unblocked']
  ] as const) {
    app.post(`/:accountId/${path}`, { ...KEEPERS, schema: { params: AccountUrl } }, async (request, reply) => {
      const { db, actor, clock } = request
      const { accountId } = request.params as { accountId: number }
      const at = done === 'blocked' ? clock.now().toJSDate() : null
      const refusal = await blockAccount(db, actor, clock.today(), accountId, at)
      if (refusal === 'no-such-account') return reply.callNotFound()
      if (refusal) return cardRefused(request, reply, accountId, ACCOUNT_REFUSALS[refusal])
      return reply.redirect(`/accounts/${accountId}?done=${done}`, 303)
    })
  }

  app.post(
    '/:accountId/roles',
    { ...granting, schema: { params: AccountUrl, body: GrantForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const typed = { ...body, since: dayOf(body.since.trim()), until: dayOf(body.until.trim()) }
      const refusal = await grantRole(db, actor, clock.today(), params.accountId, typed)
      if (refusal === 'no-such-account') return reply.callNotFound()
      if (!refusal) return reply.redirect(`/accounts/${params.accountId}?done=granted`, 303)
      const wrong = { field: GRANT_FIELDS[refusal] ?? 'role', words: GRANT_REFUSALS[refusal] }
      return cardPage(request, reply.code(422), params.accountId, { typed: body, wrong })
    }
  )

  app.post(
    '/:accountId/roles/:grantId/removal',
    { ...granting, schema: { params: GrantUrl } },
    async (request, reply) => {
      const { db, actor, clock, params } = request
      const refusal = await withdrawRole(db, actor, clock.today(), params.accountId, params.grantId)
      if (refusal === 'no-such-account') return reply.callNotFound()
      if (!refusal) return reply.redirect(`/accounts/${params.accountId}?done=withdrawn`, 303)
      return cardRefused(request, reply, params.accountId, GRANT_REFUSALS[refusal])
    }
  )
}

const cardRefused = (request: FastifyRequest, reply: FastifyReply, id: number, refusal: string) =>
  cardPage(request, reply.code(422), id, { refusal })

async function cardPage({ db, actor, clock, college }: FastifyRequest, reply: FastifyReply, id: number, view: object) {
  const today = clock.today()
  const account = await findAccountCard(db, actor, today, id)
  if (!account) return reply.callNotFound()
  const mayGrant = holds(actor, 'settings: write')
  return reply.viewAsync('accounts/account', {
    ...{ ...view, account, roles: ROLES, mayGrant, today, zone: college.time_zone },
    mayKeep: refuseKeeping(account, { account_id: actor.account_id, mayGrant }) === null,
    grants: await listGrants(db, id),
    departments: mayGrant ? await listDepartments(db) : []
  })
}
