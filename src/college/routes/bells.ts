import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { changeBells } from '../actions/bells.ts'
import { listBells } from '../queries/bells.ts'
import { findSettings } from '../queries.ts'
import {
  BELL_REFUSALS,
  type Bell,
  type BellFields,
  bellsInWords,
  MOST_PAIRS,
  timeOf,
  USUAL_BELLS,
  WEEKDAYS,
  weekdayName
} from '../rules/bells.ts'

const PAIRS = Array.from({ length: MOST_PAIRS }, (_, i) => i + 1)
const Text = Type.String({ maxLength: 10, default: '' })
const Weekday = Type.Integer({ minimum: 1, maximum: 7 })
const WeekdayUrl = Type.Object({ weekday: Weekday })
const PageUrl = Type.Object({ done: Text })
const Form = Type.Object({
  ...Object.fromEntries(PAIRS.flatMap((n) => [`starts_${n}`, `ends_${n}`]).map((name) => [name, Text])),
  other: Type.Array(Weekday, { maxItems: 7, default: [] }),
  was: Type.String({ maxLength: 1000, default: '' }),
  _csrf: Type.Optional(Type.String())
})
const read = { config: { right: 'calendar: read' as const } }
const write = { config: { right: 'calendar: write' as const } }

/** «Звонки»: all weekdays side by side, one weekday's form, which may be copied to others. */
export const bellRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/bells', { ...read, schema: { querystring: PageUrl } }, async ({ db, actor, query }, reply) => {
    const bells = await listBells(db)
    const last = Math.max(0, ...bells.map(({ pair_number }) => pair_number))
    const { study_days_per_week } = await findSettings(db)
    const days = Math.max(study_days_per_week, ...bells.map(({ weekday }) => weekday))
    return reply.viewAsync('college/bells', {
      ...{ weekdays: WEEKDAYS.slice(0, days), pairs: PAIRS.slice(0, last), done: query.done },
      ...{ at: new Map(bells.map((bell) => [`${bell.weekday}.${bell.pair_number}`, bell])) },
      mayWrite: holds(actor, 'calendar: write')
    })
  })

  app.get('/bells/:weekday', { ...write, schema: { params: WeekdayUrl } }, (request, reply) =>
    showWeekday(request, reply, request.params.weekday)
  )

  app.post('/bells/:weekday', { ...write, schema: { params: WeekdayUrl, body: Form } }, async (request, reply) => {
    const { db, actor, params, body } = request
    const typed = typedIn(body as unknown as Record<string, string>)
    const filled = typed.filter(({ starts_at, ends_at }) => starts_at !== '' || ends_at !== '')
    const change = { weekday: params.weekday, bells: filled, others: body.other as number[], was: body.was as string }
    const refusals = await changeBells(db, actor, change)
    if (Object.keys(refusals).length === 0) return reply.redirect('/college/bells?done=changed', 303)
    return showWeekday(request, reply.code(422), params.weekday, { typed, others: change.others, refusals })
  })
}

const typedIn = (body: Record<string, string>): Bell[] =>
  PAIRS.map((n) => ({
    pair_number: n,
    starts_at: timeOf(body[`starts_${n}`] ?? ''),
    ends_at: timeOf(body[`ends_${n}`] ?? '')
  }))

type Typed = { typed: Bell[]; others: number[]; refusals: BellFields }

async function showWeekday({ db }: FastifyRequest, reply: FastifyReply, weekday: number, view?: Typed) {
  const all = await listBells(db)
  const { study_days_per_week } = await findSettings(db)
  const own = all.filter((bell) => bell.weekday === weekday)
  const isFirst = all.length === 0
  const shown = view?.typed ?? (own.length > 0 ? own : isFirst ? USUAL_BELLS : [])
  const rows = PAIRS.map((n) => shown.find((bell) => bell.pair_number === n) ?? { pair_number: n })
  return reply.viewAsync('college/weekday', {
    ...{ weekday, name: weekdayName(weekday), rows, isFirst, was: bellsInWords(own), weekdays: WEEKDAYS },
    others: view?.others ?? (isFirst ? PAIRS.filter((day) => day <= study_days_per_week) : []),
    ...{ refusals: view?.refusals ?? {}, words: BELL_REFUSALS }
  })
}
