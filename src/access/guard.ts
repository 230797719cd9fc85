import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type Actor, passes } from './actor.ts'
import type { RouteRight } from './rights.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a visitor must hold to come through; without it the application refuses to start. */
    right?: RouteRight
    /** What does not keep a visitor from coming through here. */
    whileHeld?: Hold[]
  }
  interface FastifyRequest {
    /** What the visitor has to do before anything else, or null. */
    hold: Hold | null
    /** The route that was asked for, whoever may come through; null when there is none of that address. */
    door: string | null
    /** Who is signed in, or null. */
    visitor: Actor | null
    /** Who is signed in; reading it on a route open to anybody is a bug. */
    readonly actor: Actor
  }
  interface FastifyInstance {
    /** Every route with the right it declares, for the test that walks them all. */
    doors: Door[]
  }
}

/** A one-time password has to be changed; a session left alone has to be unlocked. */
export type Hold = 'temporary password' | 'locked'

export type Door = { method: string; url: string; right: RouteRight }

export type GuardOptions = {
  whoIs(request: FastifyRequest): Promise<Actor | null>
  /** Answers somebody who has to sign in first. */
  askToSignIn(request: FastifyRequest, reply: FastifyReply): unknown
  /** Answers somebody who is signed in and has to do something else first. */
  holdUp(request: FastifyRequest, reply: FastifyReply, hold: Hold): unknown
}

/** Every route registered after this one names its right, and nobody comes through without it: 404, never a hint. */
export const guard = fp(async (app: FastifyInstance, { whoIs, askToSignIn, holdUp }: GuardOptions) => {
  app.decorateRequest('visitor', null)
  app.decorateRequest('hold', null)
  app.decorateRequest('door', null)
  app.decorateRequest('actor', {
    getter(this: FastifyRequest) {
      if (!this.visitor) throw new Error('request.actor was read where nobody has to be signed in')
      return this.visitor
    }
  })
  app.decorate('doors', [])
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.right === undefined) throw new Error(`Route ${method} ${url} declares no right`)
    for (const one of [method].flat()) app.doors.push({ method: one, url, right: config.right })
  })
  const mayPass = (request: FastifyRequest) => {
    const { right, whileHeld } = request.routeOptions.config
    if (request.is404 || right === undefined || right === 'anybody') return true
    return passes(request.visitor, right) && (request.hold === null || whileHeld?.includes(request.hold) === true)
  }
  const refuse = (request: FastifyRequest, reply: FastifyReply) => {
    const { right } = request.routeOptions.config
    if (!request.visitor) return askToSignIn(request, reply)
    return request.hold && right && passes(request.visitor, right)
      ? holdUp(request, reply, request.hold)
      : reply.callNotFound()
  }
  app.addHook('onRequest', async (request) => {
    request.door = request.is404 ? null : (request.routeOptions.url ?? null)
    request.visitor = await whoIs(request)
  })
  // A stranger's file is not even read.
  app.addHook('preParsing', (request, reply, _payload, done) => {
    if (!isUpload(request) || mayPass(request)) return done()
    refuse(request, reply)
  })
  // Before the form is looked at: what does not exist for somebody has no wrong fields either.
  app.addHook('preValidation', async (request, reply) => (mayPass(request) ? undefined : refuse(request, reply)))
})

const isUpload = (request: FastifyRequest) => /^multipart\//.test(request.headers['content-type'] ?? '')
