import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { findProfile } from '../../college/queries.ts'
import { dayOf, isDay } from '../../platform/days.ts'
import { addConsentText } from '../actions/consents.ts'
import { findText, listTexts } from '../queries/consents.ts'
import { listOfGroup, listSigners } from '../queries/signers.ts'
import { fullName } from '../rules/cards.ts'
import { CONSENT_FIELDS, CONSENT_KINDS, CONSENT_REFUSALS, isConsentKind, isOfAge } from '../rules/consents.ts'
import { KEEPS, KEEPS_OR_OVERSEES, reachOf } from '../rules/reach.ts'
import { Csrf } from './fields.ts'

const Id = Type.Integer({ default: 0 })
const BlankUrl = Type.Object({ kind: Type.String({ maxLength: 20, default: 'processing' }), group: Id, person: Id })
const Text = Type.String({ maxLength: 20, default: '' })
const TextForm = Type.Object({
  kind: Text,
  since: Text,
  body: Type.String({ maxLength: 6000, default: '' }),
  _csrf: Csrf
})
const DoneUrl = Type.Object({ done: Text })

/** Blanks to be signed, with the names filled in, and the wordings on them. */
export const blankRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/consents/blanks',
    { config: { right: KEEPS_OR_OVERSEES }, schema: { querystring: BlankUrl } },
    async ({ db, actor, clock, query, college }, reply) => {
      const today = clock.today()
      const text = isConsentKind(query.kind) ? await findText(db, query.kind, today) : undefined
      const people =
        query.person > 0
          ? await listSigners(db, actor, 'consents: read', today, [query.person])
          : await listOfGroup(db, actor, 'consents: read', today, query.group)
      if (!text || people.length === 0) return reply.callNotFound()
      const profile = await findProfile(db)
      return reply.viewAsync('people/blanks', {
        ...{ text, title: CONSENT_KINDS[text.kind as keyof typeof CONSENT_KINDS] },
        ...{ college_name: profile?.full_name ?? college.name, city: profile?.city ?? '' },
        blanks: people.map((person) => ({
          name: fullName(person),
          ...{ group_name: person.group_name, born_on: person.born_on },
          isMinor: person.student_id !== null && !isOfAge(person.born_on, today),
          guardians: person.guardians.map((one) => ({ name: fullName(one), kinship: one.kinship }))
        }))
      })
    }
  )

  const right = { config: { right: KEEPS } }
  app.get('/consents/texts', { ...right, schema: { querystring: DoneUrl } }, async ({ db, actor, query }, reply) => {
    if (!reachOf(actor, 'consents: write').all) return reply.callNotFound()
    const notice = query.done ? 'Новая редакция записана: новые согласия отмечаются по ней.' : undefined
    return reply.viewAsync('people/consent-texts', { texts: await listTexts(db), kinds: CONSENT_KINDS, notice })
  })

  app.post('/consents/texts', { ...right, schema: { body: TextForm } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const typed = dayOf(body.since.trim())
    const since = isDay(typed) ? typed : clock.today()
    const outcome = await addConsentText(db, actor, since, { kind: body.kind, body: body.body.trim() })
    if (outcome === 'no-such-page') return reply.callNotFound()
    if (outcome === 'added') return reply.redirect('/people/consents/texts?done=added', 303)
    return reply.code(422).viewAsync('people/consent-texts', {
      ...{ texts: await listTexts(db), kinds: CONSENT_KINDS, typed: body },
      ...{ refusal: CONSENT_REFUSALS[outcome], field: CONSENT_FIELDS[outcome] }
    })
  })
}
