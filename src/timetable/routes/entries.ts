import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { dayPlus } from '../../college/rules/days.ts'
import { dayOf } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import * as corrections from '../actions/corrections.ts'
import { substitute, undoSubstitution } from '../actions/substitutions.ts'
import { findEntry, listEntries, type TimetableRow } from '../queries/entries.ts'
import { listCourses, listRooms } from '../queries/rules.ts'
import { listCandidates } from '../queries/substitutions.ts'
import { KIND_WORDS } from '../rules/boards.ts'
import { CHANGE_REFUSALS, rankCandidates, refuseChange } from '../rules/changes.ts'
import { clashInWords, isConfirmable } from '../rules/clashes.ts'

const Text = Type.String({ maxLength: 300, default: '' })
const Url = Type.Object({ entryId: Type.Integer() })
const CorrectionUrl = Type.Object({ correctionId: Type.Integer() })
const Done = Type.Object({ done: Text })
const Form = Type.Object({
  ...{ _csrf: Type.Optional(Type.String()), reason: Text, order: Text, day: Text, pair: Text, room: Text },
  ...{ other: Text, course: Text, staff: Text, kind: Text, confirmed: Text, from: Text }
})
type Body = Record<
  'reason' | 'order' | 'day' | 'pair' | 'room' | 'other' | 'course' | 'staff' | 'kind' | 'confirmed' | 'from',
  string
>
const config = { right: 'timetable: write' as const }

export const tidy = (text: string) => text.replace(/\s+/g, ' ').trim()
const whyOf = (body: Body) => ({ reason: tidy(body.reason), order_number: tidy(body.order) })

/** What each form of the page does; its name is the last part of the address. */
const DEEDS = {
  move: (request: FastifyRequest, id: number, body: Body) =>
    corrections.moveEntry(
      request.db,
      request.actor,
      id,
      {
        ...{ held_on: dayOf(body.day.trim()), pair_number: Number(body.pair) || 0, room_id: Number(body.room) || null },
        is_confirmed: body.confirmed === 'yes'
      },
      whyOf(body)
    ),
  swap: (request: FastifyRequest, id: number, body: Body) =>
    corrections.swapEntries(request.db, request.actor, id, Number(body.other) || 0, whyOf(body)),
  cancellation: (request: FastifyRequest, id: number, body: Body) =>
    corrections.cancelEntry(request.db, request.actor, id, whyOf(body)),
  subject: (request: FastifyRequest, id: number, body: Body) =>
    corrections.putSubject(
      request.db,
      request.actor,
      id,
      { course_id: Number(body.course) || 0, staff_member_id: Number(body.staff) || 0 },
      whyOf(body)
    ),
  substitution: (request: FastifyRequest, id: number, body: Body) =>
    substitute(request.db, request.actor, id, {
      ...{ staff_member_id: Number(body.staff.replace('union-', '')) || 0, ...whyOf(body) },
      kind: body.staff.startsWith('union-') ? 'union' : 'teacher'
    })
}
export type Deed = keyof typeof DEEDS

/** One lesson of the timetable: moved, exchanged, cancelled, given to another teacher or subject; each taken back. */
export const entryRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/entries/:entryId', { config, schema: { params: Url, querystring: Done } }, (request, reply) =>
    showEntry(request, reply, request.params.entryId, { done: request.query.done })
  )

  for (const deed of Object.keys(DEEDS) as Deed[])
    app.post(`/entries/:entryId/${deed}`, { config, schema: { params: Url, body: Form } }, async (request, reply) => {
      const { params, body, db } = request
      const before = await findEntry(db, params.entryId)
      const outcome = await DEEDS[deed](request, params.entryId, body)
      if (outcome.kind === 'no-such-page' || !before) return reply.callNotFound()
      if (outcome.kind === 'refused')
        return showEntry(request, reply.code(422), params.entryId, { outcome, deed, typed: body })
      if (body.from === 'substitutions')
        return reply.redirect(`/timetable/substitutions?day=${before.held_on}&done=${deed}`, 303)
      if (deed === 'cancellation') return reply.redirect(`${boardOf(before)}`, 303)
      return reply.redirect(`/timetable/entries/${outcome.id}?done=${deed}`, 303)
    })

  app.post(
    '/entries/:entryId/substitution/removal',
    { config, schema: { params: Url, body: Form } },
    async (request, reply) => {
      const { db, actor, params } = request
      const outcome = await undoSubstitution(db, actor, params.entryId)
      if (outcome.kind === 'no-such-page') return reply.callNotFound()
      if (outcome.kind === 'refused')
        return showEntry(request, reply.code(422), params.entryId, { outcome, deed: 'substitution' })
      return reply.redirect(`/timetable/entries/${params.entryId}?done=undone`, 303)
    }
  )

  app.post(
    '/corrections/:correctionId/removal',
    { config, schema: { params: CorrectionUrl, body: Form } },
    async (request, reply) => {
      const { db, actor, params, body } = request
      const outcome = await corrections.undoCorrection(db, actor, params.correctionId)
      if (outcome.kind === 'no-such-page') return reply.callNotFound()
      if (outcome.kind === 'kept') return reply.redirect(`/timetable/corrections?done=undone`, 303)
      return reply.redirect(`/timetable/corrections?refused=${outcome.refusal}&day=${body.day}`, 303)
    }
  )
}

const boardOf = ({ study_group_id, held_on }: TimetableRow) => `/timetable?of=group-${study_group_id}&day=${held_on}`

type Shown = {
  done?: string
  outcome?: Extract<corrections.ChangeOutcome, { kind: 'refused' }>
  deed?: Deed
  typed?: Body
}

async function showEntry(
  { db }: FastifyRequest,
  reply: FastifyReply,
  id: number,
  { done, outcome, deed, typed }: Shown
) {
  const entry = await findEntry(db, id)
  if (!entry) return reply.callNotFound()
  const around = { from: dayPlus(entry.held_on, -7), to: dayPlus(entry.held_on, 14) }
  const group = await listEntries(db, { ...around, of: { kind: 'group', id: entry.study_group_id } })
  const clashes = outcome?.clashes ?? []
  const hindrance = refuseChange(entry, 'есть')
  return reply.viewAsync('timetable/entry', {
    ...{ entry, done, deed, kinds: KIND_WORDS, board: boardOf(entry), words: CHANGE_REFUSALS },
    hindrance: hindrance && CHANGE_REFUSALS[hindrance],
    refusal: outcome && CHANGE_REFUSALS[outcome.refusal],
    clashes: clashes.map(clashInWords),
    mayConfirm: clashes.length > 0 && clashes.every(isConfirmable),
    ...{ candidates: rankCandidates(await listCandidates(db, [entry.id])), rooms: await listRooms(db) },
    courses: (await listCourses(db, entry.study_group_id, entry.term_id)).filter((one) => one.id !== entry.course_id),
    others: group.filter((one) => one.course_id !== entry.course_id && one.lesson_id === null),
    typed: typed ?? {
      ...{ reason: '', order: '', day: formats.day(entry.held_on), pair: String(entry.pair_number) },
      ...{ room: String(entry.room_id ?? ''), other: '', course: '', staff: '', kind: '', confirmed: '', from: '' }
    }
  })
}
