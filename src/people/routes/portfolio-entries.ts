import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { decideEntry, type EntryPlace, keepEntry, removeEntry } from '../actions/portfolio.ts'
import { findOwner } from '../queries/owners.ts'
import { findEntry } from '../queries/portfolio.ts'
import { ENTRY_FIELDS, ENTRY_REFUSALS, type EntryRefusal, type OwnerKind } from '../rules/portfolio.ts'
import { portfolioPage } from './portfolio.ts'
import {
  addressOf,
  EntryUrl,
  entryIn,
  entryPage,
  fileIn,
  OWNER_KINDS,
  OwnerUrl,
  PLACES,
  textIn
} from './portfolio-fields.ts'
import { shownDay } from './staff-fields.ts'

const EMPTY = { section: '', held_on: '', title: '', level: '', result: '', link: '' }
// A file that is too big is cut, so that it can be refused at its field and not on a page of its own.
const cut = { multipartOptions: { throwFileSizeLimit: false, limits: { fileSize: 5_000_001 } } }

/** Writing entries, taking them away, and the curator's word on those of students. */
export const portfolioEntryRoutes: FastifyPluginAsyncTypebox = async (app) => {
  for (const kind of OWNER_KINDS) {
    const { path, write } = PLACES[kind]
    const writing = { config: { right: write } }
    const bringing = { config: { right: write, ...cut } }
    const placeOf = ({ ownerId, entryId = 0 }: { ownerId: number; entryId?: number }): EntryPlace => ({
      ...{ kind, owner_id: ownerId, entry_id: entryId }
    })

    app.get(`${path}/new`, { ...writing, schema: { params: OwnerUrl } }, (request, reply) =>
      entryPage(request, reply, placeOf(request.params), { entry: EMPTY })
    )

    app.post(path, { ...bringing, schema: { params: OwnerUrl } }, (request, reply) =>
      keep(request, reply, placeOf(request.params))
    )

    for (const [end, view] of [
      ['', 'form'],
      ['/removal', 'removal']
    ] as const)
      app.get(`${path}/:entryId${end}`, { ...writing, schema: { params: EntryUrl } }, async (request, reply) => {
        const place = placeOf(request.params as { ownerId: number; entryId: number })
        const entry = await findEntry(request.db, { kind, id: place.owner_id }, place.entry_id)
        if (!entry) return reply.callNotFound()
        const shown = { ...entry, held_on: shownDay(entry.held_on) }
        return entryPage(request, reply, place, { entry: shown, stored: entry, isRemoval: view === 'removal' })
      })

    app.post(`${path}/:entryId`, { ...bringing, schema: { params: EntryUrl } }, (request, reply) =>
      keep(request, reply, placeOf(request.params))
    )

    app.post(`${path}/:entryId/removal`, { ...writing, schema: { params: EntryUrl } }, async (request, reply) => {
      const place = placeOf(request.params)
      const outcome = await removeEntry(request.db, request.actor, request.clock.today(), place)
      return answer(request, reply, place, outcome)
    })
  }

  const { path, write } = PLACES.student
  const deciding = { config: { right: write }, schema: { params: EntryUrl } }
  for (const deed of ['confirmation', 'return'] as const)
    app.post(`${path}/:entryId/${deed}`, deciding, async (request, reply) => {
      const place = { kind: 'student' as const, owner_id: request.params.ownerId, entry_id: request.params.entryId }
      const remark = deed === 'return' ? textIn(request.body, 'remark') : null
      const outcome = await decideEntry(request.db, request.actor, request.clock.today(), place, remark)
      return answer(request, reply, place, outcome)
    })
}

async function keep(request: FastifyRequest, reply: FastifyReply, place: EntryPlace) {
  const { db, actor, clock, body } = request
  const entry = entryIn(body)
  const change = { brought: await fileIn(body), isDropped: textIn(body, 'drop_file') !== '' }
  const outcome = await keepEntry(db, actor, clock.today(), place, entry, change)
  if (outcome === 'no-such-page') return reply.callNotFound()
  const owner = await findOwner(db, actor, clock.today(), place.kind, place.owner_id)
  const done = owner?.may === 'propose' ? 'waiting' : 'kept'
  if (outcome === 'kept') return reply.redirect(`${addressOf(place.kind, place.owner_id)}?done=${done}`, 303)
  const stored =
    place.entry_id === 0 ? undefined : await findEntry(db, { kind: place.kind, id: place.owner_id }, place.entry_id)
  return entryPage(request, reply.code(422), place, {
    ...{ entry: { ...entry, held_on: shownDay(entry.held_on) }, stored },
    ...{ refusal: ENTRY_REFUSALS[outcome], field: ENTRY_FIELDS[outcome] }
  })
}

type Decided = 'removed' | 'confirmed' | 'returned' | 'no-such-page' | EntryRefusal

/** Back to the portfolio, with what was done or why it was not. */
async function answer(request: FastifyRequest, reply: FastifyReply, place: EntryPlace, outcome: Decided) {
  if (outcome === 'no-such-page') return reply.callNotFound()
  const address = addressOf(place.kind as OwnerKind, place.owner_id)
  if (outcome === 'removed' || outcome === 'confirmed' || outcome === 'returned')
    return reply.redirect(`${address}?done=${outcome}`, 303)
  const owner = await findOwner(request.db, request.actor, request.clock.today(), place.kind, place.owner_id)
  if (!owner) return reply.callNotFound()
  return portfolioPage(request, reply.code(422), owner, {
    ...{ refusal: ENTRY_REFUSALS[outcome], refusedEntry: place.entry_id }
  })
}
