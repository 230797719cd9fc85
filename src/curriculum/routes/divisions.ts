import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { formats } from '../../platform/formats.ts'
import { divideGroup, removeDivision } from '../actions/divisions.ts'
import * as divisions from '../queries/divisions.ts'
import { findGroup } from '../queries/groups.ts'
import { findTerm } from '../queries/load.ts'
import * as members from '../queries/memberships.ts'
import { type Draft, listsOf, pressed } from '../rules/division-lists.ts'
import { changedSpells, laterSpells } from '../rules/division-tables.ts'
import { DIVISION_REFUSALS, divisionsOf, lostInWords, type Place } from '../rules/divisions.ts'
import { dayOf, isDay } from '../rules/load.ts'
import { dayWithin } from '../rules/years.ts'

const Id = Type.Integer({ default: 0 })
const Ids = Type.Array(Id, { maxItems: 200, default: [] })
const Text = Type.String({ maxLength: 100, default: '' })
const _csrf = Type.Optional(Type.String())
const DivisionUrl = Type.Object({ group: Id, term: Id, item: Id, division: Text, since: Text, from: Text })
const DivisionForm = Type.Object({
  ...{ study_group_id: Id, term_id: Id, curriculum_item_id: Id, division: Text, since: Text, from: Text, _csrf },
  ...{ student_id: Ids, number: Ids, checked: Ids, numbers: Id, press: Text, is_new: Text }
})
const RemovalForm = Type.Object({ study_group_id: Id, term_id: Id, division: Text, _csrf })
type Form = Static<typeof DivisionForm>
const write = { config: { right: 'subgroups: write' as const } }

/** Who is in which subgroup of a division from which day. */
export const divisionRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/divisions', { ...write, schema: { querystring: DivisionUrl } }, async (request, reply) =>
    divisionPage(request, reply, request.query, {})
  )

  app.post('/divisions', { ...write, schema: { body: DivisionForm } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const { study_group_id, division, press } = body
    const shown = shownBy(body)
    const places = placesIn(body)
    const isNew = body.is_new !== ''
    if (press === 'show' && !isNew) return reply.redirect(`/courses/divisions?${addressOf(shown)}`, 303)
    if (press !== '') {
      const draft = pressed(press, { places, numbers: body.numbers, checked: body.checked })
      return divisionPage(request, reply, shown, { draft, isNew })
    }
    const typed = { study_group_id, division, since: dayOf(body.since), places, isNew }
    const outcome = await divideGroup(db, actor, clock.today(), typed)
    if (outcome === 'no-such-group') return reply.callNotFound()
    if (outcome === 'divided') return reply.redirect(afterwards(shown), 303)
    const refusal = typeof outcome === 'string' ? DIVISION_REFUSALS[outcome] : lostInWords(outcome.lost, formats.day)
    const draft = { places, numbers: body.numbers, checked: body.checked }
    return divisionPage(request, reply.code(422), shown, { draft, isNew, refusal })
  })

  app.post('/divisions/removal', { ...write, schema: { body: RemovalForm } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const { study_group_id, division } = body
    const outcome = await removeDivision(db, actor, clock.today(), study_group_id, division)
    if (outcome === 'no-such-group' || outcome === 'no-such-division') return reply.callNotFound()
    if (outcome === 'removed')
      return reply.redirect(`/courses/groups/${study_group_id}?term=${body.term_id}&done=removed`, 303)
    const shown = { group: study_group_id, term: body.term_id, item: 0, division, since: '', from: '' }
    return divisionPage(request, reply.code(422), shown, { isNew: false, refusal: DIVISION_REFUSALS[outcome] })
  })
}

type Shown = Static<typeof DivisionUrl>

const shownBy = ({ study_group_id, term_id, curriculum_item_id, division, since, from }: Form): Shown => ({
  ...{ group: study_group_id, term: term_id, item: curriculum_item_id, division, since, from }
})

const placesIn = ({ student_id, number }: Form): Place[] =>
  student_id.map((id, i) => ({ student_id: id, number: number[i] ?? 0 }))

const addressOf = (shown: Partial<Shown>) =>
  new URLSearchParams(Object.entries(shown).map(([name, value]): [string, string] => [name, String(value)]))

/** Back to the teachers of the subject from which the division was opened, else to all divisions of the group. */
const afterwards = ({ group, term, item }: Shown): string =>
  item === 0
    ? `/courses/groups/${group}?term=${term}&done=divided`
    : `/courses/subgroups?${addressOf({ group, term, item })}`

type View = { draft?: Draft; isNew?: boolean; refusal?: string }

async function divisionPage(
  { db, actor, clock }: FastifyRequest,
  reply: FastifyReply,
  shown: Shown,
  { draft = {}, ...view }: View
) {
  const today = clock.today()
  const group = await findGroup(db, actor, today, shown.group)
  if (!group?.may_divide) return reply.callNotFound()
  const term = await findTerm(db, shown.term)
  const isNew = view.isNew ?? !(await divisions.hasDivision(db, group.id, shown.division))
  const asked = dayOf(shown.since)
  const usual = term ? (isNew ? term.starts_on : dayWithin(term, today)) : today
  const day = isDay(asked) ? asked : usual
  const students = await divisions.listEnrolled(db, group.id, day)
  const subgroups = divisionsOf(await divisions.listSubgroups(db, group.id, day))
  const partsOf = (name: string) => subgroups.find((one) => one.name === name)?.subgroups ?? []
  const memberships = isNew ? [] : await members.listMemberships(db, group.id, shown.division)
  const names = await members.listMemberNames(db, group.id)
  return reply.viewAsync('curriculum/division', {
    ...{ ...view, group, term, isNew, place: shown, since: shown.since || formats.day(day) },
    ...listsOf({ students, saved: partsOf(shown.division), pattern: partsOf(shown.from), isNew }, draft),
    patterns: isNew ? subgroups.map(({ name }) => name) : [],
    isTaught: isNew || (await divisions.isTaught(db, group.id, shown.division)),
    changes: changedSpells(memberships, names),
    later: laterSpells(memberships, names, day)
  })
}
