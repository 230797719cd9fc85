import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { changePassword } from '../actions/passwords.ts'
import { endOtherSessions, endSession } from '../actions/sessions.ts'
import { listSessions } from '../queries/sessions.ts'
import { maskedAddress } from '../rules/browsers.ts'
import { fieldOf, PASSWORD_REFUSALS } from '../rules/passwords.ts'
import { goOn } from './resuming.ts'

const Password = Type.String({ maxLength: 1000, default: '' })
const To = Type.String({ maxLength: 2000, default: '' })
const PasswordUrl = Type.Object({ to: To })
const Resume = Type.String({ maxLength: 1_000_000, default: '' })
const PasswordForm = Type.Object({ old: Password, password: Password, again: Password, to: To, resume: Resume })
const SessionUrl = Type.Object({ number: Type.Integer() })

const NOTICES: Record<string, string> = {
  password: 'Пароль сменён. Остальные сеансы завершены.',
  ended: 'Сеанс завершён.',
  others: 'Остальные сеансы завершены.'
}

/** One's own password and sessions. */
export const ownRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const own = { config: { right: 'signed in' as const } }
  const first = { config: { right: 'signed in' as const, whileHeld: ['temporary password' as const] } }

  app.get('/password', { ...first, schema: { querystring: PasswordUrl } }, async ({ query, hold }, reply) =>
    reply.viewAsync('accounts/password', { to: query.to, isFirst: hold !== null })
  )

  app.post('/password', { ...first, schema: { body: PasswordForm } }, async (request, reply) => {
    const { db, actor, body, session, hold } = request
    const refusal = await changePassword(db, actor, { ...body, session_id: session.sessionId })
    if (refusal) {
      const shown = { to: body.to, resume: body.resume, isFirst: hold !== null, field: fieldOf(refusal) }
      return reply.code(422).viewAsync('accounts/password', { ...shown, refusal: PASSWORD_REFUSALS[refusal] })
    }
    return goOn(reply, { to: body.to || '/sessions?done=password', resume: body.resume })
  })

  app.get('/sessions', own, async ({ db, actor, session, college, query }, reply) => {
    const sessions = await listSessions(db, actor.account_id, session.sessionId)
    return reply.viewAsync('accounts/sessions', {
      sessions: sessions.map((one) => ({ ...one, address: maskedAddress(one.address) })),
      ...{ zone: college.time_zone, notice: NOTICES[(query as { done?: string }).done ?? ''] }
    })
  })

  app.post('/sessions/:number/removal', { ...own, schema: { params: SessionUrl } }, async (request, reply) => {
    const ended = await endSession(request.db, request.actor, request.params.number)
    return ended ? reply.redirect('/sessions?done=ended', 303) : reply.callNotFound()
  })

  app.post('/sessions/removal', own, async ({ db, actor, session }, reply) => {
    await endOtherSessions(db, actor, session.sessionId)
    return reply.redirect('/sessions?done=others', 303)
  })
}
