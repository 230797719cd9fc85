import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { dayOf } from '../../platform/days.ts'
import type { EntryPlace } from '../actions/portfolio.ts'
import { findOwner } from '../queries/owners.ts'
import { fullName, tidy } from '../rules/cards.ts'
import type { Brought } from '../rules/files.ts'
import { type Entry, LEVELS, type OwnerKind, SECTIONS } from '../rules/portfolio.ts'

/** Where the portfolios of the two kinds are, and who comes there. */
export const PLACES = {
  staff: { path: '/staff/:ownerId/portfolio', read: 'staff portfolio: read', write: 'staff portfolio: write' },
  student: { path: '/students/:ownerId/portfolio', read: 'portfolio: read', write: 'portfolio: write' }
} as const
export const OWNER_KINDS: OwnerKind[] = ['staff', 'student']

export const OwnerUrl = Type.Object({ ownerId: Type.Integer() })
export const EntryUrl = Type.Object({ ownerId: Type.Integer(), entryId: Type.Integer() })

export const addressOf = (kind: OwnerKind, id: number) =>
  `/people/${kind === 'staff' ? 'staff' : 'students'}/${id}/portfolio`

type Field = { value?: unknown }
type Part = Field & { filename?: string; file?: { truncated: boolean }; toBuffer?(): Promise<Buffer> }
type Body = Record<string, Part | string | undefined> | undefined

/** A field of a form of either encoding, at most so many letters of it. */
export function textIn(body: unknown, name: string, most = 300): string {
  const field = (body as Body)?.[name]
  const value = typeof field === 'string' ? field : field?.value
  return tidy(typeof value === 'string' ? value.slice(0, most) : '')
}

/** The file that was chosen, if any: a browser sends an empty one without a name when none is. */
export async function fileIn(body: unknown): Promise<Brought | null> {
  const part = (body as Body)?.file
  if (typeof part !== 'object' || typeof part.toBuffer !== 'function' || !part.filename) return null
  return { name: part.filename, content: await part.toBuffer(), is_cut: part.file?.truncated === true }
}

export const entryIn = (body: unknown): Entry => ({
  ...{ section: textIn(body, 'section'), held_on: dayOf(textIn(body, 'held_on')), title: textIn(body, 'title') },
  ...{ level: textIn(body, 'level'), result: textIn(body, 'result'), link: textIn(body, 'link', 500) }
})

/** The form of an entry, new or not; only for those who may write. */
export async function entryPage(request: FastifyRequest, reply: FastifyReply, place: EntryPlace, view: object) {
  const { db, actor, clock } = request
  const owner = await findOwner(db, actor, clock.today(), place.kind, place.owner_id)
  if (!owner || owner.may === 'read') return reply.callNotFound()
  return reply.viewAsync('people/portfolio-entry', {
    ...{ owner, name: fullName(owner), address: addressOf(owner.kind, owner.id), place },
    ...{ sections: SECTIONS[owner.kind], levels: LEVELS, ...view }
  })
}
