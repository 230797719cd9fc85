import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { dayOf } from '../../platform/days.ts'
import { keepRow, type Place, removeRow, typedOf } from '../actions/records.ts'
import { findRow } from '../queries/records.ts'
import { findMember } from '../queries/staff.ts'
import { fullName, tidy } from '../rules/cards.ts'
import { KINDS, type Kind, ROW_REFUSALS, type Row, type WrongField } from '../rules/records.ts'
import { shownDay, writeStaff } from './staff-fields.ts'

const Kinds = Type.Union([Type.Literal('education'), Type.Literal('trainings'), Type.Literal('awards')])
const ListUrl = Type.Object({ staffMemberId: Type.Integer(), list: Kinds })
const RowUrl = Type.Object({ staffMemberId: Type.Integer(), list: Kinds, rowId: Type.Integer() })
const RowForm = Type.Record(Type.String(), Type.String({ maxLength: 300 }))
const PATH = '/staff/:staffMemberId/records/:list'

/** Rows of a card: education, courses, awards. */
export const recordRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(`${PATH}/new`, { ...writeStaff, schema: { params: ListUrl } }, (request, reply) =>
    rowPage(request, reply, placeOf(request.params), {}, null)
  )

  app.post(PATH, { ...writeStaff, schema: { params: ListUrl, body: RowForm } }, (request, reply) =>
    keep(request, reply, placeOf(request.params), request.body ?? {})
  )

  app.get(`${PATH}/:rowId`, { ...writeStaff, schema: { params: RowUrl } }, async (request, reply) => {
    const place = placeOf(request.params)
    const row = await findRow(request.db, place.kind, place)
    return row ? rowPage(request, reply, place, row, null) : reply.callNotFound()
  })

  app.post(`${PATH}/:rowId`, { ...writeStaff, schema: { params: RowUrl, body: RowForm } }, (request, reply) =>
    keep(request, reply, placeOf(request.params), request.body ?? {})
  )

  app.get(`${PATH}/:rowId/removal`, { ...writeStaff, schema: { params: RowUrl } }, async (request, reply) => {
    const place = placeOf(request.params)
    const row = await findRow(request.db, place.kind, place)
    return row ? rowPage(request, reply, place, row, null, 'people/staff-row-removal') : reply.callNotFound()
  })

  app.post(`${PATH}/:rowId/removal`, { ...writeStaff, schema: { params: RowUrl } }, async (request, reply) => {
    const outcome = await removeRow(request.db, request.actor, placeOf(request.params))
    if (outcome === 'no-such-page') return reply.callNotFound()
    return reply.redirect(`/people/staff/${request.params.staffMemberId}?done=removed`, 303)
  })
}

const placeOf = ({ staffMemberId, list, rowId = 0 }: { staffMemberId: number; list: Kind; rowId?: number }): Place => ({
  ...{ staff_member_id: staffMemberId, kind: list, id: rowId }
})

/** What was typed into the fields of the list, and nothing else. */
const rowIn = (kind: Kind, typed: Row): Row =>
  Object.fromEntries(
    KINDS[kind].fields.map(({ name, kind: type }) => {
      const value = tidy(typed[name] ?? '')
      return [name, type === 'day' ? dayOf(value) : value]
    })
  )

async function keep(request: FastifyRequest, reply: FastifyReply, place: Place, typed: Row) {
  const { db, actor, clock } = request
  const row = rowIn(place.kind, typed)
  const outcome = await keepRow(db, actor, clock.today(), place, row)
  if (outcome === 'no-such-page') return reply.callNotFound()
  if (outcome === 'kept') return reply.redirect(`/people/staff/${place.staff_member_id}?done=kept`, 303)
  return rowPage(request, reply.code(422), place, row, outcome)
}

async function rowPage(
  { db }: FastifyRequest,
  reply: FastifyReply,
  place: Place,
  row: Row,
  wrong: WrongField | null,
  view = 'people/staff-row'
) {
  const member = await findMember(db, place.staff_member_id)
  if (!member) return reply.callNotFound()
  const { fields, one, title } = KINDS[place.kind]
  const typed = typedOf(place.kind, row)
  const shown = fields.map((field) => ({
    ...field,
    value: field.kind === 'day' ? shownDay(typed[field.name] ?? '') : typed[field.name]
  }))
  return reply.viewAsync(view, {
    ...{ id: member.id, name: fullName(member), place, one, list: title, fields: shown },
    ...{ field: wrong?.field, refusal: wrong && ROW_REFUSALS[wrong.refusal] }
  })
}
