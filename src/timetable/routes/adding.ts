import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { dayOf, isDay } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { addOneEntry, lookAtEntry, type NewForm } from '../actions/corrections/adding.ts'
import type { ChangeOutcome } from '../actions/corrections/changing.ts'
import { findGroup, listCourses, listRooms, listStaff } from '../queries/courses.ts'
import { findTermOn } from '../queries/grounds.ts'
import { DISTANT, FORM_WORDS, KIND_WORDS } from '../rules/boards.ts'
import { CHANGE_REFUSALS } from '../rules/changes.ts'
import { mayConfirm, type Snag } from '../rules/snags.ts'
import { tidy } from './entries.ts'

const Text = Type.String({ maxLength: 300, default: '' })
const Url = Type.Object({ groupId: Type.Integer() })
const fields = {
  ...{ day: Text, pair: Text, hours: Text, kind: Text, course: Text, staff: Text },
  ...{ room: Text, reason: Text, order: Text, confirmed: Text }
}
const Query = Type.Object({ ...fields, check: Text })
const Form = Type.Object({ ...fields, _csrf: Type.Optional(Type.String()) })
type Typed = Record<'day' | 'pair' | 'hours' | 'kind' | 'course' | 'staff' | 'room' | 'reason' | 'order', string>
const config = { right: 'timetable: write' as const }

/** A lesson, a consultation, an exam or a зачёт on one day, outside the rules. */
export const addingRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/groups/:groupId/entries/new', { config, schema: { params: Url, querystring: Query } }, (request, reply) => {
    const { query, clock, params } = request
    if (query.check === 'yes') return showForm(request, reply, params.groupId, query, {})
    const day = isDay(dayOf(query.day)) ? dayOf(query.day) : clock.today()
    const empty = { hours: '2', kind: 'lesson', course: '', staff: '', room: '', reason: '', order: '' }
    return showForm(request, reply, params.groupId, { ...empty, day: formats.day(day), pair: query.pair }, null)
  })

  app.post('/groups/:groupId/entries', { config, schema: { params: Url, body: Form } }, async (request, reply) => {
    const { db, actor, body, params } = request
    const form = formOf(body)
    const [group, term] = [await findGroup(db, params.groupId), await termAt(request, form.held_on)]
    if (!group || !term) return reply.callNotFound()
    const place = { study_group_id: group.id, term_id: term.id, is_closed: term.is_closed }
    const why = { reason: tidy(body.reason), order_number: tidy(body.order) }
    const outcome = await addOneEntry(db, actor, place, { ...form, is_confirmed: body.confirmed === 'yes' }, why)
    if (outcome.kind === 'kept') return reply.redirect(`/timetable?of=group-${group.id}&day=${form.held_on}`, 303)
    return showForm(request, reply.code(422), group.id, body, { outcome })
  })
}

const formOf = (typed: Typed): NewForm => ({
  ...{ held_on: dayOf(typed.day.trim()), pair_number: Number(typed.pair) || 0, hours: Number(typed.hours) || 0 },
  ...{ course_id: Number(typed.course) || 0, staff_member_id: Number(typed.staff) || 0 },
  ...{ room_id: Number(typed.room) || null, is_distant: typed.room === DISTANT },
  ...(typed.kind in FORM_WORDS
    ? { kind: 'lesson', form: typed.kind }
    : { kind: typed.kind in KIND_WORDS ? typed.kind : 'lesson', form: null }),
  is_confirmed: false
})

/** The term of the day for the group. */
const termAt = ({ db, clock, params }: FastifyRequest, day: string) =>
  findTermOn(db, (params as { groupId: number }).groupId, isDay(day) ? day : clock.today())

/** `checked` is null for an empty form: nothing is said before something is typed. */
async function showForm(
  ...[request, reply, group_id, typed, checked]: [
    FastifyRequest,
    FastifyReply,
    number,
    Typed,
    { outcome?: ChangeOutcome } | null
  ]
) {
  const { db, clock } = request
  const form = formOf(typed)
  const [group, term] = [await findGroup(db, group_id), await termAt(request, form.held_on)]
  if (!group || !term) return reply.callNotFound()
  const refused = checked?.outcome?.kind === 'refused' ? checked.outcome : undefined
  const place = { study_group_id: group.id, term_id: term.id, is_closed: term.is_closed }
  const snags: Snag[] = checked ? (refused?.snags ?? (await lookAtEntry(db, place, form))) : []
  return reply.viewAsync('timetable/entry-new', {
    kinds: { lesson: KIND_WORDS.lesson, ...FORM_WORDS, ...KIND_WORDS },
    ...{ group, term, typed, distant: DISTANT, refusal: refused && CHANGE_REFUSALS[refused.refusal] },
    ...{ day: isDay(form.held_on) ? form.held_on : clock.today(), snags: snags.map(({ words }) => words) },
    ...{ mayConfirm: mayConfirm(snags), courses: await listCourses(db, group.id, term.id) },
    ...{ rooms: await listRooms(db), staff: await listStaff(db, clock.today()) }
  })
}
