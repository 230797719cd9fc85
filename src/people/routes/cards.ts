import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { cardOf, changeCard, openCard } from '../actions/cards.ts'
import { maySeeSpecial } from '../actions/special.ts'
import { listConsents } from '../queries/consents.ts'
import { listGuardians } from '../queries/guardians.ts'
import { findQuestionnaire, listContacts, listDocuments } from '../queries/questionnaires.ts'
import { listSigners } from '../queries/signers.ts'
import { findStudent, listStays } from '../queries/students.ts'
import { CARD_FIELDS, CARD_REFUSALS, fullName, SEXES } from '../rules/cards.ts'
import { statesOf } from '../rules/consents.ts'
import {
  BASE_EDUCATION,
  CONTACT_TITLES,
  DOCUMENT_KINDS,
  FINANCING,
  NO_CONTACT,
  NO_QUESTIONNAIRE
} from '../rules/questionnaires.ts'
import { isGivenAll } from '../rules/reach.ts'
import { CardFields, Csrf, cardIn, DoneUrl, read, StudentUrl, shownCard, write } from './fields.ts'

const CardForm = Type.Object({ ...CardFields, _csrf: Csrf })
const NOTICES: Record<string, string> = {
  added: 'Карточка заведена. В группу обучающегося зачисляет приказ.',
  changed: 'Карточка изменена.',
  guardian: 'Представитель добавлен.',
  withdrawn: 'Представитель снят: связь окончена.'
}

/** One student's card: what is known, who represents the student, which groups the orders led through. */
export const cardRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/students/:studentId',
    { ...read, schema: { params: StudentUrl, querystring: DoneUrl } },
    async (request, reply) => {
      const { db, actor, clock, params, query } = request
      const today = clock.today()
      const student = await openCard(db, actor, today, params.studentId)
      if (!student) return reply.callNotFound()
      return reply.viewAsync('people/card', {
        ...{ student, name: fullName(student), sexes: SEXES, notice: NOTICES[query.done], today },
        ...(await questionnaireOf(request, student)),
        ...(await consentsOf(request, student)),
        stays: await listStays(db, student.id),
        mayWrite: (await findStudent(db, actor, 'student cards: write', today, student.id)) !== undefined,
        maySeeSpecial: await maySeeSpecial(db, actor, today, student.id),
        mayExport: isGivenAll(actor),
        maySeeOrders: holds(actor, 'movement orders: read')
      })
    }
  )

  app.get('/students/:studentId/card', { ...write, schema: { params: StudentUrl } }, async (request, reply) => {
    const { db, actor, clock, params } = request
    const student = await openCard(db, actor, clock.today(), params.studentId, 'student cards: write')
    if (!student) return reply.callNotFound()
    const view = { id: student.id, name: fullName(student), card: shownCard(cardOf(student)), sexes: SEXES }
    return reply.viewAsync('people/change', view)
  })

  app.post(
    '/students/:studentId/card',
    { ...write, schema: { params: StudentUrl, body: CardForm } },
    async ({ db, actor, clock, params, body }, reply) => {
      const id = params.studentId
      const card = cardIn(body)
      const outcome = await changeCard(db, actor, clock.today(), id, card)
      if (outcome === 'no-such-page') return reply.callNotFound()
      if (outcome === 'changed') return reply.redirect(`/people/students/${id}?done=changed`, 303)
      return reply.code(422).viewAsync('people/change', {
        ...{ id, name: fullName(card), card: shownCard(card), sexes: SEXES },
        ...{ refusal: CARD_REFUSALS[outcome], field: CARD_FIELDS[outcome] }
      })
    }
  )
}

type Whose = { id: number; person_id: number; born_on: string | null }

/** The student's answers, and the guardians with how to reach them. */
async function questionnaireOf({ db }: FastifyRequest, { id, person_id }: Whose) {
  const guardians = await listGuardians(db, id)
  const contacts = await listContacts(db, [person_id, ...guardians.map((one) => one.person_id)])
  const contactOf = (whose: number) => contacts.find((one) => one.person_id === whose) ?? NO_CONTACT
  const handed = new Map((await listDocuments(db, id)).map(({ kind, handed_on }) => [kind, handed_on]))
  return {
    ...{ titles: CONTACT_TITLES, contact: contactOf(person_id), educations: BASE_EDUCATION, financings: FINANCING },
    questionnaire: (await findQuestionnaire(db, id)) ?? NO_QUESTIONNAIRE,
    documents: Object.entries(DOCUMENT_KINDS).map(([kind, title]) => ({ title, handed_on: handed.get(kind) ?? null })),
    guardians: guardians.map((one) => ({ ...one, contact: contactOf(one.person_id) }))
  }
}

/** How each consent stands, for those who may see it. */
async function consentsOf({ db, actor, clock }: FastifyRequest, { person_id, born_on }: Whose) {
  const today = clock.today()
  const [seen] = await listSigners(db, actor, 'consents: read', today, [person_id])
  return { consents: seen ? statesOf(await listConsents(db, [person_id]), born_on, today) : null }
}
