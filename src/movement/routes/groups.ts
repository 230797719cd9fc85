import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { tidy } from '../../people/rules/cards.ts'
import { addGroup, proposalFor } from '../actions/groups.ts'
import { listDepartments, listStudyGroups, PAGE_SIZE } from '../queries/groups.ts'
import { listSpecialties } from '../queries/specialties.ts'
import { FINANCING, GROUP_REFUSALS, type GroupFields, STUDY_FORMS, usualEntryYear, yearOf } from '../rules/groups.ts'
import { patternOf } from '../rules/names.ts'
import { Csrf, Text } from './page.ts'

export const readGroups = { config: { right: 'calendar: read' as const } }
export const writeGroups = { config: { right: 'calendar: write' as const } }
const Id = Type.Integer({ default: 0 })
const ListUrl = Type.Object({
  ...{ q: Text, department: Id, course: Id, former: Text },
  page: Type.Integer({ minimum: 1, maximum: 1000, default: 1 })
})
const Group = {
  ...{ name: Text, name_pattern: Text, department_id: Id, specialty_id: Id, entry_year: Text },
  ...{ study_form: Text, base_classes: Id, financing: Text }
}
const NewUrl = Type.Object({ specialty_id: Id, entry_year: Text })
const NewGroup = Type.Object({ ...Group, proposal: Text, _csrf: Csrf })
type Typed = {
  name: string
  name_pattern: string
  department_id: number
  specialty_id: number
  entry_year: string
  study_form: string
  base_classes: number
  financing: string
}

/** Study groups by departments and courses, and a new one. */
export const groupRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/groups',
    { ...readGroups, schema: { querystring: ListUrl } },
    async ({ db, actor, clock, query }, reply) => {
      const today = clock.today()
      const search = { ...query, text: tidy(query.q), former: query.former !== '' }
      const groups = await listStudyGroups(db, today, search)
      return reply.viewAsync('movement/groups', {
        ...{ ...query, q: search.text, departments: await listDepartments(db), year: yearOf(today) },
        ...{ groups: groups.slice(0, PAGE_SIZE), more: groups.length > PAGE_SIZE },
        ...{ mayWrite: holds(actor, 'calendar: write'), maySeePlans: holds(actor, 'curriculum: read') },
        mayPromote: holds(actor, 'calendar: write') || holds(actor, 'movement orders: write')
      })
    }
  )

  app.get('/groups/new', { ...writeGroups, schema: { querystring: NewUrl } }, (request, reply) => {
    const { clock, query } = request
    const entry_year = query.entry_year || String(usualEntryYear(clock.today()))
    return newGroup(request, reply, { ...EMPTY, specialty_id: query.specialty_id, entry_year }, {})
  })

  app.post('/groups', { ...writeGroups, schema: { body: NewGroup } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const { _csrf, proposal, ...typed } = body
    const entry_year = Number(typed.entry_year)
    if (proposal !== '')
      return proposed(request, reply, typed, await proposalFor(db, clock.today(), { ...typed, entry_year }))
    const group = { ...typed, name: tidy(typed.name), name_pattern: patternOf(typed.name_pattern), entry_year }
    const outcome = await addGroup(db, actor, clock.today(), group)
    if ('id' in outcome) return reply.redirect(`/movement/groups/${outcome.id}?done=added`, 303)
    return newGroup(request, reply.code(422), typed, outcome as GroupFields)
  })
}

const EMPTY = {
  ...{ name: '', name_pattern: '', department_id: 0, study_form: STUDY_FORMS[0], base_classes: 0, financing: '' }
}

/** The same form with a name by the pattern of the specialty; nothing is written. */
function proposed(request: FastifyRequest, reply: FastifyReply, typed: Typed, proposal: object | null) {
  const refusals: GroupFields = typed.specialty_id === 0 ? { specialty_id: 'no-specialty' } : {}
  return newGroup(request, reply, { ...typed, ...proposal }, refusals, proposal === null && typed.specialty_id !== 0)
}

async function newGroup(
  { db }: FastifyRequest,
  reply: FastifyReply,
  typed: Typed,
  refusals: GroupFields,
  isNameless = false
) {
  return reply.viewAsync('movement/group-new', {
    ...{ typed, refusals, words: GROUP_REFUSALS, forms: STUDY_FORMS, financing: FINANCING, isNameless },
    ...{ departments: await listDepartments(db), specialties: await listSpecialties(db) }
  })
}
