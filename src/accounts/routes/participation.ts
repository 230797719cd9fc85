import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { countMembers, countSignedIn, listTermsBegun } from '../queries/participation.ts'
import { instantsOf, participationTable, weeksOf } from '../rules/participation.ts'

const TermUrl = Type.Object({ term: Type.Integer({ default: 0 }) })

/** Participation of teachers, students and parents by week of a term (R3 8.1, R1 5.7). */
export const participationRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { config: { right: 'oversight: read' }, schema: { querystring: TermUrl } }, async (request, reply) => {
    const { db, actor, clock, query, college } = request
    const today = clock.today()
    const terms = await listTermsBegun(db, today)
    const term = terms.find(({ id }) => id === query.term) ?? terms[0]
    const weeks = term ? weeksOf(term, today) : []
    const totals = await countMembers(db, actor, today)
    const counts = await countSignedIn(db, actor, today, instantsOf(weeks, college.time_zone))
    return reply.viewAsync('accounts/participation', { terms, term, ...participationTable(weeks, totals, counts) })
  })
}
