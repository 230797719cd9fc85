import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type Doer, scopesOf } from '../../access/actor.ts'
import { dayOf } from '../../platform/days.ts'
import { openCard } from '../actions/cards.ts'
import { addGuardian, withdrawGuardian } from '../actions/guardians.ts'
import { listGuardians } from '../queries/guardians.ts'
import { listNamesakes, listPersons } from '../queries/persons.ts'
import { fullName, tidy } from '../rules/cards.ts'
import { GUARDIAN_FIELDS, GUARDIAN_REFUSALS, type GuardianRefusal, KINSHIPS } from '../rules/guardians.ts'
import { Csrf, NameFields, StudentUrl, write } from './fields.ts'

const Text = Type.String({ maxLength: 100, default: '' })
const SearchUrl = Type.Object({ q: Text })
const GuardianUrl = Type.Object({ studentId: Type.Integer(), personId: Type.Integer() })
const GuardianForm = Type.Object({
  ...NameFields,
  ...{ q: Text, kinship: Text, since: Text, confirmed: Type.String({ maxLength: 1, default: '' }) },
  person_id: Type.Integer({ default: 0 }),
  _csrf: Csrf
})
const WithdrawalForm = Type.Object({ until: Text, _csrf: Csrf })

/** Adding a representative, and ending the link. */
export const guardianRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/students/:studentId/guardians/new',
    { ...write, schema: { params: StudentUrl, querystring: SearchUrl } },
    async (request, reply) => addingPage(request, reply, request.params.studentId, { q: request.query.q })
  )

  app.post(
    '/students/:studentId/guardians',
    { ...write, schema: { params: StudentUrl, body: GuardianForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const name = {
        last_name: tidy(body.last_name),
        first_name: tidy(body.first_name),
        middle_name: tidy(body.middle_name)
      }
      const { person_id, kinship } = body
      const guardian = { ...name, person_id, kinship: tidy(kinship), since: dayOf(body.since.trim()) }
      const adding = { student_id: params.studentId, guardian, isConfirmed: body.confirmed !== '' }
      const outcome = await addGuardian(db, actor, clock.today(), adding)
      if (outcome === 'no-such-page') return reply.callNotFound()
      if (outcome === 'added') return reply.redirect(`/people/students/${params.studentId}?done=guardian`, 303)
      const known = outcome === 'namesakes' ? await listNamesakes(db, name, null) : undefined
      const typed = { ...guardian, since: body.since }
      return addingPage(request, reply.code(422), params.studentId, { q: body.q, known, typed, outcome })
    }
  )

  app.get(
    '/students/:studentId/guardians/:personId',
    { ...write, schema: { params: GuardianUrl } },
    async (request, reply) => withdrawalPage(request, reply, request.params, {})
  )

  app.post(
    '/students/:studentId/guardians/:personId/withdrawal',
    { ...write, schema: { params: GuardianUrl, body: WithdrawalForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const link = { student_id: params.studentId, person_id: params.personId, until: dayOf(body.until.trim()) }
      const outcome = await withdrawGuardian(db, actor, clock.today(), link)
      if (outcome === 'no-such-page') return reply.callNotFound()
      if (outcome === 'withdrawn') return reply.redirect(`/people/students/${params.studentId}?done=withdrawn`, 303)
      const view = { until: body.until, refusal: GUARDIAN_REFUSALS[outcome] }
      return withdrawalPage(request, reply.code(422), params, view)
    }
  )
}

type Known = Awaited<ReturnType<typeof listPersons>>
type Adding = { q: string; known?: Known | undefined; typed?: object; outcome?: GuardianRefusal }

async function addingPage({ db, actor, clock }: FastifyRequest, reply: FastifyReply, id: number, view: Adding) {
  const { q, known, typed, outcome } = view
  const student = await openCard(db, actor, clock.today(), id, 'student cards: write')
  if (!student) return reply.callNotFound()
  const found = known ?? (await listKnown(db, actor, tidy(q)))
  const seesAll = scopesOf(actor, 'student cards: write').includes('all')
  return reply.viewAsync('people/guardian', {
    ...{ q, id, name: fullName(student), kinships: KINSHIPS, today: clock.today(), typed },
    found: found
      .filter((one) => one.id !== student.person_id)
      .map((one) => (seesAll || !one.children ? one : { ...one, children: 'другого обучающегося' })),
    ...{ refusal: outcome && GUARDIAN_REFUSALS[outcome], field: outcome && GUARDIAN_FIELDS[outcome] },
    isNamesake: outcome === 'namesakes'
  })
}

/** A curator finds by surname and name in full: the list of everybody is not the curator's to leaf through. */
async function listKnown(db: FastifyRequest['db'], actor: Doer, q: string): Promise<Known> {
  if (scopesOf(actor, 'student cards: write').includes('all')) return q.length < 3 ? [] : listPersons(db, q)
  const [last_name = '', first_name = '', middle_name = ''] = q.split(' ')
  return first_name === '' ? [] : listNamesakes(db, { last_name, first_name, middle_name }, null)
}

type Link = { studentId: number; personId: number }

async function withdrawalPage({ db, actor, clock }: FastifyRequest, reply: FastifyReply, link: Link, view: object) {
  const student = await openCard(db, actor, clock.today(), link.studentId, 'student cards: write')
  const guardians = student ? await listGuardians(db, student.id) : []
  const guardian = guardians.find(({ person_id }) => person_id === link.personId)
  if (!student || !guardian) return reply.callNotFound()
  return reply.viewAsync('people/withdrawal', {
    ...view,
    student,
    name: fullName(student),
    guardian,
    today: clock.today()
  })
}
