import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { dayOf, isDay } from '../../platform/days.ts'
import { countsOf, isBehind, layLessons, previewLessons } from '../actions/laying.ts'
import { findGroup, listGroups } from '../queries/courses.ts'
import { findGrounds, listTerms } from '../queries/grounds.ts'
import { lostInWords } from '../rules/laying.ts'
import { addressOf } from './rules-page.ts'

const Text = Type.String({ maxLength: 10, default: '' })
const Url = Type.Object({ groupId: Type.Integer() })
const Period = Type.Object({ term: Type.Integer(), since: Text, until: Text })
const Body = Type.Object({ ...Period.properties, _csrf: Type.Optional(Type.String()) })
const config = { right: 'timetable: write' as const }

/** «Составить занятия по датам»: a look at what would change, and the deed, for a group or for all of them. */
export const layingRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/rules/groups/:groupId/entries',
    { config, schema: { params: Url, querystring: Period } },
    async (request, reply) => {
      const { db, params, query } = request
      const group = await findGroup(db, params.groupId)
      const asked = group && (await periodOf(request, query, [group.id]))
      if (!group || !asked) return reply.callNotFound()
      const { term, period, isRefused } = asked
      const laid = (await previewLessons(db, term.id, [group.id], period)).get(group.id)
      if (!laid) return reply.callNotFound()
      return reply.viewAsync('timetable/laying', {
        ...{ group, term, since: period.from, until: period.to, laid, counts: countsOf(laid), isRefused },
        ...{ lost: lostInWords(laid.lost), address: addressOf({ study_group_id: group.id, term_id: term.id }) }
      })
    }
  )

  app.post(
    '/rules/groups/:groupId/entries',
    { config, schema: { params: Url, body: Body } },
    async (request, reply) => {
      const { db, actor, params, body } = request
      const group = await findGroup(db, params.groupId)
      const asked = group && (await periodOf(request, body, [group.id]))
      if (!group || !asked || asked.isRefused) return reply.callNotFound()
      const { term, period } = asked
      const laid = (await layLessons(db, actor, term.id, [group.id], period)).get(group.id)
      if (!laid) return reply.callNotFound()
      const { new: added, changed, removed } = countsOf(laid)
      const address = addressOf({ study_group_id: group.id, term_id: term.id })
      return reply.redirect(`${address}&done=laid-${added}-${changed}-${removed}`, 303)
    }
  )

  app.get('/rules/entries', { config, schema: { querystring: Period } }, async (request, reply) => {
    const { db, query, clock } = request
    const groups = await listGroups(db, query.term, clock.today())
    const ids = groups.map(({ id }) => id)
    const asked = await periodOf(request, query, ids)
    if (!asked) return reply.callNotFound()
    const { term, period, isRefused } = asked
    const laid = await previewLessons(db, term.id, ids, period)
    const rows = groups.flatMap((group) => {
      const own = laid.get(group.id)
      return own && (isBehind(own) || own.clashes.length > 0)
        ? [{ ...group, ...countsOf(own), clashes: own.clashes }]
        : []
    })
    return reply.viewAsync('timetable/laying-all', {
      ...{ term, since: period.from, until: period.to, isRefused, rows },
      isBehind: [...laid.values()].some(isBehind)
    })
  })

  app.post('/rules/entries', { config, schema: { body: Body } }, async (request, reply) => {
    const { db, actor, body, clock } = request
    const ids = (await listGroups(db, body.term, clock.today())).map(({ id }) => id)
    const asked = await periodOf(request, body, ids)
    if (!asked || asked.isRefused) return reply.callNotFound()
    const laid = [...(await layLessons(db, actor, asked.term.id, ids, asked.period)).values()].map(countsOf)
    const sum = (of: 'new' | 'changed' | 'removed') => laid.reduce((all, one) => all + one[of], 0)
    const done = `laid-${sum('new')}-${sum('changed')}-${sum('removed')}`
    return reply.redirect(`/timetable/rules?term=${asked.term.id}&done=${done}`, 303)
  })
}

type Typed = { term: number; since: string; until: string }

/** The open term and the days: as typed, or from today to the end of the term; undefined when there is nothing to lay. */
async function periodOf({ db, clock }: FastifyRequest, { term: id, since, until }: Typed, groups: number[]) {
  const term = (await listTerms(db)).find((one) => one.id === id)
  const grounds = term ? [...(await findGrounds(db, term.id, groups)).values()] : []
  if (!term || term.is_closed || grounds.length === 0) return undefined
  const [typedFrom, typedTo] = [dayOf(since.trim()), dayOf(until.trim())]
  const first = grounds.map(({ starts_on }) => starts_on).toSorted()[0] ?? term.starts_on
  const usual = [first, clock.today()].toSorted().at(-1) ?? first
  const last =
    grounds
      .map(({ ends_on }) => ends_on)
      .toSorted()
      .at(-1) ?? term.ends_on
  const isRefused = (since !== '' && !isDay(typedFrom)) || (until !== '' && !isDay(typedTo))
  return {
    term,
    isRefused,
    period: { from: isDay(typedFrom) ? typedFrom : usual, to: isDay(typedTo) ? typedTo : last }
  }
}
