import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { findSettings } from '../../college/queries.ts'
import { dayOf } from '../../platform/days.ts'
import { recallChange, reportChange } from '../actions/changes.ts'
import { withdrawOwnConsent } from '../actions/consents.ts'
import { listReported } from '../queries/changes.ts'
import { listConsents } from '../queries/consents.ts'
import { listHeld } from '../queries/held.ts'
import { listOwnPersons, type OwnPerson } from '../queries/own.ts'
import { listContacts } from '../queries/questionnaires.ts'
import { fullName, SEXES, tidy } from '../rules/cards.ts'
import { CHANGE_FIELDS, CHANGE_PLACES, CHANGE_REFUSALS, type ChangeRefusal, type Report } from '../rules/changes.ts'
import { CONSENT_KINDS, mayWithdraw, statesOf } from '../rules/consents.ts'
import { BASE_EDUCATION, CONTACT_TITLES, DOCUMENT_KINDS, FINANCING, NO_CONTACT } from '../rules/questionnaires.ts'
import { SOCIAL_CATEGORIES, SPORT_GROUPS } from '../rules/special.ts'
import { shownChange } from './changes.ts'
import { Csrf } from './fields.ts'

const Text = Type.String({ maxLength: 200, default: '' })
const OwnUrl = Type.Object({ done: Text })
const NewUrl = Type.Object({ person: Type.Integer({ default: 0 }), field: Text })
const ReportForm = Type.Object({
  ...{ person: Type.Integer({ default: 0 }), field: Text, value: Text, document_on: Text, _csrf: Csrf },
  remark: Type.String({ maxLength: 500, default: '' })
})
const ChangeUrl = Type.Object({ changeId: Type.Integer() })
const ConsentUrl = Type.Object({ consentId: Type.Integer() })
const own = { config: { right: 'signed in' as const } }
const NOTICES: Record<string, string> = {
  reported: 'Сообщение отправлено. Его внесут в течение трёх рабочих дней; состояние видно ниже.',
  recalled: 'Сообщение отозвано.',
  withdrawn: 'Согласие отозвано. Учебная часть получила об этом задание.'
}

/** «Мои данные»: what is held about oneself and one's children, reports of changes, consents (R0 3.5; 152-ФЗ ст. 14). */
export const ownRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/own', { ...own, schema: { querystring: OwnUrl } }, async (request, reply) => {
    const { db, actor, clock, query } = request
    const today = clock.today()
    const people = await listOwnPersons(db, actor.person_id ?? -1, today)
    const reported = await listReported(db, actor.account_id)
    return reply.viewAsync('people/own', {
      ...{ people: await heldOf(request, people), sexes: SEXES, titles: CONTACT_TITLES, notice: NOTICES[query.done] },
      ...{ educations: BASE_EDUCATION, financings: FINANCING, documents: DOCUMENT_KINDS },
      ...{ sports: SPORT_GROUPS, socials: SOCIAL_CATEGORIES },
      isParent: actor.roles.some(({ role }) => role === 'parent'),
      reported: reported.map((change) => shownChange(change, today))
    })
  })

  app.get('/own/changes/new', { ...own, schema: { querystring: NewUrl } }, (request, reply) =>
    reportPage(request, reply, { ...request.query, value: '', remark: '', document_on: '' })
  )

  app.post('/own/changes', { ...own, schema: { body: ReportForm } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const outcome = await reportChange(db, actor, clock.today(), body.person, reportIn(body))
    if (outcome === 'no-such-page') return reply.callNotFound()
    if (outcome === 'reported') return reply.redirect('/people/own?done=reported', 303)
    return reportPage(request, reply.code(422), body, outcome)
  })

  app.post('/own/changes/:changeId/removal', { ...own, schema: { params: ChangeUrl } }, async (request, reply) => {
    const outcome = await recallChange(request.db, request.actor, request.clock.today(), request.params.changeId)
    if (outcome === 'no-such-page') return reply.callNotFound()
    return reply.redirect(outcome === 'recalled' ? '/people/own?done=recalled' : '/people/own', 303)
  })

  app.get('/own/consents/:consentId/withdrawal', { ...own, schema: { params: ConsentUrl } }, async (request, reply) => {
    const { db, actor, clock, params } = request
    const people = await listOwnPersons(db, actor.person_id ?? -1, clock.today())
    const list = await listConsents(
      db,
      people.map(({ person_id }) => person_id)
    )
    const consent = list.find(({ id }) => id === params.consentId)
    const person = people.find(({ person_id }) => person_id === consent?.person_id)
    const may = consent?.withdrawn_on === null && mayWithdraw(consent, actor.person_id, clock.today())
    if (!consent || !person || !may) return reply.callNotFound()
    return reply.viewAsync('people/own-withdrawal', { consent, name: fullName(person), kinds: CONSENT_KINDS })
  })

  app.post(
    '/own/consents/:consentId/withdrawal',
    { ...own, schema: { params: ConsentUrl } },
    async (request, reply) => {
      const { db, actor, clock, params } = request
      const outcome = await withdrawOwnConsent(db, actor, clock.today(), params.consentId)
      return outcome === 'withdrawn' ? reply.redirect('/people/own?done=withdrawn', 303) : reply.callNotFound()
    }
  )
}

type Typed = Report & { person: number }

const reportIn = ({ field, value, remark, document_on }: Typed): Report => ({
  ...{ field, remark: remark.trim(), document_on: dayOf(document_on.trim()) },
  value: field === 'born_on' ? dayOf(value.trim()) : tidy(value)
})

async function reportPage(request: FastifyRequest, reply: FastifyReply, typed: Typed, outcome?: ChangeRefusal) {
  const { db, actor, clock } = request
  const people = await listOwnPersons(db, actor.person_id ?? -1, clock.today())
  if (people.length === 0) return reply.callNotFound()
  return reply.viewAsync('people/own-change', {
    ...{ fields: CHANGE_FIELDS, typed, people: people.map((one) => ({ id: one.person_id, name: fullName(one) })) },
    ...{ refusal: outcome && CHANGE_REFUSALS[outcome], field: outcome && CHANGE_PLACES[outcome] }
  })
}

/** What is held about each of these people beside the journal. */
async function heldOf({ db, actor, clock }: FastifyRequest, people: OwnPerson[]) {
  const ids = people.map(({ person_id }) => person_id)
  const [contacts, consents] = [await listContacts(db, ids), await listConsents(db, ids)]
  const keepsSpecial = (await findSettings(db)).keeps_special_data === 1
  const today = clock.today()
  const students = await listHeld(
    db,
    people.flatMap(({ student_id }) => student_id ?? [])
  )
  return people.map((person) => ({
    ...{ ...person, name: fullName(person), isSelf: person.person_id === actor.person_id },
    contact: contacts.find(({ person_id }) => person_id === person.person_id) ?? NO_CONTACT,
    held: students.find(({ student_id }) => student_id === person.student_id) ?? null,
    keepsSpecial,
    consents: statesOf(
      consents.filter(({ person_id }) => person_id === person.person_id),
      person.born_on,
      today
    ).map((one) => ({
      ...one,
      mayWithdraw: one.state === 'given' && one.consent !== null && mayWithdraw(one.consent, actor.person_id, today)
    }))
  }))
}
