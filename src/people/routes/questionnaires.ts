import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { dayOf } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { openCard } from '../actions/cards.ts'
import { type Answers, changeGuardianContact, changeQuestionnaire } from '../actions/questionnaires.ts'
import { listGuardians } from '../queries/guardians.ts'
import { findContact, findQuestionnaire, listDocuments } from '../queries/questionnaires.ts'
import { fullName, tidy } from '../rules/cards.ts'
import {
  BASE_EDUCATION,
  CONTACT_TITLES,
  DOCUMENT_KINDS,
  FINANCING,
  NO_CONTACT,
  NO_QUESTIONNAIRE,
  QUESTIONNAIRE_FIELDS,
  QUESTIONNAIRE_REFUSALS
} from '../rules/questionnaires.ts'
import { Csrf, StudentUrl, write } from './fields.ts'

const Text = Type.String({ maxLength: 200, default: '' })
const KINDS = Object.keys(DOCUMENT_KINDS)
const Handed = Object.fromEntries(KINDS.map((kind) => [`handed_${kind}`, Text]))
const Form = Type.Object({
  ...{ phone: Text, email: Text, registered_address: Text, living_address: Text, citizenship: Text },
  ...{ base_education: Text, education_document: Text, educated_on: Text, financing: Text, lives_in_dormitory: Text },
  ...Handed,
  _csrf: Csrf
})
type Typed = Record<string, string>
const GuardianUrl = Type.Object({ studentId: Type.Integer(), personId: Type.Integer() })
const ContactForm = Type.Object({ phone: Text, email: Text, _csrf: Csrf })

/** How to reach a student and the guardians, the education so far, documents handed in (R4 1.8, 3.7.1). */
export const questionnaireRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/students/:studentId/questionnaire', { ...write, schema: { params: StudentUrl } }, (request, reply) =>
    questionnairePage(request, reply, request.params.studentId, {})
  )

  app.post(
    '/students/:studentId/questionnaire',
    { ...write, schema: { params: StudentUrl, body: Form } },
    async (request, reply) => {
      const { db, actor, clock, params } = request
      const typed = request.body as Typed
      const outcome = await changeQuestionnaire(db, actor, clock.today(), params.studentId, answersIn(typed))
      if (outcome === 'no-such-page') return reply.callNotFound()
      if (outcome === 'changed') return reply.redirect(`/people/students/${params.studentId}?done=changed`, 303)
      const { refusal, kind } = outcome
      const field = kind ? `handed_${kind}` : QUESTIONNAIRE_FIELDS[refusal]
      const view = { typed, refusal: QUESTIONNAIRE_REFUSALS[refusal], field }
      return questionnairePage(request, reply.code(422), params.studentId, view)
    }
  )

  app.get(
    '/students/:studentId/guardians/:personId/contacts',
    { ...write, schema: { params: GuardianUrl } },
    (request, reply) => contactPage(request, reply, request.params, {})
  )

  app.post(
    '/students/:studentId/guardians/:personId/contacts',
    { ...write, schema: { params: GuardianUrl, body: ContactForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const contact = { phone: tidy(body.phone), email: tidy(body.email) }
      const link = { student_id: params.studentId, person_id: params.personId, contact }
      const outcome = await changeGuardianContact(db, actor, clock.today(), link)
      if (outcome === 'no-such-page') return reply.callNotFound()
      if (outcome === 'changed') return reply.redirect(`/people/students/${params.studentId}?done=changed`, 303)
      const words = { refusal: QUESTIONNAIRE_REFUSALS[outcome], field: QUESTIONNAIRE_FIELDS[outcome] }
      return contactPage(request, reply.code(422), params, { typed: contact, ...words })
    }
  )
}

/** The answers as they were typed; a document whose field is empty was not handed in. */
function answersIn(typed: Typed): Answers {
  const text = (name: string) => tidy(typed[name] ?? '')
  const day = (name: string) => dayOf(text(name))
  const handed = KINDS.map((kind) => [kind, day(`handed_${kind}`)] as const).filter(([, on]) => on !== '')
  return {
    contact: {
      ...{ phone: text('phone'), email: text('email'), registered_address: text('registered_address') },
      ...{ living_address: text('living_address'), citizenship: text('citizenship') }
    },
    questionnaire: {
      base_education: Object.hasOwn(BASE_EDUCATION, text('base_education')) ? text('base_education') : '',
      education_document: text('education_document'),
      educated_on: day('educated_on') || null,
      financing: Object.hasOwn(FINANCING, text('financing')) ? text('financing') : '',
      lives_in_dormitory: text('lives_in_dormitory') !== ''
    },
    documents: Object.fromEntries(handed)
  }
}

/** What stands on the card, as the form shows it. */
async function storedAs({ db }: FastifyRequest, student: { id: number; person_id: number }): Promise<Typed> {
  const { educated_on, lives_in_dormitory, ...rest } = (await findQuestionnaire(db, student.id)) ?? NO_QUESTIONNAIRE
  const documents = await listDocuments(db, student.id)
  return {
    ...((await findContact(db, student.person_id)) ?? NO_CONTACT),
    ...rest,
    educated_on: educated_on ? formats.day(educated_on) : '',
    lives_in_dormitory: lives_in_dormitory ? '1' : '',
    ...Object.fromEntries(documents.map(({ kind, handed_on }) => [`handed_${kind}`, formats.day(handed_on)]))
  }
}

type View = { typed?: Typed; refusal?: string; field?: string }

async function questionnairePage(request: FastifyRequest, reply: FastifyReply, id: number, view: View) {
  const { db, actor, clock } = request
  const student = await openCard(db, actor, clock.today(), id, 'student cards: write')
  if (!student) return reply.callNotFound()
  return reply.viewAsync('people/questionnaire', {
    ...{ id, name: fullName(student), titles: CONTACT_TITLES, educations: BASE_EDUCATION, financings: FINANCING },
    ...{ kinds: DOCUMENT_KINDS, typed: view.typed ?? (await storedAs(request, student)) },
    ...{ refusal: view.refusal, field: view.field }
  })
}

async function contactPage(
  { db, actor, clock }: FastifyRequest,
  reply: FastifyReply,
  link: { studentId: number; personId: number },
  view: View
) {
  const student = await openCard(db, actor, clock.today(), link.studentId, 'student cards: write')
  const guardians = student ? await listGuardians(db, student.id) : []
  const guardian = guardians.find(({ person_id, until }) => person_id === link.personId && until === null)
  if (!student || !guardian) return reply.callNotFound()
  return reply.viewAsync('people/contacts', {
    ...{ student, student_name: fullName(student), guardian, name: fullName(guardian) },
    ...{ typed: view.typed ?? (await findContact(db, link.personId)) ?? NO_CONTACT },
    ...{ refusal: view.refusal, field: view.field }
  })
}
