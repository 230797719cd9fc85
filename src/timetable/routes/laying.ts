import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import { dayOf, isDay } from '../../platform/days.ts'
import { countsOf, layLessons, previewLessons } from '../actions/rules.ts'
import * as queries from '../queries/rules.ts'
import { lostInWords } from '../rules/laying.ts'
import { addressOf, termOf } from './rules.ts'

const Text = Type.String({ maxLength: 10, default: '' })
const Url = Type.Object({ groupId: Type.Integer() })
const Period = Type.Object({ term: Type.Integer(), since: Text, until: Text, done: Type.Optional(Type.String()) })
const Body = Type.Object({ term: Type.Integer(), since: Text, until: Text, _csrf: Type.Optional(Type.String()) })
const config = { right: 'timetable: write' as const }

/** «Составить занятия по датам»: a look at what would change, and the deed. */
export const layingRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/rules/groups/:groupId/entries',
    { config, schema: { params: Url, querystring: Period } },
    async (request, reply) => {
      const { db, clock, params, query } = request
      const group = await queries.findGroup(db, params.groupId)
      const term = termOf(await queries.listTerms(db), query.term, clock.today())
      const ground = term && (await queries.findGrounds(db, term.id, [params.groupId])).get(params.groupId)
      if (!group || !term || !ground || term.is_closed) return reply.callNotFound()
      const [typedFrom, typedTo] = [dayOf(query.since.trim()), dayOf(query.until.trim())]
      const usual = [ground.starts_on, clock.today()].toSorted().at(-1) ?? ''
      const since = isDay(typedFrom) ? typedFrom : usual
      const until = isDay(typedTo) ? typedTo : ground.ends_on
      const place = { study_group_id: group.id, term_id: term.id }
      const laid = await previewLessons(db, place, since, until)
      return reply.viewAsync('timetable/laying', {
        ...{ group, term, since, until, laid, counts: countsOf(laid), lost: lostInWords(laid.lost) },
        isRefused: (query.since !== '' && !isDay(typedFrom)) || (query.until !== '' && !isDay(typedTo)),
        ...{ address: addressOf(place), done: query.done }
      })
    }
  )

  app.post(
    '/rules/groups/:groupId/entries',
    { config, schema: { params: Url, body: Body } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const term = termOf(await queries.listTerms(db), body.term, clock.today())
      const [since, until] = [dayOf(body.since), dayOf(body.until)]
      const group = await queries.findGroup(db, params.groupId)
      if (!group || !term || term.is_closed || !isDay(since) || !isDay(until)) return reply.callNotFound()
      const place = { study_group_id: group.id, term_id: term.id }
      const laid = await layLessons(db, actor, place, since, until)
      const { new: added, changed, removed } = countsOf(laid)
      return reply.redirect(`${addressOf(place)}&done=laid-${added}-${changed}-${removed}`, 303)
    }
  )
}
