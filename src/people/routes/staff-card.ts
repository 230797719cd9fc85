import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { undoingOf } from '../actions/dismissal.ts'
import { changeStaffCard, openMember, staffCardOf } from '../actions/staff.ts'
import { listRows } from '../queries/records.ts'
import { findAccountOf, findMember, listDepartments, listDuties } from '../queries/staff.ts'
import { attestationDue, trainingDue, yearsSince } from '../rules/attestation.ts'
import { fullName, SEXES } from '../rules/cards.ts'
import { KINDS, type Kind } from '../rules/records.ts'
import { CATEGORIES, STAFF_FIELDS, STAFF_REFUSALS, type StaffCard } from '../rules/staff.ts'
import { categoryWords, dueWords } from '../rules/staff-list.ts'
import { DoneUrl } from './fields.ts'
import {
  MemberUrl,
  readStaff,
  StaffCardFields,
  shownDay,
  shownStaffCard,
  staffCardIn,
  writeStaff
} from './staff-fields.ts'

const CardForm = Type.Object(StaffCardFields)
const NOTICES: Record<string, string> = {
  added: 'Карточка заведена. Внесите образование и курсы, выдайте учётную запись.',
  changed: 'Карточка изменена.',
  kept: 'Запись внесена.',
  removed: 'Запись убрана.',
  dismissed: 'Увольнение записано.',
  undone: 'Увольнение отменено: роли, группы и журналы возвращены.',
  hired: 'Сотрудник снова принят. Роли ему назначает администратор.'
}

/** One card of the staff: who it is, what education and courses there are, which duties (R4 3.8.1, 3.8.2). */
export const staffCardRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/staff/:staffMemberId',
    { ...readStaff, schema: { params: MemberUrl, querystring: DoneUrl } },
    async (request, reply) => {
      const member = await openMember(request.db, request.actor, request.params.staffMemberId)
      return member ? cardPage(request, reply, member, NOTICES[request.query.done]) : reply.callNotFound()
    }
  )

  app.get('/staff/:staffMemberId/card', { ...writeStaff, schema: { params: MemberUrl } }, async (request, reply) => {
    const member = await findMember(request.db, request.params.staffMemberId)
    return member ? formPage(request, reply, member.id, staffCardOf(member), {}) : reply.callNotFound()
  })

  app.post(
    '/staff/:staffMemberId/card',
    { ...writeStaff, schema: { params: MemberUrl, body: CardForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const card = staffCardIn(body)
      const outcome = await changeStaffCard(db, actor, clock.today(), params.staffMemberId, card)
      if (outcome === 'no-such-page') return reply.callNotFound()
      if (outcome === 'changed') return reply.redirect(`/people/staff/${params.staffMemberId}?done=changed`, 303)
      const wrong = { refusal: STAFF_REFUSALS[outcome], field: STAFF_FIELDS[outcome] }
      return formPage(request, reply.code(422), params.staffMemberId, card, wrong)
    }
  )
}

async function formPage({ db }: FastifyRequest, reply: FastifyReply, id: number, card: StaffCard, wrong: object) {
  return reply.viewAsync('people/staff-change', {
    ...{ id, name: fullName(card), card: shownStaffCard(card), sexes: SEXES, categories: CATEGORIES },
    ...{ ...wrong, departments: await listDepartments(db) }
  })
}

type Opened = NonNullable<Awaited<ReturnType<typeof openMember>>>

async function cardPage({ db, actor, clock }: FastifyRequest, reply: FastifyReply, member: Opened, notice?: string) {
  const today = clock.today()
  const kinds = Object.keys(KINDS) as Kind[]
  const rows = await Promise.all(kinds.map((kind) => listRows(db, kind, member.id)))
  return reply.viewAsync('people/staff-card', {
    ...{ member, name: fullName(member), sexes: SEXES, notice, today, shownDay },
    lists: kinds.map((kind, i) => ({ kind, ...KINDS[kind], rows: rows[i] ?? [] })),
    ...{ category: categoryWords(member.category), attestation: attestationDue(member, today) },
    ...{ training: trainingDue(member, today), dueWords },
    ...{ service: yearsSince(member.employed_since, today), teaching: yearsSince(member.teaching_since, today) },
    duties: await listDuties(db, member.id, today),
    dismissal: member.dismissed_on ? await undoingOf(db, member.id) : null,
    mayWrite: holds(actor, 'staff cards: write'),
    ...{ mayKeepAccounts: holds(actor, 'accounts of staff: write'), account: await findAccountOf(db, member.person_id) }
  })
}
