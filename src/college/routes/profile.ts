import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { dayOf } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { changeProfile } from '../actions/profile.ts'
import { findStoredProfile, listSignatures } from '../queries/profile.ts'
import {
  DUTIES,
  PROFILE_FIELDS,
  PROFILE_REFUSALS,
  type Profile,
  type ProfileFields,
  SIGNATURE_CODES,
  type Signatures,
  ZONES
} from '../rules/profile.ts'

const Text = Type.String({ maxLength: 500, default: '' })
const texts = (names: string[]) => Object.fromEntries(names.map((name) => [name, Text]))
const Body = Type.Object({
  ...texts([...PROFILE_FIELDS]),
  ...texts(SIGNATURE_CODES.flatMap((code) => [`${code}_post`, `${code}_name`])),
  version: Type.Integer({ minimum: 0, default: 0 }),
  _csrf: Type.Optional(Type.String())
})
const PageUrl = Type.Object({ done: Text })
const read = { config: { right: 'calendar: read' as const } }
const write = { config: { right: 'calendar: write' as const } }

/** «Профиль учреждения»: names, licence, signatures (R4 3.3.1). */
export const profileRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/profile', { ...read, schema: { querystring: PageUrl } }, (request, reply) =>
    showProfile(request, reply, { done: request.query.done })
  )

  app.post('/profile', { ...write, schema: { body: Body } }, async (request, reply) => {
    const { db, actor, body } = request
    const typed = typedIn(body as unknown as Record<string, string>)
    const days = { ...typed.profile, licence_on: dayOf(typed.profile.licence_on) }
    const refusals = await changeProfile(db, actor, days, typed.signatures, Number(body.version))
    if (Object.keys(refusals).length === 0) return reply.redirect('/college/profile?done=saved', 303)
    return showProfile(request, reply.code(422), { typed, refusals })
  })
}

type Typed = { profile: Profile; signatures: Signatures }

function typedIn(body: Record<string, string>): Typed {
  const text = (name: string) => (body[name] ?? '').replace(/\s+/g, ' ').trim()
  return {
    profile: Object.fromEntries(PROFILE_FIELDS.map((field) => [field, text(field)])) as Profile,
    signatures: Object.fromEntries(
      SIGNATURE_CODES.map((code) => [code, { post: text(`${code}_post`), name: text(`${code}_name`) }])
    ) as Signatures
  }
}

type View = { done?: string; typed?: Typed; refusals?: ProfileFields }

async function showProfile({ db, actor }: FastifyRequest, reply: FastifyReply, view: View) {
  const { version, profile } = await findStoredProfile(db)
  const licence_on = profile.licence_on && formats.day(profile.licence_on)
  const stored = { profile: { ...profile, licence_on }, signatures: await listSignatures(db) }
  return reply.viewAsync('college/profile', {
    ...{ version, stored, typed: view.typed ?? stored, refusals: view.refusals ?? {}, done: view.done },
    ...{ words: PROFILE_REFUSALS, zones: ZONES, duties: DUTIES, mayWrite: holds(actor, 'calendar: write') }
  })
}
