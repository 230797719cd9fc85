import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { dayOf, isDay } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { addOneEntry, type ChangeOutcome } from '../actions/corrections.ts'
import * as queries from '../queries/rules.ts'
import { KIND_WORDS } from '../rules/boards.ts'
import { CHANGE_REFUSALS } from '../rules/changes.ts'
import { clashInWords, isConfirmable } from '../rules/clashes.ts'
import { tidy } from './entries.ts'
import { termOf } from './rules.ts'

const Text = Type.String({ maxLength: 300, default: '' })
const Url = Type.Object({ groupId: Type.Integer() })
const Query = Type.Object({ day: Text, pair: Text })
const Form = Type.Object({
  ...{ _csrf: Type.Optional(Type.String()), day: Text, pair: Text, hours: Text, kind: Text, course: Text, staff: Text },
  ...{ room: Text, reason: Text, order: Text, confirmed: Text }
})
type Typed = Record<'day' | 'pair' | 'hours' | 'kind' | 'course' | 'staff' | 'room' | 'reason' | 'order', string>
const config = { right: 'timetable: write' as const }

/** A lesson, a consultation, an exam or a зачёт on one day, outside the rules. */
export const addingRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/groups/:groupId/entries/new', { config, schema: { params: Url, querystring: Query } }, (request, reply) => {
    const { query, clock, params } = request
    const day = isDay(dayOf(query.day)) ? dayOf(query.day) : clock.today()
    const empty = { hours: '2', kind: 'lesson', course: '', staff: '', room: '', reason: '', order: '' }
    return showForm(request, reply, params.groupId, { ...empty, day: formats.day(day), pair: query.pair })
  })

  app.post('/groups/:groupId/entries', { config, schema: { params: Url, body: Form } }, async (request, reply) => {
    const { db, actor, body, params, clock } = request
    const held_on = dayOf(body.day.trim())
    const [group, term] = [await queries.findGroup(db, params.groupId), await termAt(request, held_on)]
    if (!group || !term) return reply.callNotFound()
    const form = {
      ...{ held_on, pair_number: Number(body.pair) || 0, hours: Number(body.hours) || 0 },
      ...{ course_id: Number(body.course) || 0, staff_member_id: Number(body.staff) || 0 },
      ...{ room_id: Number(body.room) || null, kind: body.kind in KIND_WORDS ? body.kind : 'lesson' },
      is_confirmed: body.confirmed === 'yes'
    }
    const course = (await queries.listCourses(db, group.id, term.id)).find(({ id }) => id === form.course_id)
    const place = { study_group_id: group.id, term_id: term.id, is_closed: term.is_closed }
    const staff_member_id = form.staff_member_id || (course?.teacher_id ?? 0)
    const why = { reason: tidy(body.reason), order_number: tidy(body.order) }
    const outcome = await addOneEntry(db, actor, place, { ...form, staff_member_id }, why)
    if (outcome.kind === 'kept') return reply.redirect(`/timetable?of=group-${group.id}&day=${held_on}`, 303)
    return showForm(request, reply.code(422), group.id, body, outcome, isDay(held_on) ? held_on : clock.today())
  })
}

const termAt = async ({ db, clock }: FastifyRequest, day: string) =>
  termOf(await queries.listTerms(db), undefined, isDay(day) ? day : clock.today())

async function showForm(
  request: FastifyRequest,
  reply: FastifyReply,
  group_id: number,
  typed: Typed,
  outcome?: ChangeOutcome,
  day = dayOf(typed.day)
) {
  const { db, clock } = request
  const [group, term] = [await queries.findGroup(db, group_id), await termAt(request, day)]
  if (!group || !term) return reply.callNotFound()
  const refused = outcome?.kind === 'refused' ? outcome : undefined
  const clashes = refused?.clashes ?? []
  return reply.viewAsync('timetable/entry-new', {
    ...{ group, term, typed, kinds: KIND_WORDS, day, refusal: refused && CHANGE_REFUSALS[refused.refusal] },
    ...{ clashes: clashes.map(clashInWords), mayConfirm: clashes.length > 0 && clashes.every(isConfirmable) },
    ...{ courses: await queries.listCourses(db, group.id, term.id), rooms: await queries.listRooms(db) },
    staff: await queries.listStaff(db, clock.today())
  })
}
