import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { changeTeacher, nameTeachers, removeCourse } from '../actions/load.ts'
import { listSubgroups } from '../queries/divisions.ts'
import { findGroup, listGroupsOfTerm } from '../queries/groups.ts'
import * as load from '../queries/load.ts'
import { listUnplaced } from '../queries/unplaced.ts'
import { unplacedLines } from '../rules/division-tables.ts'
import { dayOf, LOAD_REFUSALS, semesterOf } from '../rules/load.ts'
import { linesShown, loadTable, totalsOf } from '../rules/load-tables.ts'
import { dayWithin } from '../rules/years.ts'

const Id = Type.Integer({ default: 0 })
const ListUrl = Type.Object({
  ...{ group: Id, term: Id },
  q: Type.String({ maxLength: 100, default: '' }),
  done: Type.String({ maxLength: 20, default: '' })
})
const CourseUrl = Type.Object({ courseId: Type.Integer() })
const DoneUrl = Type.Object({ done: Type.String({ maxLength: 20, default: '' }) })
const _csrf = Type.Optional(Type.String())
const Ids = Type.Array(Id, { maxItems: 200, default: [] })
const NamingForm = Type.Object({
  ...{ study_group_id: Id, term_id: Id, curriculum_item_id: Ids, staff_member_id: Ids, _csrf },
  q: Type.String({ maxLength: 100, default: '' })
})
const ChangeForm = Type.Object({ staff_member_id: Id, since: Type.String({ maxLength: 20, default: '' }), _csrf })
const RemovalForm = Type.Object({ _csrf })

const NOTICES: Record<string, string> = {
  named: 'Преподаватели назначены, журналы открыты.',
  removed: 'Журнал убран из нагрузки.',
  changed: 'Преподаватель сменён.'
}
const read = { config: { right: 'load: read' as const } }
const write = { config: { right: 'load: write' as const } }

export const courseRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { ...read, schema: { querystring: ListUrl } }, async (request, reply) =>
    loadPage(request, reply, { ...request.query, notice: NOTICES[request.query.done] })
  )

  app.post('/', { ...write, schema: { body: NamingForm } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const { study_group_id, term_id, q } = body
    const choices = body.curriculum_item_id.flatMap((curriculum_item_id, i) => {
      const staff_member_id = body.staff_member_id[i] ?? 0
      return staff_member_id === 0 ? [] : [{ curriculum_item_id, staff_member_id, subgroup_id: null }]
    })
    const outcome = await nameTeachers(db, actor, clock.today(), { study_group_id, term_id, choices })
    if (outcome === 'no-such-group') return reply.callNotFound()
    const url = `/courses?group=${study_group_id}&term=${term_id}&q=${encodeURIComponent(q)}`
    if (outcome === 'named') return reply.redirect(`${url}&done=named`, 303)
    const chosen = new Map(choices.map((choice) => [choice.curriculum_item_id, choice.staff_member_id]))
    const typed = { chosen, refusal: LOAD_REFUSALS[outcome] }
    return loadPage(request, reply.code(422), { group: study_group_id, term: term_id, q, typed })
  })

  app.get('/:courseId', { ...read, schema: { params: CourseUrl, querystring: DoneUrl } }, async (request, reply) =>
    coursePage(request, reply, request.params.courseId, { notice: NOTICES[request.query.done] })
  )

  app.post(
    '/:courseId/teachers',
    { ...write, schema: { params: CourseUrl, body: ChangeForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const { staff_member_id } = body
      const change = { course_id: params.courseId, staff_member_id, since: dayOf(body.since) }
      const outcome = await changeTeacher(db, actor, clock.today(), change)
      if (outcome === 'no-such-course') return reply.callNotFound()
      if (outcome === 'changed') return reply.redirect(`/courses/${params.courseId}?done=changed`, 303)
      const typed = { staff_member_id, since: body.since, refusal: LOAD_REFUSALS[outcome] }
      return coursePage(request, reply.code(422), params.courseId, { typed })
    }
  )

  app.post(
    '/:courseId/removal',
    { ...write, schema: { params: CourseUrl, body: RemovalForm } },
    async (request, reply) => {
      const { db, actor, clock, params } = request
      const course = await load.findCourse(db, actor, 'load: write', clock.today(), params.courseId)
      const outcome = await removeCourse(db, actor, clock.today(), params.courseId)
      if (!course || outcome === 'no-such-course') return reply.callNotFound()
      const url = `/courses?group=${course.study_group_id}&term=${course.term_id}&done=removed`
      if (outcome === 'removed') return reply.redirect(url, 303)
      return coursePage(request, reply.code(422), course.id, { removalRefusal: LOAD_REFUSALS[outcome] })
    }
  )
}

type LoadView = { group: number; term: number; q: string; notice?: string | undefined; typed?: object }

async function loadPage({ db, actor, clock }: FastifyRequest, reply: FastifyReply, view: LoadView) {
  const today = clock.today()
  const terms = await load.listTerms(db)
  const term = terms.find(({ id }) => id === view.term) ?? terms.find(({ starts_on }) => starts_on <= today) ?? terms[0]
  const groups = term ? await listGroupsOfTerm(db, actor, today, term) : []
  const group = view.group === 0 ? undefined : await findGroup(db, actor, today, view.group)
  if (view.group !== 0 && !group) return reply.callNotFound()
  const day = term ? dayWithin(term, today) : today
  const where = { term_id: term?.id ?? -1, day, groups: group ? [group.id] : groups.map(({ id }) => id) }
  const unplaced = holds(actor, 'subgroups: read') ? unplacedLines(await listUnplaced(db, where)) : []
  if (!term || !group) return reply.viewAsync('curriculum/load', { ...view, terms, term, groups, unplaced })
  const semester = semesterOf(group.entry_year, term.year_starts_on, term.half)
  const lines = loadTable(
    await load.listTaught(db, group.curriculum_id ?? -1, semester),
    await load.listCourses(db, actor, today, group.id, term.id),
    {
      subgroups: (await listSubgroups(db, group.id, day)).filter(({ members }) => members.length > 0),
      elsewhere: group.is_whole ? await load.listElsewhere(db, group.id, term.id, semester) : []
    }
  )
  return reply.viewAsync('curriculum/load', {
    ...{
      ...view,
      terms,
      term,
      groups,
      group,
      semester,
      unplaced,
      dates: await load.findTermDates(db, term.id, group.id)
    },
    rows: linesShown(lines, { text: view.q.trim().toLowerCase(), isWhole: group.is_whole }),
    totals: group.is_whole ? totalsOf(lines) : null,
    staff: group.may_write && !term.closed_at ? await load.listStaff(db, today) : []
  })
}

async function coursePage({ db, actor, clock }: FastifyRequest, reply: FastifyReply, id: number, view: object) {
  const today = clock.today()
  const course = await load.findCourse(db, actor, 'load: read', today, id)
  if (!course) return reply.callNotFound()
  const writable = await load.findCourse(db, actor, 'load: write', today, id)
  return reply.viewAsync('curriculum/course', {
    ...{ ...view, course, today },
    mayWrite: writable !== undefined && course.closed_at === null,
    mayOpen: holds(actor, 'journal: read'),
    staff: writable ? await load.listStaff(db, today) : []
  })
}
