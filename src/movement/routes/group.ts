import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { tidy } from '../../people/rules/cards.ts'
import { dayOf, isDay } from '../../platform/days.ts'
import { changeGroup, disbandGroup, renameGroup, restoreGroup } from '../actions/groups.ts'
import { listCurators } from '../queries/curators.ts'
import { findStudyGroup, listDepartments, listDivisions, listMembers, sightOfGroup } from '../queries/groups.ts'
import { listNames } from '../queries/names.ts'
import { listYearsOf } from '../queries/years.ts'
import { FINANCING, GROUP_REFUSALS, type GroupFields, STUDY_FORMS, yearOf } from '../rules/groups.ts'
import { patternOf } from '../rules/names.ts'
import { readGroups, writeGroups } from './groups.ts'
import { Csrf, Text } from './page.ts'

const Id = Type.Integer({ default: 0 })
export const GroupUrl = Type.Object({ groupId: Type.Integer() })
const PageUrl = Type.Object({ day: Text, done: Text })
const Traits = Type.Object({
  ...{ department_id: Id, study_form: Text, base_classes: Id, financing: Text, name_pattern: Text, _csrf: Csrf }
})
const Renaming = Type.Object({ name: Text, since: Text, _csrf: Csrf })
const Disbanding = Type.Object({ last_day: Text, _csrf: Csrf })
const Deed = Type.Object({ _csrf: Csrf })

const NOTICES: Record<string, string> = {
  added: 'Группа заведена. Назначьте куратора; обучающихся зачислит приказ.',
  changed: 'Изменено.',
  renamed: 'Название записано: прежнее остаётся на всём, что было до этого дня.',
  disbanded: 'Группа расформирована. Она осталась в списке бывших, её журналы доступны.',
  restored: 'Группа снова есть.',
  appointed: 'Куратор назначен.',
  released: 'Последний день куратора записан.'
}

/** One group: who is in it, its curators, names and years; what may be changed in it. */
export const oneGroupRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/groups/:groupId', { ...readGroups, schema: { params: GroupUrl, querystring: PageUrl } }, (request, reply) =>
    groupPage(request, reply, request.params.groupId, request.query)
  )

  app.get('/groups/:groupId/card', { ...writeGroups, schema: { params: GroupUrl } }, (request, reply) =>
    cardPage(request, reply, request.params.groupId, {})
  )

  app.post(
    '/groups/:groupId/card',
    { ...writeGroups, schema: { params: GroupUrl, body: Traits } },
    async (request, reply) => {
      const { db, actor, params, body } = request
      const { _csrf, ...typed } = body
      const traits = { ...typed, name_pattern: patternOf(typed.name_pattern) }
      const refusals = await changeGroup(db, actor, params.groupId, traits)
      if (refusals === 'no-such-group') return reply.callNotFound()
      if (isEmpty(refusals)) return reply.redirect(`/movement/groups/${params.groupId}?done=changed`, 303)
      return cardPage(request, reply.code(422), params.groupId, { typed, refusals })
    }
  )

  app.post(
    '/groups/:groupId/names',
    { ...writeGroups, schema: { params: GroupUrl, body: Renaming } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const typed = { name: tidy(body.name), since: dayOf(body.since.trim()) }
      const renamed = await renameGroup(db, actor, clock.today(), params.groupId, typed)
      if (renamed === 'no-such-group') return reply.callNotFound()
      if (isEmpty(renamed)) return reply.redirect(`/movement/groups/${params.groupId}?done=renamed`, 303)
      return cardPage(request, reply.code(422), params.groupId, { renaming: { typed: body, refusals: renamed } })
    }
  )

  app.post(
    '/groups/:groupId/disbanding',
    { ...writeGroups, schema: { params: GroupUrl, body: Disbanding } },
    async (request, reply) => {
      const { db, actor, params, body } = request
      const refusal = await disbandGroup(db, actor, params.groupId, dayOf(body.last_day.trim()))
      if (refusal === 'no-such-group') return reply.callNotFound()
      if (!refusal) return reply.redirect(`/movement/groups/${params.groupId}?done=disbanded`, 303)
      const disbanding = { last_day: body.last_day, refusal: GROUP_REFUSALS[refusal] }
      return cardPage(request, reply.code(422), params.groupId, { disbanding })
    }
  )

  app.post(
    '/groups/:groupId/restoration',
    { ...writeGroups, schema: { params: GroupUrl, body: Deed } },
    async (request, reply) => {
      const { db, actor, clock, params } = request
      const refusal = await restoreGroup(db, actor, clock.today(), params.groupId)
      if (refusal === 'no-such-group') return reply.callNotFound()
      if (!refusal) return reply.redirect(`/movement/groups/${params.groupId}?done=restored`, 303)
      return cardPage(request, reply.code(422), params.groupId, { refusal: GROUP_REFUSALS[refusal] })
    }
  )
}

const isEmpty = (refusals: object) => Object.keys(refusals).length === 0

async function groupPage(
  request: FastifyRequest,
  reply: FastifyReply,
  id: number,
  { day: typed, done }: { day: string; done: string }
) {
  const { db, actor, clock } = request
  const today = clock.today()
  const asked = dayOf(typed.trim())
  const isWrong = asked !== '' && !isDay(asked)
  const day = isDay(asked) ? asked : today
  const group = await findStudyGroup(db, today, id)
  if (!group) return reply.callNotFound()
  const sees = await sightOfGroup(db, actor, today, id)
  return reply.code(isWrong ? 422 : 200).viewAsync('movement/group', {
    ...{ group, day, today, typed_day: typed, isWrong, notice: NOTICES[done], year: yearOf(today), sees },
    members: sees.students ? await listMembers(db, id, day) : [],
    curators: await listCurators(db, id, today),
    names: await listNames(db, id),
    years: await listYearsOf(db, id),
    divisions: await listDivisions(db, id, day),
    ...{ mayWrite: holds(actor, 'calendar: write'), mayGrant: holds(actor, 'settings: write') },
    mayAttach: holds(actor, 'curriculum: write')
  })
}

type CardView = {
  typed?: object
  refusals?: GroupFields
  renaming?: object
  disbanding?: object
  refusal?: string
}

async function cardPage({ db, clock }: FastifyRequest, reply: FastifyReply, id: number, view: CardView) {
  const group = await findStudyGroup(db, clock.today(), id)
  if (!group) return reply.callNotFound()
  return reply.viewAsync('movement/group-card', {
    ...{ refusals: {}, ...view, group, today: clock.today(), words: GROUP_REFUSALS },
    ...{ forms: STUDY_FORMS, financing: FINANCING, departments: await listDepartments(db) }
  })
}
