import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { dayPlus } from '../../college/rules/days.ts'
import { dayOf, isDay } from '../../platform/days.ts'
import { settleAbsence } from '../actions/absences.ts'
import { listEntries } from '../queries/entries.ts'
import { findAbsence, listCandidates } from '../queries/substitutions.ts'
import { type Choice, proposalsOf, stateOf } from '../rules/absences.ts'
import { CHANGE_REFUSALS, type ChangeRefusal, rankCandidates } from '../rules/changes.ts'
import { substituteOf, tidy } from './entries.ts'

const Text = Type.String({ maxLength: 300, default: '' })
const Url = Type.Object({ absenceId: Type.Integer() })
const Days = Type.Object({ from: Text, done: Text })
const Texts = Type.Array(Text, { maxItems: 200, default: [] })
const Form = Type.Object({
  ...{ _csrf: Type.Optional(Type.String()), from: Text, reason: Text, order: Text, staff: Texts },
  entry: Type.Array(Type.Integer(), { maxItems: 200, default: [] })
})
const config = { right: 'timetable: write' as const }

/** A page has the lessons of so many days. */
const DAYS_SHOWN = 14

/** Lessons of somebody who is away, of all the days: who is proposed for each, decided for all at once. */
export const absenceRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/substitutions/absences/:absenceId',
    { config, schema: { params: Url, querystring: Days } },
    (request, reply) => showAbsence(request, reply, request.params.absenceId, request.query)
  )

  app.post(
    '/substitutions/absences/:absenceId/lessons',
    { config, schema: { params: Url, body: Form } },
    async (request, reply) => {
      const { db, actor, params, body } = request
      const typed = new Map(body.entry.map((id, i) => [id, body.staff[i] ?? '']))
      const choices = [...typed].flatMap(([id, text]) => choiceOf(id, text))
      const why = { reason: tidy(body.reason), order_number: tidy(body.order) }
      const outcome = await settleAbsence(db, actor, params.absenceId, choices, why)
      if (outcome.kind === 'no-such-page') return reply.callNotFound()
      const shown = { from: body.from, typed, reason: body.reason, order: body.order }
      if (outcome.kind === 'nothing-chosen')
        return showAbsence(request, reply.code(422), params.absenceId, { ...shown, isEmpty: true })
      if (outcome.kind === 'refused')
        return showAbsence(request, reply.code(422), params.absenceId, { ...shown, refusals: outcome.refusals })
      const done = `settled-${outcome.substituted}-${outcome.cancelled}`
      return reply.redirect(
        `/timetable/substitutions/absences/${params.absenceId}?from=${encodeURIComponent(body.from)}&done=${done}`,
        303
      )
    }
  )
}

/** What the select says; nothing for «решить позже». */
function choiceOf(entry_id: number, text: string): Choice[] {
  if (text === 'cancel') return [{ entry_id, staff_member_id: 0, kind: 'cancel' }]
  return text === '' ? [] : [{ entry_id, ...substituteOf(text) }]
}

type Shown = {
  from: string
  done?: string
  typed?: Map<number, string>
  reason?: string
  order?: string
  refusals?: Map<number, ChangeRefusal>
  /** nothing was chosen for any lesson */
  isEmpty?: boolean
}

async function showAbsence({ db, clock }: FastifyRequest, reply: FastifyReply, id: number, shown: Shown) {
  const absence = await findAbsence(db, id)
  if (!absence) return reply.callNotFound()
  const { since, until } = absence
  const typed = dayOf(shown.from.trim())
  const usual = since <= clock.today() && clock.today() <= until ? clock.today() : since
  const from = isDay(typed) && since <= typed && typed <= until ? typed : usual
  const [to = until] = [dayPlus(from, DAYS_SHOWN - 1), until].toSorted()
  const of = { kind: 'staff' as const, id: absence.staff_member_id }
  const lessons = (await listEntries(db, { from, to, of })).map((one) => ({
    ...one,
    state: stateOf(one, absence.staff_member_id)
  }))
  const open = lessons.filter(({ state }) => state === 'open')
  const ids = open.map((one) => one.id)
  const asked = Map.groupBy(await listCandidates(db, ids), ({ entry_id }) => entry_id)
  const candidates = new Map(open.map((one) => [one.id, rankCandidates(asked.get(one.id) ?? [])]))
  const proposed = proposalsOf(open, candidates)
  const [, earlier = since] = [dayPlus(from, -DAYS_SHOWN), since].toSorted()
  return reply.viewAsync('timetable/absence', {
    isEmpty: shown.isEmpty === true,
    ...{ absence, from, to, candidates, done: shown.done, left: open.length, proposed: proposed.size },
    ...{ days: [...Map.groupBy(lessons, ({ held_on }) => held_on)], words: CHANGE_REFUSALS },
    ...{ before: from > since ? earlier : null, after: to < until ? dayPlus(to, 1) : null },
    ...{ refusals: shown.refusals ?? new Map(), reason: shown.reason ?? absence.reason, order: shown.order ?? '' },
    chosen: shown.typed ?? new Map([...proposed].map(([entry, staff]) => [entry, String(staff)]))
  })
}
