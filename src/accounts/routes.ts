import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { record } from '../audit/actions.ts'
import { signIn } from './actions.ts'
import { REFUSALS } from './rules.ts'

const Text = Type.String({ maxLength: 200, default: '' })
const SignInForm = Type.Object({
  login: Text,
  password: Text,
  to: Type.String({ maxLength: 2000, default: '/' }),
  resume: Type.String({ maxLength: 1_000_000, default: '' })
})
const SignInUrl = Type.Object({ to: Type.String({ maxLength: 2000, default: '/' }) })

/** Only an address inside this application is followed after signing in. */
const ownAddress = (to: string) => (/^\/(?![/\\])/.test(to) ? to : '/')

/** Fields of a form that was sent after its session had ended, as they go into hidden fields. */
const fieldsOf = (body: string) => [...new URLSearchParams(body)].filter(([name]) => name !== '_csrf')

export const accountRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const open = { config: { right: 'anybody' as const } }

  app.get('/login', { ...open, schema: { querystring: SignInUrl } }, async (request, reply) => {
    if (request.visitor) return reply.redirect(ownAddress(request.query.to), 303)
    return reply.viewAsync('accounts/login', { to: request.query.to })
  })

  app.post('/login', { ...open, schema: { body: SignInForm } }, async (request, reply) => {
    const { login, password, to, resume } = request.body
    const outcome = await signIn(request.db, { login, password, address: request.ip, today: request.clock.today() })
    if (typeof outcome === 'string') {
      return reply.code(422).viewAsync('accounts/login', { login, to, resume, refusal: REFUSALS[outcome] })
    }
    await request.session.regenerate()
    request.session.account_id = outcome.account_id
    if (!resume) return reply.redirect(ownAddress(to), 303)
    return reply.viewAsync('accounts/resume', { to: ownAddress(to), fields: fieldsOf(resume) })
  })

  /** For a page that stayed open over a new sign-in: who is signed in now and the token to send with. */
  app.get('/token', { config: { right: 'signed in' } }, async (request, reply) =>
    reply.type('text/plain; charset=utf-8').send(`${request.actor.account_id}\t${reply.generateCsrf()}`)
  )

  app.post('/logout', { config: { right: 'signed in' } }, async (request, reply) => {
    const id = request.actor.account_id
    await record(request.db, request.actor, { deed: 'session.ended', object_kind: 'account', object_id: id })
    await request.session.destroy()
    return reply.header('clear-site-data', '"cache"').redirect('/login', 303)
  })
}

/**
 * Answers somebody whose session is over. What a form carried is kept on the sign-in page and offered again afterwards,
 * so that nothing typed is lost; a script gets 401 and keeps what it has.
 */
export async function askToSignIn(request: FastifyRequest, reply: FastifyReply) {
  if (request.wantsPartial)
    return reply.code(401).type('text/plain; charset=utf-8').send('Сеанс закончился: войдите снова.')
  if (request.method === 'GET') return reply.redirect(`/login?to=${encodeURIComponent(request.url)}`, 303)
  const resume = new URLSearchParams(entriesOf(request.body)).toString()
  const page = await reply.viewAsync('accounts/login', { to: request.url, resume })
  return reply.code(401).type('text/html; charset=utf-8').send(page)
}

const entriesOf = (body: unknown): [string, string][] =>
  Object.entries((body ?? {}) as Record<string, string | string[]>).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, String(one)] as [string, string])
  )
