import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type Doer, scopesOf } from '../../access/actor.ts'
import { addCard } from '../actions/cards.ts'
import { listNamesakes } from '../queries/persons.ts'
import { listStudents, PAGE_SIZE } from '../queries/students.ts'
import { CARD_FIELDS, CARD_REFUSALS, SEXES } from '../rules/cards.ts'
import { CardFields, Csrf, cardIn, read, shownCard, write } from './fields.ts'

const ListUrl = Type.Object({
  q: Type.String({ maxLength: 100, default: '' }),
  all: Type.String({ maxLength: 1, default: '' }),
  page: Type.Integer({ minimum: 1, maximum: 10_000, default: 1 })
})
const NewCard = Type.Object({
  ...CardFields,
  person_id: Type.Integer({ default: 0 }),
  confirmed: Type.String({ maxLength: 1, default: '' }),
  _csrf: Csrf
})

const EMPTY = { last_name: '', first_name: '', middle_name: '', sex: '', born_on: '', record_number: '' }
const mayAdd = (actor: Doer) => scopesOf(actor, 'student cards: write').includes('all')

/** Finding students, and a card for a new one. */
export const studentRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/students', { ...read, schema: { querystring: ListUrl } }, async ({ db, actor, clock, query }, reply) => {
    const { q, all, page } = query
    const search = { text: q, page, present: all === '' }
    const students = await listStudents(db, actor, 'student cards: read', clock.today(), search)
    return reply.viewAsync('people/students', {
      ...{ q, all, page, students: students.slice(0, PAGE_SIZE), more: students.length > PAGE_SIZE },
      mayAdd: mayAdd(actor)
    })
  })

  app.get('/students/new', write, async ({ actor }, reply) => {
    if (!mayAdd(actor)) return reply.callNotFound()
    return reply.viewAsync('people/new', { card: EMPTY, sexes: SEXES })
  })

  app.post('/students', { ...write, schema: { body: NewCard } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const card = cardIn(body)
    const whose = body.person_id !== 0 ? { person_id: body.person_id } : body.confirmed ? 'confirmed' : 'new'
    const outcome = await addCard(db, actor, clock.today(), card, whose)
    if (outcome === 'no-such-page') return reply.callNotFound()
    if (typeof outcome === 'object') return reply.redirect(`/people/students/${outcome.student_id}?done=added`, 303)
    const namesakes = outcome === 'namesakes' ? await listNamesakes(db, card, card.born_on || null) : []
    return reply.code(422).viewAsync('people/new', {
      ...{ card: shownCard(card), sexes: SEXES, namesakes },
      ...{ refusal: CARD_REFUSALS[outcome], field: CARD_FIELDS[outcome] }
    })
  })
}
