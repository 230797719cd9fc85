import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { dayOf } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { cardOf, keepPlace, removePlace } from '../actions/practices.ts'
import { findPractice } from '../queries/practices.ts'
import { EMPTY_PLACE, FIELD_OF, type PlaceCard, PRACTICE_REFUSALS } from '../rules/practices.ts'
import { _csrf, answer, CourseUrl, Text, write } from './cards.ts'

const PlaceUrl = Type.Object({ courseId: Type.Integer(), placeId: Type.Integer() })
const PlaceForm = Type.Object({
  ...{ is_own: Text, organisation: Text, address: Text, contract_number: Text, contract_on: Text },
  ...{ supervisor_name: Text, supervisor_post: Text, supervisor_phone: Text, _csrf }
})
const Removal = Type.Object({ _csrf })
type Typed = { [Key in keyof PlaceCard]: string }

const cardIn = (body: Typed): PlaceCard => ({
  ...{ is_own: body.is_own === 'yes', organisation: body.organisation.trim(), address: body.address.trim() },
  ...{ contract_number: body.contract_number.trim(), contract_on: dayOf(body.contract_on.trim()) },
  ...{ supervisor_name: body.supervisor_name.trim(), supervisor_post: body.supervisor_post.trim() },
  supervisor_phone: body.supervisor_phone.trim()
})

export const practicePlaceRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/:courseId/places/new', { ...write, schema: { params: CourseUrl } }, async (request, reply) =>
    placePage(request, reply, request.params.courseId, null, {})
  )

  app.post('/:courseId/places', { ...write, schema: { params: CourseUrl, body: PlaceForm } }, async (request, reply) =>
    keep(request, reply, request.params.courseId, null, cardIn(request.body))
  )

  app.get('/:courseId/places/:placeId', { ...write, schema: { params: PlaceUrl } }, async (request, reply) =>
    placePage(request, reply, request.params.courseId, request.params.placeId, {})
  )

  app.post(
    '/:courseId/places/:placeId',
    { ...write, schema: { params: PlaceUrl, body: PlaceForm } },
    async (request, reply) => {
      const { courseId, placeId } = request.params
      return keep(request, reply, courseId, placeId, cardIn(request.body))
    }
  )

  app.get('/:courseId/places/:placeId/removal', { ...write, schema: { params: PlaceUrl } }, async (request, reply) => {
    const { db, actor, clock, params } = request
    const practice = await findPractice(db, actor, clock.today(), params.courseId)
    const place = practice?.places.find(({ id }) => id === params.placeId)
    if (!practice?.may_write || !place) return reply.callNotFound()
    return reply.viewAsync('practice/place-removal', { practice, place })
  })

  app.post(
    '/:courseId/places/:placeId/removal',
    { ...write, schema: { params: PlaceUrl, body: Removal } },
    async (request, reply) => {
      const { db, actor, clock, params } = request
      const outcome = await removePlace(db, actor, clock.today(), params.courseId, params.placeId)
      return answer(request, reply, params.courseId, outcome, 'removed', {})
    }
  )
}

async function keep(
  ...[request, reply, id, place_id, card]: [FastifyRequest, FastifyReply, number, number | null, PlaceCard]
) {
  const { db, actor, clock } = request
  const outcome = await keepPlace(db, actor, clock.today(), id, place_id, card)
  if (outcome === 'no-such-practice') return reply.callNotFound()
  if (outcome === 'kept') return reply.redirect(`/practices/${id}?done=place`, 303)
  const refused = { refusal: PRACTICE_REFUSALS[outcome], field: FIELD_OF[outcome] }
  return placePage(request, reply.code(422), id, place_id, { typed: card, refused })
}

type View = { typed?: PlaceCard; refused?: object }

async function placePage(
  ...[request, reply, id, place_id, view]: [FastifyRequest, FastifyReply, number, number | null, View]
) {
  const { db, actor, clock } = request
  const practice = await findPractice(db, actor, clock.today(), id)
  const place = practice?.places.find((one) => one.id === place_id)
  if (!practice?.may_write || (place_id !== null && !place)) return reply.callNotFound()
  const card = view.typed ?? (place ? cardOf(place) : EMPTY_PLACE)
  const day = /^\d{4}-/.test(card.contract_on) ? formats.day(card.contract_on) : card.contract_on
  return reply.viewAsync('practice/place', { ...view, practice, place, typed: { ...card, contract_on: day } })
}
