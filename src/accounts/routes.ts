import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { record } from '../audit/actions.ts'
import { signIn } from './actions.ts'
import { lockRoutes } from './routes/lock.ts'
import { ownRoutes } from './routes/own.ts'
import { fieldsOf, ownAddress } from './routes/resuming.ts'
import { browserOf } from './rules/browsers.ts'
import { REFUSALS } from './rules.ts'

const Text = Type.String({ maxLength: 200, default: '' })
const SignInForm = Type.Object({
  login: Text,
  password: Text,
  to: Type.String({ maxLength: 2000, default: '/' }),
  resume: Type.String({ maxLength: 1_000_000, default: '' })
})
const SignInUrl = Type.Object({ to: Type.String({ maxLength: 2000, default: '/' }) })

/** Signing in and out, one's own password and sessions: the doors that are there for everybody. */
export const accountRoutes: FastifyPluginAsyncTypebox = async (app) => {
  for (const routes of [ownRoutes, lockRoutes]) await app.register(routes)
  const open = { config: { right: 'anybody' as const } }

  app.get('/login', { ...open, schema: { querystring: SignInUrl } }, async (request, reply) => {
    if (request.visitor) return reply.redirect(ownAddress(request.query.to), 303)
    return reply.viewAsync('accounts/login', { to: request.query.to })
  })

  app.post('/login', { ...open, schema: { body: SignInForm } }, async (request, reply) => {
    const { login, password, to, resume } = request.body
    const [now, today] = [request.clock.now().toJSDate(), request.clock.today()]
    const outcome = await signIn(request.db, { login, password, address: request.ip, today, now })
    if (typeof outcome === 'string') {
      return reply.code(422).viewAsync('accounts/login', { login, to, resume, refusal: REFUSALS[outcome] })
    }
    request.session.account_id = outcome.actor.account_id
    request.session.begun = {
      ...{ at: now.toISOString(), address: request.ip, browser: browserOf(request.headers['user-agent']) },
      before: outcome.before?.toISOString() ?? null
    }
    await request.session.regenerate(['account_id', 'begun'])
    if (!resume) return reply.redirect(ownAddress(to), 303)
    return reply.viewAsync('accounts/resume', { to: ownAddress(to), fields: fieldsOf(resume) })
  })

  /** For a page that stayed open over a new sign-in: who is signed in now and the token to send with. */
  app.get('/token', { config: { right: 'signed in' } }, async (request, reply) =>
    reply.type('text/plain; charset=utf-8').send(`${request.actor.account_id}\t${reply.generateCsrf()}`)
  )

  const leaving = {
    config: { right: 'signed in' as const, whileHeld: ['temporary password' as const, 'locked' as const] }
  }
  app.post('/logout', leaving, async (request, reply) => {
    const id = request.actor.account_id
    await record(request.db, request.actor, { deed: 'session.ended', object_kind: 'account', object_id: id })
    await request.session.destroy()
    return reply.header('clear-site-data', '"cache"').redirect('/login', 303)
  })
}
