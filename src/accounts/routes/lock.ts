import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { lockSession, unlockSession } from '../actions/sessions.ts'
import { REFUSALS } from '../rules.ts'
import { goOn, ownAddress } from './resuming.ts'

const To = Type.String({ maxLength: 2000, default: '/' })
const LockUrl = Type.Object({ to: To })
const UnlockForm = Type.Object({
  password: Type.String({ maxLength: 1000, default: '' }),
  ...{ to: To, resume: Type.String({ maxLength: 1_000_000, default: '' }) }
})
const locked = {
  config: { right: 'signed in' as const, whileHeld: ['locked' as const, 'temporary password' as const] }
}

/** A computer left alone: the session is locked, and the password opens it where it was (R0 2.13, R1 9.3). */
export const lockRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/lock', { ...locked, schema: { querystring: LockUrl } }, async ({ hold, query }, reply) =>
    hold === 'locked' ? reply.viewAsync('accounts/lock', { to: query.to }) : reply.redirect(ownAddress(query.to), 303)
  )

  app.post('/lock', { ...locked, schema: { querystring: LockUrl } }, async (request, reply) => {
    const { db, session, clock, query, wantsPartial } = request
    await lockSession(db, session.sessionId, clock.now().toJSDate())
    return wantsPartial ? reply.code(204).send() : reply.redirect(`/lock?to=${encodeURIComponent(query.to)}`, 303)
  })

  app.post('/lock/removal', { ...locked, schema: { body: UnlockForm } }, async (request, reply) => {
    const { db, actor, session, clock, body, wantsPartial } = request
    const { password, to, resume } = body
    const now = clock.now().toJSDate()
    const refusal = await unlockSession(db, actor, { password, now, session_id: session.sessionId })
    if (wantsPartial)
      return reply
        .code(refusal ? 422 : 200)
        .type('text/plain; charset=utf-8')
        .send(refusal ? REFUSALS[refusal] : '')
    if (refusal) return reply.code(422).viewAsync('accounts/lock', { to, resume, refusal: REFUSALS[refusal] })
    return goOn(reply, { to, resume })
  })
}
