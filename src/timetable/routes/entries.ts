import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { dayPlus } from '../../college/rules/days.ts'
import { dayOf } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { putSubject } from '../actions/corrections/adding.ts'
import { cancelEntry } from '../actions/corrections/cancelling.ts'
import type { ChangeOutcome } from '../actions/corrections/changing.ts'
import { lookAtMove, moveEntry, swapEntries } from '../actions/corrections/moves.ts'
import { undoCorrection } from '../actions/corrections/undoing.ts'
import { substitute, undoSubstitution } from '../actions/substitutions.ts'
import { listCourses, listRooms } from '../queries/courses.ts'
import { findEntry, listEntries, type TimetableRow } from '../queries/entries.ts'
import { listCandidates } from '../queries/substitutions.ts'
import { FORM_WORDS, KIND_WORDS } from '../rules/boards.ts'
import { CHANGE_REFUSALS, rankCandidates, refuseChange } from '../rules/changes.ts'
import { mayConfirm, type Snag } from '../rules/snags.ts'

const Text = Type.String({ maxLength: 300, default: '' })
const Url = Type.Object({ entryId: Type.Integer() })
const CorrectionUrl = Type.Object({ correctionId: Type.Integer() })
const Looked = Type.Object({ done: Text, check: Text, day: Text, pair: Text, room: Text, reason: Text, order: Text })
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

const placeOf = (body: { day: string; pair: string; room: string }) => ({
  ...{ held_on: dayOf(body.day.trim()), pair_number: Number(body.pair) || 0, room_id: Number(body.room) || null }
})

/** What each form of the page does; its name is the last part of the address. */
const DEEDS = {
  move: ({ db, actor }: FastifyRequest, id: number, body: Body) =>
    moveEntry(db, actor, id, { ...placeOf(body), is_confirmed: body.confirmed === 'yes' }, whyOf(body)),
  swap: ({ db, actor }: FastifyRequest, id: number, body: Body) =>
    swapEntries(
      ...([db, actor, id] as const),
      { other_id: Number(body.other) || 0, is_confirmed: body.confirmed === 'yes' },
      whyOf(body)
    ),
  cancellation: ({ db, actor }: FastifyRequest, id: number, body: Body) => cancelEntry(db, actor, id, whyOf(body)),
  subject: ({ db, actor }: FastifyRequest, id: number, body: Body) =>
    putSubject(
      ...([db, actor, id] as const),
      {
        ...{ course_id: Number(body.course) || 0, staff_member_id: Number(body.staff) || 0 },
        is_confirmed: body.confirmed === 'yes'
      },
      whyOf(body)
    ),
  substitution: ({ db, actor }: FastifyRequest, id: number, body: Body) =>
    substitute(db, actor, id, { ...substituteOf(body.staff), ...whyOf(body) })
}

/** «17» is that teacher, «union-17» the teacher with whose group the lesson is held together. */
export const substituteOf = (text: string) => ({
  staff_member_id: Number(text.replace('union-', '')) || 0,
  kind: text.startsWith('union-') ? ('union' as const) : ('teacher' as const)
})
export type Deed = keyof typeof DEEDS

/** One lesson of the timetable: moved, exchanged, cancelled, given to another teacher or subject; each taken back. */
export const entryRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/entries/:entryId', { config, schema: { params: Url, querystring: Looked } }, async (request, reply) => {
    const { query, params, db } = request
    const entry = query.check === 'yes' ? await findEntry(db, params.entryId) : undefined
    if (!entry) return showEntry(request, reply, params.entryId, { done: query.done })
    const snags = await lookAtMove(db, entry, placeOf(query))
    return showEntry(request, reply, params.entryId, { deed: 'move', typed: { ...NOTHING, ...query }, snags })
  })

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
      const outcome = await undoCorrection(db, actor, params.correctionId)
      if (outcome.kind === 'no-such-page') return reply.callNotFound()
      if (outcome.kind === 'kept') return reply.redirect(`/timetable/corrections?done=undone`, 303)
      return reply.redirect(`/timetable/corrections?refused=${outcome.refusal}&day=${body.day}`, 303)
    }
  )
}

const boardOf = ({ study_group_id, held_on }: TimetableRow) => `/timetable?of=group-${study_group_id}&day=${held_on}`

const NOTHING: Body = {
  ...{ reason: '', order: '', day: '', pair: '', room: '', other: '', course: '', staff: '', kind: '' },
  ...{ confirmed: '', from: '' }
}

type Shown = {
  done?: string
  outcome?: Extract<ChangeOutcome, { kind: 'refused' }>
  /** what speaks against the move that is being typed */
  snags?: Snag[]
  deed?: Deed
  typed?: Body
}

async function showEntry(
  { db }: FastifyRequest,
  reply: FastifyReply,
  id: number,
  { done, outcome, snags = outcome?.snags ?? [], deed, typed }: Shown
) {
  const entry = await findEntry(db, id)
  if (!entry) return reply.callNotFound()
  const around = { from: dayPlus(entry.held_on, -7), to: dayPlus(entry.held_on, 14) }
  const group = await listEntries(db, { ...around, of: { kind: 'group', id: entry.study_group_id } })
  const hindrance = refuseChange(entry, 'есть')
  return reply.viewAsync('timetable/entry', {
    ...{ entry, done, deed, kinds: KIND_WORDS, forms: FORM_WORDS, board: boardOf(entry), words: CHANGE_REFUSALS },
    hindrance: hindrance && CHANGE_REFUSALS[hindrance],
    refusal: outcome && CHANGE_REFUSALS[outcome.refusal],
    ...{ snags: snags.map(({ words }) => words), mayConfirm: mayConfirm(snags) },
    ...{ candidates: rankCandidates(await listCandidates(db, [entry.id])), rooms: await listRooms(db) },
    courses: (await listCourses(db, entry.study_group_id, entry.term_id)).filter((one) => one.id !== entry.course_id),
    others: group.filter((one) => one.course_id !== entry.course_id && one.lesson_id === null),
    typed: typed ?? {
      ...{ ...NOTHING, day: formats.day(entry.held_on), pair: String(entry.pair_number) },
      room: String(entry.room_id ?? '')
    }
  })
}
