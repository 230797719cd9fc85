import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@fastify/type-provider-typebox'
import { holds } from '../../access/actor.ts'
import { cardOf, changeCard, openCard } from '../actions/cards.ts'
import { listGuardians } from '../queries/guardians.ts'
import { findStudent, listStays } from '../queries/students.ts'
import { CARD_FIELDS, CARD_REFUSALS, fullName, SEXES } from '../rules/cards.ts'
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
    async ({ db, actor, clock, params, query }, reply) => {
      const today = clock.today()
      const student = await openCard(db, actor, today, params.studentId)
      if (!student) return reply.callNotFound()
      return reply.viewAsync('people/card', {
        ...{ student, name: fullName(student), sexes: SEXES, notice: NOTICES[query.done] },
        guardians: await listGuardians(db, student.id),
        stays: await listStays(db, student.id),
        mayWrite: (await findStudent(db, actor, 'student cards: write', today, student.id)) !== undefined,
        maySeeOrders: holds(actor, 'movement orders: read')
      })
    }
  )

  app.get('/students/:studentId/card', { ...write, schema: { params: StudentUrl } }, async (request, reply) => {
    const { db, actor, clock, params } = request
    const student = await findStudent(db, actor, 'student cards: write', clock.today(), params.studentId)
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
