import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { csvOf } from '../../audit/rules/tables.ts'
import { formats } from '../../platform/formats.ts'
import { addStaffCard, noteExport } from '../actions/staff.ts'
import { listNamesakes } from '../queries/persons.ts'
import { listCards, listDepartments, listMembers } from '../queries/staff.ts'
import { findTermOn } from '../queries/terms.ts'
import { fullName, SEXES } from '../rules/cards.ts'
import { isStale } from '../rules/reminders.ts'
import { CATEGORIES, EMPTY_STAFF_CARD, STAFF_FIELDS, STAFF_REFUSALS } from '../rules/staff.ts'
import { categoryWords, dueWords, isNameless, NEEDS, needing, STATES } from '../rules/staff-list.ts'
import { readStaff, StaffCardFields, shownStaffCard, staffCardIn, writeStaff } from './staff-fields.ts'

const Text = Type.String({ maxLength: 100, default: '' })
const Search = { q: Text, department: Type.Integer({ default: 0 }), state: Text, need: Text }
const Filter = Type.Object(Search)
const ListUrl = Type.Object({ ...Search, page: Type.Integer({ minimum: 1, maximum: 10_000, default: 1 }) })
const NewCard = Type.Object({ ...StaffCardFields, person_id: Type.Integer({ default: 0 }), confirmed: Text })
const PAGE_SIZE = 50

async function membersFor({ db, clock }: FastifyRequest, { q, department, state, need }: Static<typeof Filter>) {
  const today = clock.today()
  const term = await findTermOn(db, today)
  const members = await listMembers(db, today, { text: q, department, state })
  const isLate = (one: (typeof members)[number]) =>
    one.is_pedagogical && !one.dismissed_on && isStale(one.updated_on, term, today)
  return needing(
    members.map((one) => ({ ...one, isStale: isLate(one) })),
    need,
    today
  )
}

/** Finding staff, and a card for somebody new (R4 3.8.1). */
export const staffRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/staff', { ...readStaff, schema: { querystring: ListUrl } }, async (request, reply) => {
    const { db, actor, query } = request
    const found = await membersFor(request, query)
    const first = (query.page - 1) * PAGE_SIZE
    return reply.viewAsync('people/staff', {
      ...{ query, count: found.length, members: found.slice(first, first + PAGE_SIZE) },
      more: found.length > first + PAGE_SIZE,
      ...{ departments: await listDepartments(db), needs: NEEDS, states: STATES, categoryWords, dueWords, isNameless },
      mayWrite: holds(actor, 'staff cards: write')
    })
  })

  app.get('/staff/file', { ...readStaff, schema: { querystring: Filter } }, async (request, reply) => {
    const { db, actor, query, clock } = request
    const found = await membersFor(request, query)
    await noteExport(db, actor, found.length, query)
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="staff-${clock.today()}.csv"`)
      .send(csvOf([HEADINGS, ...found.map(cellsOf)]))
  })

  app.get('/staff/new', writeStaff, async ({ db }, reply) =>
    reply.viewAsync('people/staff-new', {
      ...{ card: EMPTY_STAFF_CARD, sexes: SEXES, categories: CATEGORIES },
      departments: await listDepartments(db)
    })
  )

  app.post('/staff', { ...writeStaff, schema: { body: NewCard } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const card = staffCardIn(body)
    const whose = body.person_id !== 0 ? { person_id: body.person_id } : body.confirmed ? 'confirmed' : 'new'
    const outcome = await addStaffCard(db, actor, clock.today(), card, whose)
    if (outcome === 'no-such-page') return reply.callNotFound()
    if (typeof outcome === 'object') return reply.redirect(`/people/staff/${outcome.staff_member_id}?done=added`, 303)
    const namesakes = outcome === 'namesakes' ? await listNamesakes(db, card, card.born_on || null) : []
    const cards = await listCards(
      db,
      namesakes.map(({ id }) => id)
    )
    return reply.code(422).viewAsync('people/staff-new', {
      ...{ card: shownStaffCard(card), sexes: SEXES, categories: CATEGORIES, departments: await listDepartments(db) },
      namesakes: namesakes.map((one) => ({ ...one, staff_member_id: cards.get(one.id) ?? null })),
      ...{ refusal: STAFF_REFUSALS[outcome], field: STAFF_FIELDS[outcome] }
    })
  })
}

const HEADINGS = [
  ...['Фамилия, имя, отчество', 'Должность', 'Отделение', 'Принят', 'Последний рабочий день', 'Категория'],
  ...['Аттестация', 'Последние курсы', 'Курсы нужны', 'Портфолио обновлено']
]

type Found = Awaited<ReturnType<typeof membersFor>>[number]
const dayCell = (day: string | null) => (day ? formats.day(day) : '')

const cellsOf = (one: Found): string[] => [
  ...[fullName(one), one.post, one.department_name ?? '', dayCell(one.hired_on), dayCell(one.dismissed_on)],
  ...[categoryWords(one.category), dueWords(one.attestation), dayCell(one.trained_on), dueWords(one.training)],
  dayCell(one.updated_on)
]
