import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { findSettings } from '../../college/queries.ts'
import type { Db } from '../../platform/db.ts'
import { listCourses, listDuties, listTerms, PAGE_SIZE } from '../queries/courses.ts'
import { findPage, type Window } from '../queries/pages.ts'
import { listRoster } from '../queries/rosters.ts'
import { listGroupNumbers, listMoves } from '../queries/subgroups.ts'
import { gridOf, monthsOf } from '../rules/grid.ts'
import { movesOf } from '../rules/moves.ts'
import { RESULT_NAMES, resultKindsOf } from '../rules/results.ts'
import { isMonth, nearestMonth, windowOf } from '../rules/windows.ts'

const ListUrl = Type.Object({
  term: Type.Optional(Type.Integer()),
  q: Type.String({ maxLength: 100, default: '' }),
  page: Type.Integer({ minimum: 1, maximum: 1000, default: 1 })
})
const CourseUrl = Type.Object({ courseId: Type.Integer() })
const MonthUrl = Type.Object({
  month: Type.Optional(Type.String({ maxLength: 7 })),
  kept: Type.Optional(Type.String())
})
const config = { right: 'journal: read' as const }

export const courseRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { config, schema: { querystring: ListUrl } }, async ({ db, actor, clock, query }, reply) => {
    const today = clock.today()
    const terms = await listTerms(db)
    const term =
      terms.find(({ id }) => id === query.term) ?? terms.find(({ starts_on }) => starts_on <= today) ?? terms.at(-1)
    const courses = term
      ? await listCourses(db, actor, today, { term_id: term.id, text: query.q, page: query.page })
      : []
    const duties = actor.staff_member_id === null ? [] : await listDuties(db, actor, today)
    const more = courses.length > PAGE_SIZE
    return reply.viewAsync('journal/courses', {
      ...query,
      terms,
      term,
      duties,
      today,
      more,
      courses: courses.slice(0, PAGE_SIZE)
    })
  })

  app.get(
    '/courses/:courseId',
    { config, schema: { params: CourseUrl, querystring: MonthUrl } },
    async (request, reply) => {
      const { db, actor, clock, params, query } = request
      const today = clock.today()
      const month = isMonth(query.month) ? query.month : undefined
      const window = windowOf(month, today)
      const page = await findPage(db, actor, today, params.courseId, window)
      if (!page) return reply.callNotFound()
      if (!month && page.lessons.length === 0 && page.months?.length) {
        return reply.redirect(`/journal/courses/${page.id}?month=${nearestMonth(page.months, today.slice(0, 7))}`, 303)
      }
      const kinds = resultKindsOf(page.item_kind, page.controls ?? [])
      const roster = await listRoster(
        db,
        page.id,
        month === 'all' ? { from: page.starts_on, to: page.ends_on } : window
      )
      return reply.viewAsync('journal/page', {
        ...{
          page,
          today,
          month: month ?? today.slice(0, 7),
          kept: query.kept,
          kinds: kinds.map((kind) => ({ kind, name: RESULT_NAMES[kind] }))
        },
        ...{ rows: gridOf(page.lessons, roster, kinds), months: monthsOf(page.lessons) },
        ...(page.subgroup_number === null ? {} : await ofSubgroup(db, page, window)),
        mayWrite: holds(actor, 'journal: write') && !page.is_closed,
        mayUnlock: page.closed_at !== null && holds(actor, 'unlocking: write')
      })
    }
  )
}

/** What a subgroup's page has beside: the numbers of the group's list, unless the college counts anew, and who changed the subgroup. */
async function ofSubgroup(
  db: Db,
  page: { id: number; study_group_id: number; subgroup_number: number | null },
  window: Window
) {
  const { subgroup_keeps_numbers } = await findSettings(db)
  return {
    numbers: subgroup_keeps_numbers === 1 ? await listGroupNumbers(db, page.study_group_id, window) : undefined,
    moves: movesOf(await listMoves(db, page.id), page.subgroup_number ?? 0)
  }
}
