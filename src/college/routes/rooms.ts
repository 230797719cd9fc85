import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { addRoom, changeRoom, removeRoom, standingOnRoom } from '../actions/rooms.ts'
import { findRoom, listRooms, listWords, PAGE_SIZE } from '../queries/rooms.ts'
import { PLACE_REFUSALS, PURPOSES, type Room, type RoomFields } from '../rules/places.ts'

const Text = Type.String({ maxLength: 100, default: '' })
const Csrf = Type.Optional(Type.String())
const RoomUrl = Type.Object({ roomId: Type.Integer() })
const ListUrl = Type.Object({
  ...{ q: Text, purpose: Text, done: Text },
  page: Type.Integer({ minimum: 1, maximum: 1000, default: 1 })
})
const New = Type.Object({ name: Text, building: Text, purpose: Text, capacity: Text, _csrf: Csrf })
const Change = Type.Object({
  ...{ name: Text, building: Text, purpose: Text, capacity: Text, _csrf: Csrf },
  ...{ was_name: Text, was_building: Text, was_purpose: Text, was_capacity: Text }
})
const read = { config: { right: 'calendar: read' as const } }
const write = { config: { right: 'calendar: write' as const } }

const tidy = (text: string) => text.replace(/\s+/g, ' ').trim()
const roomIn = ({ name, building, purpose, capacity }: Room): Room => ({
  ...{ name: tidy(name), building: tidy(building), purpose: tidy(purpose), capacity: tidy(capacity) }
})

/** «Кабинеты»: found, added, changed, removed when no lesson is put into them. */
export const roomRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/rooms', { ...read, schema: { querystring: ListUrl } }, async ({ db, actor, query }, reply) => {
    const rooms = await listRooms(db, { ...query, text: tidy(query.q) })
    return reply.viewAsync('college/rooms', {
      ...{ ...query, rooms: rooms.slice(0, PAGE_SIZE), more: rooms.length > PAGE_SIZE },
      ...{ purposes: (await wordsOf(db)).purposes, mayWrite: holds(actor, 'calendar: write') }
    })
  })

  app.get('/rooms/new', write, (request, reply) =>
    showNew(request, reply, { typed: { name: '', building: '', purpose: 'кабинет', capacity: '' }, refusals: {} })
  )

  app.post('/rooms', { ...write, schema: { body: New } }, async (request, reply) => {
    const { db, actor, body } = request
    const refusals = await addRoom(db, actor, roomIn(body))
    if (Object.keys(refusals).length === 0) return reply.redirect('/college/rooms?done=added', 303)
    return showNew(request, reply.code(422), { typed: body, refusals })
  })

  app.get('/rooms/:roomId', { ...write, schema: { params: RoomUrl } }, (request, reply) =>
    showRoom(request, reply, request.params.roomId, {})
  )

  app.post('/rooms/:roomId', { ...write, schema: { params: RoomUrl, body: Change } }, async (request, reply) => {
    const { db, actor, params, body } = request
    const was = { name: body.was_name, building: body.was_building, purpose: body.was_purpose }
    const refusals = await changeRoom(db, actor, params.roomId, roomIn(body), { ...was, capacity: body.was_capacity })
    if (refusals === 'no-such-room') return reply.callNotFound()
    if (Object.keys(refusals).length === 0) return reply.redirect('/college/rooms?done=changed', 303)
    return showRoom(request, reply.code(422), params.roomId, { typed: body, refusals })
  })

  app.post('/rooms/:roomId/removal', { ...write, schema: { params: RoomUrl } }, async (request, reply) => {
    const { db, actor, params } = request
    const standing = await removeRoom(db, actor, params.roomId)
    if (standing === 'no-such-room') return reply.callNotFound()
    if (standing.length === 0) return reply.redirect('/college/rooms?done=removed', 303)
    return showRoom(request, reply.code(422), params.roomId, { isHeld: true })
  })
}

async function wordsOf(db: FastifyRequest['db']) {
  const used = await listWords(db)
  const sorted = (words: string[]) => [...new Set(words.filter(Boolean))].sort((a, b) => a.localeCompare(b, 'ru'))
  return {
    purposes: sorted([...PURPOSES, ...used.map(({ purpose }) => purpose)]),
    buildings: sorted(used.map(({ building }) => building))
  }
}

type View = { typed?: Room; refusals?: RoomFields; isHeld?: boolean }

const showNew = async ({ db }: FastifyRequest, reply: FastifyReply, view: View) =>
  reply.viewAsync('college/room', { ...view, ...(await wordsOf(db)), words: PLACE_REFUSALS, standing: [] })

async function showRoom({ db }: FastifyRequest, reply: FastifyReply, id: number, view: View) {
  const room = await findRoom(db, id)
  if (!room) return reply.callNotFound()
  return reply.viewAsync('college/room', {
    ...{ room, standing: standingOnRoom(room), isHeld: view.isHeld, ...(await wordsOf(db)) },
    ...{ typed: view.typed ?? { ...room, capacity: room.capacity ?? '' }, refusals: view.refusals ?? {} },
    words: PLACE_REFUSALS
  })
}
