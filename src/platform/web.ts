import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type Clock, clockIn } from './clock.ts'
import type { Db } from './db.ts'

/** One college of this installation, as a request sees it. */
export type College = {
  schema: string
  name: string
  db: Db
  clock: Clock
  time_zone: string
  /** Takes over what the profile says now: it may have been changed by another process. */
  keepUp(profile: Profile): void
}
type Profile = { short_name: string | null; time_zone: string | null }

declare module 'fastify' {
  interface FastifyRequest {
    college: College
    /** The college's schema: nothing of another college can be read through it. */
    readonly db: Db
    readonly clock: Clock
    /** True when a script asked for a piece and not for a page. */
    wantsPartial: boolean
  }
}

/** Decorates every request with its college, chosen by host name, and with what kind of answer is wanted. */
export const web = fp(async (app: FastifyInstance, { collegeOf }: { collegeOf(request: FastifyRequest): College }) => {
  app.decorateRequest('college', null as unknown as College)
  app.decorateRequest('wantsPartial', false)
  app.decorateRequest('db', {
    getter(this: FastifyRequest) {
      return this.college.db
    }
  })
  app.decorateRequest('clock', {
    getter(this: FastifyRequest) {
      return this.college.clock
    }
  })
  app.addHook('onRequest', async (request, reply) => {
    request.college = collegeOf(request)
    request.wantsPartial = request.headers['hx-request'] === 'true'
    reply.header('vary', 'HX-Request')
  })
})

/** Reads the list of colleges; a request to an unknown host belongs to the only one, or to nobody. */
export async function collegesOf(db: Db, clock?: Clock): Promise<(request: FastifyRequest) => College> {
  const rows = await db.selectFrom('region.college').select(['schema', 'name', 'host_names']).execute()
  const list = await Promise.all(rows.map((row) => openCollege(db, row, clock)))
  const byHost = new Map(list.flatMap(({ hosts, college }) => hosts.map((host) => [host, college] as const)))
  const only = list.length === 1 ? list[0]?.college : undefined
  return (request) => {
    const college = byHost.get(request.hostname) ?? only
    if (!college) throw Object.assign(new Error('unknown host'), { statusCode: 404 })
    return college
  }
}

type CollegeRow = { schema: string; name: string; host_names: string[] }

async function openCollege(db: Db, row: CollegeRow, clock?: Clock) {
  const own = db.withSchema(row.schema)
  const usual = { time_zone: 'Europe/Moscow', clock: clock ?? clockIn('Europe/Moscow') }
  const college: College = { schema: row.schema, name: row.name, db: own, ...usual, keepUp }
  function keepUp({ short_name, time_zone }: Profile) {
    college.name = short_name || row.name
    if (!time_zone || time_zone === college.time_zone) return
    college.time_zone = time_zone
    college.clock = clock ?? clockIn(time_zone)
  }
  const profile = await own.selectFrom('college_profile').select(['short_name', 'time_zone']).executeTakeFirst()
  if (profile) keepUp(profile)
  return { hosts: row.host_names, college }
}
