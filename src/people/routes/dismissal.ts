import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { ROLES } from '../../access/rights.ts'
import { dayOf } from '../../platform/days.ts'
import { consequencesOf, dismiss, hireAgain, undoDismissal, undoingOf } from '../actions/dismissal.ts'
import { isLastAdministrator } from '../queries/dismissal.ts'
import { findMember } from '../queries/staff.ts'
import { fullName, tidy } from '../rules/cards.ts'
import { DISMISSAL_FIELDS, DISMISSAL_REFUSALS, type DismissalRefusal, refuseDismissal } from '../rules/dismissal.ts'
import { Csrf } from './fields.ts'
import { MemberUrl, shownDay, writeStaff } from './staff-fields.ts'

const Text = Type.String({ maxLength: 100, default: '' })
const DayUrl = Type.Object({ day: Text })
const DismissalForm = Type.Object({ day: Text, order_number: Text, _csrf: Csrf })
const HiringForm = Type.Object({ day: Text, post: Type.String({ maxLength: 200, default: '' }), _csrf: Csrf })
const PATH = '/staff/:staffMemberId'
const params = MemberUrl

/** Leaving, taking the leaving back, and coming again. */
export const dismissalRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(`${PATH}/dismissal`, { ...writeStaff, schema: { params, querystring: DayUrl } }, (request, reply) =>
    dismissalPage(request, reply, request.params.staffMemberId, dayOf(request.query.day.trim()))
  )

  app.post(`${PATH}/dismissal`, { ...writeStaff, schema: { params, body: DismissalForm } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const id = request.params.staffMemberId
    const day = dayOf(body.day.trim())
    const outcome = await dismiss(db, actor, clock.today(), { id, day, order_number: tidy(body.order_number) })
    if (outcome === 'no-such-page') return reply.callNotFound()
    if (outcome === 'dismissed') return reply.redirect(`/people/staff/${id}?done=dismissed`, 303)
    return dismissalPage(request, reply.code(422), id, day, outcome)
  })

  app.get(`${PATH}/dismissal/removal`, { ...writeStaff, schema: { params } }, (request, reply) =>
    undoingPage(request, reply, request.params.staffMemberId)
  )

  app.post(`${PATH}/dismissal/removal`, { ...writeStaff, schema: { params } }, async (request, reply) => {
    const id = request.params.staffMemberId
    const outcome = await undoDismissal(request.db, request.actor, request.clock.now().toJSDate(), id)
    if (outcome === 'no-such-page') return reply.callNotFound()
    if (outcome === 'undone') return reply.redirect(`/people/staff/${id}?done=undone`, 303)
    return undoingPage(request, reply.code(422), id, outcome)
  })

  app.get(`${PATH}/hiring`, { ...writeStaff, schema: { params } }, (request, reply) =>
    hiringPage(request, reply, request.params.staffMemberId, {})
  )

  app.post(`${PATH}/hiring`, { ...writeStaff, schema: { params, body: HiringForm } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const id = request.params.staffMemberId
    const hiring = { id, day: dayOf(body.day.trim()), post: tidy(body.post), at: clock.now().toJSDate() }
    const outcome = await hireAgain(db, actor, hiring)
    if (outcome === 'no-such-page') return reply.callNotFound()
    if (outcome === 'hired') return reply.redirect(`/people/staff/${id}?done=hired`, 303)
    const wrong = { refusal: DISMISSAL_REFUSALS[outcome], field: DISMISSAL_FIELDS[outcome] }
    return hiringPage(request, reply.code(422), id, { ...wrong, day: body.day, post: body.post })
  })
}

/** First the day is asked, then all that ends with it is shown, and only then is there something to confirm. */
async function dismissalPage(
  { db, actor, clock }: FastifyRequest,
  reply: FastifyReply,
  id: number,
  day: string,
  refused?: DismissalRefusal
) {
  const member = await findMember(db, id)
  if (!member || member.dismissed_on) return reply.callNotFound()
  const facts = { is_last_administrator: false, asked_by: actor.staff_member_id }
  const asked = day === '' ? null : (refused ?? refuseDismissal(member, day, facts))
  const isLast = day !== '' && !asked && (await isLastAdministrator(db, member.person_id, day))
  const refusal = isLast ? ('last-administrator' as const) : asked
  if (refusal) reply.code(422)
  return reply.viewAsync('people/staff-dismissal', {
    ...{ id, name: fullName(member), day: day === '' ? shownDay(clock.today()) : shownDay(day), roles: ROLES },
    ...{ refusal: refusal && DISMISSAL_REFUSALS[refusal] },
    ends: day === '' || refusal ? null : await consequencesOf(db, member, day)
  })
}

async function undoingPage({ db }: FastifyRequest, reply: FastifyReply, id: number, refused?: DismissalRefusal) {
  const member = await findMember(db, id)
  if (!member?.dismissed_on) return reply.callNotFound()
  const undoing = await undoingOf(db, id)
  return reply.viewAsync('people/staff-undoing', {
    ...{ member, name: fullName(member), undoing, roles: ROLES },
    refusal: refused && DISMISSAL_REFUSALS[refused]
  })
}

async function hiringPage({ db, clock }: FastifyRequest, reply: FastifyReply, id: number, typed: object) {
  const member = await findMember(db, id)
  if (!member?.dismissed_on) return reply.callNotFound()
  return reply.viewAsync('people/staff-hiring', {
    ...{ member, name: fullName(member), day: shownDay(clock.today()), post: member.post, ...typed }
  })
}
