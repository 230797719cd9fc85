import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import * as divisions from '../queries/divisions.ts'
import { findGroup, listDividedGroups } from '../queries/groups.ts'
import { listCourses, listTerms } from '../queries/load.ts'
import * as members from '../queries/memberships.ts'
import { listUnplaced } from '../queries/unplaced.ts'
import { divisionTables, unplacedLines } from '../rules/division-tables.ts'
import { dayOf, isDay } from '../rules/load.ts'
import { dayWithin } from '../rules/years.ts'

const Text = Type.String({ maxLength: 20, default: '' })
const GroupsUrl = Type.Object({ term: Type.Integer({ default: 0 }), done: Text })
const GroupUrl = Type.Object({ groupId: Type.Integer() })
const DayUrl = Type.Object({ term: Type.Integer({ default: 0 }), day: Text, done: Text })
const read = { config: { right: 'subgroups: read' as const } }

const NOTICES: Record<string, string> = {
  divided: 'Деление сохранено.',
  removed: 'Деление убрано.',
  copied: 'Деления скопированы на следующий период, журналы подгрупп открыты.'
}

/** How groups are divided, and who is in no subgroup. */
export const dividedGroupRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/groups', { ...read, schema: { querystring: GroupsUrl } }, async (request, reply) => {
    const { db, actor, clock, query } = request
    const { terms, term } = await chosenTerm(db, clock.today(), query.term)
    const day = term ? dayWithin(term, clock.today()) : clock.today()
    const groups = await listDividedGroups(db, actor, clock.today(), term?.id ?? -1)
    const where = { term_id: term?.id ?? -1, day, groups: groups.map(({ id }) => id) }
    const unplaced = Map.groupBy(await listUnplaced(db, where), ({ study_group_id }) => study_group_id)
    return reply.viewAsync('curriculum/divided-groups', {
      ...{ terms, term, day, notice: NOTICES[query.done], mayCopy: holds(actor, 'load: write') },
      groups: groups.map((group) => ({ ...group, without: unplacedLines(unplaced.get(group.id) ?? []) }))
    })
  })

  app.get(
    '/groups/:groupId',
    { ...read, schema: { params: GroupUrl, querystring: DayUrl } },
    async (request, reply) => {
      const { db, actor, clock, params, query } = request
      const today = clock.today()
      const group = await findGroup(db, actor, today, params.groupId)
      const { terms, term } = await chosenTerm(db, today, query.term)
      if (!group) return reply.callNotFound()
      const asked = dayOf(query.day)
      const day = isDay(asked) ? asked : term ? dayWithin(term, today) : today
      return reply.viewAsync('curriculum/divided-group', {
        ...{ group, terms, term, day, notice: NOTICES[query.done] },
        tables: divisionTables({
          enrolled: await divisions.listEnrolled(db, group.id, day),
          subgroups: await divisions.listSubgroups(db, group.id, day),
          courses: await listCourses(db, actor, today, group.id, term?.id ?? -1),
          memberships: await members.listMemberships(db, group.id),
          names: await members.listMemberNames(db, group.id)
        })
      })
    }
  )
}

/** The term asked for, else the one that goes on. */
export async function chosenTerm(db: Parameters<typeof listTerms>[0], today: string, id: number) {
  const terms = await listTerms(db)
  const term = terms.find((one) => one.id === id) ?? terms.find(({ starts_on }) => starts_on <= today) ?? terms[0]
  return { terms, term }
}
