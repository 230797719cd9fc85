import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { divideGroup } from '../actions/divisions.ts'
import { nameTeachers } from '../actions/load.ts'
import { listEnrolled, listSubgroups } from '../queries/divisions.ts'
import { findGroup } from '../queries/groups.ts'
import { findTerm, listCourses, listStaff, listTaught } from '../queries/load.ts'
import { byHalves, DIVISION_REFUSALS, divisionsOf, placesOf } from '../rules/divisions.ts'
import { dayOf, isDay, LOAD_REFUSALS, semesterOf } from '../rules/load.ts'

const Id = Type.Integer({ default: 0 })
const Ids = Type.Array(Id, { maxItems: 200, default: [] })
const Text = Type.String({ maxLength: 100, default: '' })
const _csrf = Type.Optional(Type.String())
const SplitUrl = Type.Object({ group: Id, term: Id, item: Id })
const SplitForm = Type.Object({
  ...{ study_group_id: Id, term_id: Id, curriculum_item_id: Id, _csrf },
  ...{ subgroup_id: Ids, staff_member_id: Ids }
})
const DivisionUrl = Type.Object({ group: Id, term: Id, item: Id, division: Text, since: Text })
const DivisionForm = Type.Object({
  ...{ study_group_id: Id, term_id: Id, curriculum_item_id: Id, _csrf },
  ...{ division: Text, since: Text, student_id: Ids, number: Ids }
})
const write = { config: { right: 'load: write' as const } }

export const divisionRoutes: FastifyPluginAsyncTypebox = async (app) => {
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

  app.get('/divisions', { ...write, schema: { querystring: DivisionUrl } }, async (request, reply) =>
    divisionPage(request, reply, request.query, {})
  )

  app.post('/divisions', { ...write, schema: { body: DivisionForm } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const { study_group_id, division } = body
    const places = body.student_id.map((student_id, i) => ({ student_id, number: body.number[i] ?? 0 }))
    const typed = { study_group_id, division, since: dayOf(body.since), places }
    const outcome = await divideGroup(db, actor, clock.today(), typed)
    if (outcome === 'no-such-group') return reply.callNotFound()
    const place = { group: study_group_id, term: body.term_id, item: body.curriculum_item_id }
    if (outcome === 'divided') return reply.redirect(`/courses/subgroups?${new URLSearchParams(textsOf(place))}`, 303)
    const view = { places, since: body.since, refusal: DIVISION_REFUSALS[outcome] }
    return divisionPage(request, reply.code(422), { ...place, division, since: typed.since }, view)
  })
}

type Place = { group: number; term: number; item: number }
const textsOf = (place: Place) =>
  Object.entries(place).map(([name, value]) => [name, String(value)] as [string, string])

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
  return reply.viewAsync('curriculum/subgroups', {
    ...{ ...view, group, term, item, place },
    divisions: divisionsOf(await listSubgroups(db, group.id, today)),
    taken: new Set(courses.filter((course) => course.curriculum_item_id === item.id).map((one) => one.subgroup_id)),
    staff: await listStaff(db, today)
  })
}

type Shown = Place & { division: string; since: string }

async function divisionPage({ db, actor, clock }: FastifyRequest, reply: FastifyReply, shown: Shown, view: object) {
  const today = clock.today()
  const group = await findGroup(db, actor, today, shown.group)
  if (!group?.may_write) return reply.callNotFound()
  const term = await findTerm(db, shown.term)
  const day = isDay(dayOf(shown.since)) ? dayOf(shown.since) : (term?.starts_on ?? today)
  const students = await listEnrolled(db, group.id, day)
  const subgroups = (await listSubgroups(db, group.id, day)).filter(({ division }) => division === shown.division)
  const ids = students.map(({ id }) => id)
  return reply.viewAsync('curriculum/division', {
    ...{ group, students, place: shown, division: shown.division, since: day },
    numbers: Math.max(2, ...subgroups.map(({ number }) => number)),
    places: subgroups.length > 0 ? placesOf(ids, subgroups) : byHalves(ids),
    ...view
  })
}
