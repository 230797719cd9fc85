import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Hold } from '../../access/guard.ts'

/** Only an address inside this application is followed after signing in. */
export const ownAddress = (to: string) => (/^\/(?![/\\])/.test(to) ? to : '/')

/** Fields of a form that was sent after its session had ended, as they go into hidden fields. */
export const fieldsOf = (body: string) => [...new URLSearchParams(body)].filter(([name]) => name !== '_csrf')

/**
 * Answers somebody whose session is over. What a form carried is kept on the sign-in page and offered again afterwards,
 * so that nothing typed is lost; a script gets 401 and keeps what it has.
 */
export const askToSignIn = (request: FastifyRequest, reply: FastifyReply) =>
  interrupt(request, reply, '/login', 'Сеанс закончился: войдите снова.')

/** Answers somebody who has to choose a password, or to give it again on a computer that was left alone. */
export const holdUp = (request: FastifyRequest, reply: FastifyReply, hold: Hold) =>
  hold === 'locked'
    ? interrupt(request, reply, '/lock', 'Сеанс заперт: введите пароль.')
    : interrupt(request, reply, '/password', 'Сначала смените одноразовый пароль.')

const PAGES = { '/login': 'accounts/login', '/lock': 'accounts/lock', '/password': 'accounts/password' } as const

async function interrupt(request: FastifyRequest, reply: FastifyReply, page: keyof typeof PAGES, words: string) {
  if (request.wantsPartial) return reply.code(401).type('text/plain; charset=utf-8').send(words)
  if (request.method === 'GET') return reply.redirect(`${page}?to=${encodeURIComponent(request.url)}`, 303)
  const resume = new URLSearchParams(entriesOf(request.body)).toString()
  const html = await reply.viewAsync(PAGES[page], { to: request.url, resume })
  return reply.code(401).type('text/html; charset=utf-8').send(html)
}

const entriesOf = (body: unknown): [string, string][] =>
  Object.entries((body ?? {}) as Record<string, string | string[]>).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, String(one)] as [string, string])
  )

/** Goes on where the visitor was stopped: to the page, or to what the form had carried. */
export const goOn = (reply: FastifyReply, { to, resume }: { to: string; resume: string }) =>
  resume
    ? reply.viewAsync('accounts/resume', { to: ownAddress(to), fields: fieldsOf(resume) })
    : reply.redirect(ownAddress(to), 303)
