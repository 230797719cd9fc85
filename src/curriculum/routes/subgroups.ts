import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { nameTeachers } from '../actions/load.ts'
import { listSubgroups } from '../queries/divisions.ts'
import { findGroup } from '../queries/groups.ts'
import { findTerm, listCourses, listStaff, listTaught } from '../queries/load.ts'
import { presentOf } from '../rules/division-tables.ts'
import { divisionsOf } from '../rules/divisions.ts'
import { LOAD_REFUSALS, semesterOf } from '../rules/load.ts'
import { dayWithin } from '../rules/years.ts'

const Id = Type.Integer({ default: 0 })
const Ids = Type.Array(Id, { maxItems: 200, default: [] })
const SplitUrl = Type.Object({ group: Id, term: Id, item: Id })
const SplitForm = Type.Object({
  ...{ study_group_id: Id, term_id: Id, curriculum_item_id: Id, _csrf: Type.Optional(Type.String()) },
  ...{ subgroup_id: Ids, staff_member_id: Ids }
})
const write = { config: { right: 'load: write' as const } }

/** Which division a subject is taught by, and who teaches each subgroup. */
export const subgroupRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/subgroups', { ...write, schema: { querystring: SplitUrl } }, async (request, reply) =>
    splitPage(request, reply, request.query, {})
  )

  app.post('/subgroups', { ...write, schema: { body: SplitForm } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const { study_group_id, term_id, curriculum_item_id } = body
    const choices = body.subgroup_id.flatMap((subgroup_id, i) => {
      const staff_member_id = body.staff_member_id[i] ?? 0
      return staff_member_id === 0 ? [] : [{ curriculum_item_id, subgroup_id, staff_member_id }]
    })
    const outcome = await nameTeachers(db, actor, clock.today(), { study_group_id, term_id, choices })
    if (outcome === 'no-such-group') return reply.callNotFound()
    const url = `/courses?group=${study_group_id}&term=${term_id}&done=named`
    if (outcome === 'named') return reply.redirect(url, 303)
    const chosen = new Map(choices.map((choice) => [choice.subgroup_id, choice.staff_member_id]))
    const place = { group: study_group_id, term: term_id, item: curriculum_item_id }
    return splitPage(request, reply.code(422), place, { chosen, refusal: LOAD_REFUSALS[outcome] })
  })
}

type Place = { group: number; term: number; item: number }

async function splitPage({ db, actor, clock }: FastifyRequest, reply: FastifyReply, place: Place, view: object) {
  const today = clock.today()
  const group = await findGroup(db, actor, today, place.group)
  const term = await findTerm(db, place.term)
  if (!group?.may_write || !term) return reply.callNotFound()
  const semester = semesterOf(group.entry_year, term.year_starts_on, term.half)
  const taught = await listTaught(db, group.curriculum_id ?? -1, semester)
  const item = taught.find(({ id }) => id === place.item)
  if (!item) return reply.callNotFound()
  const courses = await listCourses(db, actor, today, group.id, term.id)
  const own = courses.filter((course) => course.curriculum_item_id === item.id)
  const divisions = divisionsOf(await listSubgroups(db, group.id, dayWithin(term, today)))
  return reply.viewAsync('curriculum/subgroups', {
    ...{ ...view, group, term, item, place, divisions },
    taken: new Map(own.map((one) => [one.subgroup_id, { id: one.id, teachers: presentOf(one) }])),
    /** The division the subject is already taught by: another one beside it would give students two gradebooks. */
    present: divisions.find(({ subgroups }) => own.some((one) => subgroups.some(({ id }) => id === one.subgroup_id))),
    staff: await listStaff(db, today)
  })
}
