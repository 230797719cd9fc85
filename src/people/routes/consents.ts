import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { dayOf } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { noteConsents, type Signature, withdrawConsent } from '../actions/consents.ts'
import { findWhose, listConsents } from '../queries/consents.ts'
import { listGroupsInReach, listSigners, listWorklist, PAGE_SIZE } from '../queries/signers.ts'
import { fullName, tidy } from '../rules/cards.ts'
import {
  CONSENT_FIELDS,
  CONSENT_KINDS,
  CONSENT_REFUSALS,
  CONSENT_STATES,
  isConsentKind,
  isOfAge,
  statesOf
} from '../rules/consents.ts'
import { KEEPS, KEEPS_OR_OVERSEES, reachOf } from '../rules/reach.ts'
import { Csrf } from './fields.ts'

const Text = Type.String({ maxLength: 200, default: '' })
const Filter = {
  state: Type.String({ maxLength: 20, default: 'missing' }),
  ...{ whose: Text, kind: Text, group: Type.Integer({ default: 0 }) },
  page: Type.Integer({ minimum: 1, maximum: 10_000, default: 1 })
}
const ListUrl = Type.Object({ ...Filter, done: Text })
const Receipt = Type.Object({
  ...{ ...Filter, given_on: Text, document: Text, person: Type.Integer({ default: 0 }), _csrf: Csrf },
  signature: Type.Array(Type.String({ maxLength: 40 }), { default: [], maxItems: 400 })
})
const PersonUrl = Type.Object({ personId: Type.Integer() })
const ConsentUrl = Type.Object({ consentId: Type.Integer() })
const DoneUrl = Type.Object({ done: Text })
const Withdrawal = Type.Object({ withdrawn_on: Text, _csrf: Csrf })
const see = { config: { right: KEEPS_OR_OVERSEES } }
const keep = { config: { right: KEEPS } }
const NOTICES: Record<string, string> = { noted: 'Получение согласий отмечено.', withdrawn: 'Согласие отозвано.' }

type Typed = { whose: string; kind: string; state: string; group: number; page: number }
type Receiving = Typed & { given_on: string; document: string; person: number; signature: string[] }

/** Consents: who has none, what was given and withdrawn, noting those that came on paper (R3 7.3; 152-ФЗ ст. 9). */
export const consentRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/consents', { ...see, schema: { querystring: ListUrl } }, (request, reply) =>
    worklistPage(request, reply, request.query, { notice: NOTICES[request.query.done] })
  )

  app.post('/consents', { ...keep, schema: { body: Receipt } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const outcome = await noteConsents(db, actor, clock.today(), receiptIn(body))
    if (outcome === 'no-such-page') return reply.callNotFound()
    if (outcome === 'noted') return reply.redirect(backOf(body), 303)
    const refusal = `${outcome.who ? `${outcome.who}: ` : ''}${CONSENT_REFUSALS[outcome.refusal]}`
    const view = { typed: body, refusal, field: CONSENT_FIELDS[outcome.refusal] }
    if (body.person > 0) return personPage(request, reply.code(422), body.person, view)
    return worklistPage(request, reply.code(422), body, view)
  })

  app.get(
    '/consents/persons/:personId',
    { ...see, schema: { params: PersonUrl, querystring: DoneUrl } },
    (request, reply) => personPage(request, reply, request.params.personId, { notice: NOTICES[request.query.done] })
  )

  app.get('/consents/:consentId/withdrawal', { ...keep, schema: { params: ConsentUrl } }, (request, reply) =>
    withdrawalPage(request, reply, request.params.consentId, {})
  )

  app.post(
    '/consents/:consentId/withdrawal',
    { ...keep, schema: { params: ConsentUrl, body: Withdrawal } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const day = dayOf(body.withdrawn_on.trim())
      const outcome = await withdrawConsent(db, actor, clock.today(), params.consentId, day)
      if (outcome === 'no-such-page') return reply.callNotFound()
      if (outcome === 'withdrawn') return reply.redirect('/people/consents?state=withdrawn&done=withdrawn', 303)
      const view = { typed: body.withdrawn_on, refusal: CONSENT_REFUSALS[outcome] }
      return withdrawalPage(request, reply.code(422), params.consentId, view)
    }
  )
}

/** «12-7»: whose consent, and who signed it. */
const signatureOf = (text: string): Signature[] => {
  const [, person_id, given_by] = /^(\d{1,16})-(\d{1,16})$/.exec(text) ?? []
  return person_id && given_by ? [{ person_id: Number(person_id), given_by: Number(given_by) }] : []
}

const receiptIn = ({ kind, signature, given_on, document }: Receiving) => ({
  ...{ kind, signatures: signature.flatMap(signatureOf), given_on: dayOf(given_on.trim()), document: tidy(document) }
})

const backOf = ({ person, whose, kind, state, group }: Receiving) =>
  person > 0
    ? `/people/consents/persons/${person}?done=noted`
    : `/people/consents?${new URLSearchParams({ whose, kind, state, group: String(group), done: 'noted' })}`

type View = { notice?: string | undefined; refusal?: string; field?: string | undefined; typed?: Partial<Receiving> }

async function worklistPage(request: FastifyRequest, reply: FastifyReply, asked: Typed, view: View) {
  const { db, actor, clock } = request
  const today = clock.today()
  const reach = reachOf(actor, 'consents: read')
  const whose = reach.groups ? asked.whose || 'students' : 'staff'
  const kind = isConsentKind(asked.kind) ? asked.kind : 'processing'
  const list = { ...asked, whose, kind, state: asked.state in CONSENT_STATES ? asked.state : 'all' }
  const rows = await listWorklist(db, actor, 'consents: read', today, list)
  const own = reachOf(actor, 'consents: write')
  return reply.viewAsync('people/consents', {
    ...{ list, rows: rows.slice(0, PAGE_SIZE).map((row) => rowOf(row, today)), more: rows.length > PAGE_SIZE, reach },
    ...{ kinds: CONSENT_KINDS, states: CONSENT_STATES, today, mayWrite: own.groups || own.staff, keepsTexts: own.all },
    groups: await listGroupsInReach(db, actor, 'consents: read', today),
    ...{ notice: view.notice, refusal: view.refusal, field: view.field },
    typed: { given_on: formats.day(today), document: '', signature: [], ...view.typed }
  })
}

type Row = Awaited<ReturnType<typeof listWorklist>>[number]

/** Who may sign for this person today: an adult, staff or parent alone, a minor student's guardians. */
function rowOf(row: Row, today: string) {
  const name = fullName(row)
  const isMinor = row.student_id !== null && !isOfAge(row.born_on, today)
  const self = { person_id: row.person_id, name: 'лично' }
  const kin = row.guardians.map((one) => ({ person_id: one.person_id, name: `${fullName(one)}, ${one.kinship}` }))
  const outgrown = row.latest !== null && !row.is_given && row.latest.withdrawn_on === null
  return { ...row, name, isMinor, outgrown, signers: isMinor ? kin : [self] }
}

async function personPage({ db, actor, clock }: FastifyRequest, reply: FastifyReply, id: number, view: View) {
  const today = clock.today()
  const [person] = await listSigners(db, actor, 'consents: read', today, [id])
  if (!person) return reply.callNotFound()
  const [kept] = await listSigners(db, actor, 'consents: write', today, [id])
  const list = await listConsents(db, [id])
  return reply.viewAsync('people/consent-person', {
    ...{ person: rowOf({ ...person, is_given: false, was_withdrawn: false, latest: null }, today), list, today },
    ...{ states: statesOf(list, person.born_on, today), mayWrite: kept !== undefined },
    ...{ kinds: CONSENT_KINDS, names: CONSENT_STATES, notice: view.notice, refusal: view.refusal, field: view.field },
    typed: { kind: '', given_on: formats.day(today), document: '', signature: [], ...view.typed }
  })
}

type Ending = { typed?: string; refusal?: string }

async function withdrawalPage({ db, actor, clock }: FastifyRequest, reply: FastifyReply, id: number, view: Ending) {
  const today = clock.today()
  const consent = await findConsentFor({ db, actor, today }, id)
  if (!consent) return reply.callNotFound()
  return reply.viewAsync('people/consent-withdrawal', {
    ...{ ...consent, today, kinds: CONSENT_KINDS, refusal: view.refusal, typed: view.typed ?? formats.day(today) }
  })
}

type Asking = { db: FastifyRequest['db']; actor: FastifyRequest['actor']; today: string }

async function findConsentFor({ db, actor, today }: Asking, id: number) {
  const whose = await findWhose(db, id)
  const [person] = whose ? await listSigners(db, actor, 'consents: write', today, [whose]) : []
  const consent = person && (await listConsents(db, [person.person_id])).find((one) => one.id === id)
  return consent && person ? { consent, name: fullName(person) } : undefined
}
