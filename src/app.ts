import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import csrf from '@fastify/csrf-protection'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import session from '@fastify/session'
import files from '@fastify/static'
import view from '@fastify/view'
import Fastify, { type FastifyInstance, type FastifyPluginAsync, type FastifyReply, type FastifyRequest } from 'fastify'
import { guard } from './access/guard.ts'
import { visitOf } from './accounts/actions.ts'
import { askToSignIn, holdUp } from './accounts/routes/resuming.ts'
import { accountRoutes } from './accounts/routes.ts'
import { SESSION_HOURS, sessionStore } from './accounts/sessions.ts'
import { record } from './audit/actions.ts'
import { homeRoutes } from './home.ts'
import { menuOf, type Section } from './menu.ts'
import { ASSET_DIRS, assetOf } from './platform/assets.ts'
import type { Clock } from './platform/clock.ts'
import { packAnswers } from './platform/compression.ts'
import { config } from './platform/config.ts'
import type { Db } from './platform/db.ts'
import { handleErrors } from './platform/errors.ts'
import { formats } from './platform/formats.ts'
import { SAFETY_HEADERS } from './platform/headers.ts'
import { healthRoutes, type Pulse } from './platform/health.ts'
import { AnswerLog, logger } from './platform/log.ts'
import { eta, viewsDir } from './platform/templates.ts'
import { collegesOf, web } from './platform/web.ts'
import type { Printable } from './print/printable.ts'
import { printables as registered } from './printables.ts'
import { rooms } from './rooms.ts'

declare module 'fastify' {
  interface FastifyReply {
    /** What the layout shows around every page. */
    locals: object
  }
  interface FastifyRequest {
    /** Minutes after which an unattended page covers itself; 0 is never. */
    lockAfter: number
  }
}

export type House = {
  db: Db
  secret: string
  clock?: Clock
  quiet?: boolean
  pulses?: Record<string, Pulse>
  /** What can be printed, when it is not what the rooms have registered. */
  printables?: Printable[]
}

/** Builds the whole web process. Nothing here listens or knows the date; `db` is the whole database. */
export async function buildApp({
  db,
  secret,
  clock,
  quiet = false,
  pulses,
  printables
}: House): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: logger(quiet),
    logController: new AnswerLog(),
    trustProxy: config.https,
    genReqId: () => randomUUID().slice(0, 8),
    routerOptions: { ignoreTrailingSlash: true },
    bodyLimit: 2_000_000,
    ajv: { customOptions: { coerceTypes: 'array', removeAdditional: false } }
  })
  await app.register(web, { collegeOf: await collegesOf(db, clock) })
  await registerPlugins(app)
  await app.register(openToAnybody, { db, pulses }) // before sessions: a style sheet needs no look at who is asking
  await registerSessions(app, db, secret)
  await app.register(guard, { whoIs, askToSignIn, holdUp })
  app.decorateRequest('lockAfter', 0)
  app.addHook('onRequest', preparePage)
  handleErrors(app, noteGuess)
  app.decorate('printables', printables ?? registered)
  await app.register(accountRoutes)
  await app.register(homeRoutes)
  for (const { routes, prefix } of rooms) await app.register(routes, { prefix })
  return app
}

const openToAnybody: FastifyPluginAsync<Pick<House, 'db' | 'pulses'>> = async (app, { db, pulses = {} }) => {
  await app.register(files, {
    root: ASSET_DIRS,
    ...{ prefix: '/static/', decorateReply: false, index: false },
    ...{ maxAge: config.development ? 0 : '7d', immutable: !config.development }
  })
  app.get('/favicon.ico', async (_request, reply) => reply.code(204).send())
  await app.register(healthRoutes, { db, pulses })
}

async function registerPlugins(app: FastifyInstance) {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(SAFETY_HEADERS)
    done()
  })
  await packAnswers(app)
  await app.register(formbody, { bodyLimit: 2_000_000 })
  await app.register(multipart, { attachFieldsToBody: true, limits: { fileSize: 20_000_000, files: 1, fields: 50 } })
  await app.register(view, {
    engine: { eta },
    production: !config.development,
    root: viewsDir,
    viewExt: 'eta',
    defaultContext: { f: formats, assetOf }
  })
}

async function registerSessions(app: FastifyInstance, db: Db, secret: string) {
  await app.register(cookie)
  await app.register(session, {
    secret,
    store: sessionStore(db.withSchema(config.collegeSchema)),
    cookieName: 'sid',
    saveUninitialized: false,
    rolling: false,
    cookie: { secure: config.https, httpOnly: true, sameSite: 'lax', path: '/', maxAge: SESSION_HOURS * 3_600_000 }
  })
  await app.register(csrf, { sessionPlugin: '@fastify/session', getToken: csrfTokenOf })
  app.addHook('preHandler', (request, reply, done) => {
    if (request.is404 || request.method === 'GET' || request.method === 'HEAD') return done()
    app.csrfProtection(request, reply, done)
  })
}

/** The hidden field of every form; multipart forms carry it as a field too. */
function csrfTokenOf(request: FastifyRequest): string {
  const field = (request.body as Record<string, unknown> | undefined)?._csrf
  if (typeof field === 'string') return field
  return (field as { value?: string } | undefined)?.value ?? ''
}

async function whoIs(request: FastifyRequest) {
  const { session, db, clock, college } = request
  const found = session.visit?.()
  if (!found) return null
  const asking = { session_id: session.sessionId, today: clock.today(), now: clock.now().toJSDate() }
  const visit = await visitOf(db, found, asking)
  request.hold = visit?.hold ?? null
  request.lockAfter = visit?.lock_after ?? 0
  if (visit) college.keepUp(found)
  return visit && { ...visit.actor, address: request.ip, request: request.id }
}

/** What every page shows around its content; an answer to a script asks for none of it. */
function preparePage(request: FastifyRequest, reply: FastifyReply, done: () => void) {
  reply.header('cache-control', 'no-store')
  let menu: Section[] | undefined
  reply.locals = {
    actor: request.visitor,
    college: request.college,
    get menu() {
      menu ??= request.visitor && !request.hold ? menuOf(request.visitor, request.url) : []
      return menu
    },
    lock: request.hold ? 0 : request.lockAfter,
    get csrf() {
      return reply.generateCsrf()
    }
  }
  done()
}

/** Whoever asks for an object out of sight is noted, and a student or parent for any page they may not open (access.md). */
async function noteGuess(request: FastifyRequest) {
  if (!request.visitor) return
  const isGuest = request.visitor.roles.some(({ role }) => role === 'student' || role === 'parent')
  if (!isGuest && !request.door?.includes(':')) return
  await record(request.db, request.visitor, {
    deed: 'page.refused',
    object_kind: 'page',
    after: { path: request.url.split('?')[0] }
  })
}
