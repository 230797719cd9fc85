import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type Actor, passes } from './actor.ts'
import type { RouteRight } from './rights.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a visitor must hold to come through; without it the application refuses to start. */
    right?: RouteRight
  }
  interface FastifyRequest {
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

export type Door = { method: string; url: string; right: RouteRight }

export type GuardOptions = {
  whoIs(request: FastifyRequest): Promise<Actor | null>
  /** Answers somebody who has to sign in first. */
  askToSignIn(request: FastifyRequest, reply: FastifyReply): unknown
}

/** Every route registered after this one names its right, and nobody comes through without it: 404, never a hint. */
export const guard = fp(async (app: FastifyInstance, { whoIs, askToSignIn }: GuardOptions) => {
  app.decorateRequest('visitor', null)
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
  app.addHook('onRequest', async (request) => {
    request.visitor = await whoIs(request)
  })
  // Before the form is looked at: what does not exist for somebody has no wrong fields either.
  app.addHook('preValidation', async (request, reply) => {
    const right = request.routeOptions.config.right
    if (request.is404 || right === undefined || passes(request.visitor, right)) return
    if (!request.visitor) return askToSignIn(request, reply)
    return reply.callNotFound()
  })
})
