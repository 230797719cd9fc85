import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { holds, scopesOf } from '../../access/actor.ts'
import { csvOf } from '../../audit/rules/tables.ts'
import { noteExport } from '../actions/teachers-load.ts'
import { listTerms } from '../queries/load.ts'
import * as load from '../queries/teachers-load.ts'
import { subgroupInWords } from '../rules/load-tables.ts'
import { MOST_HOURS, sumsOf, tableRows, teachersTable, withHours } from '../rules/teachers-load.ts'

const YearUrl = Type.Object({
  year: Type.Integer({ default: 0 }),
  q: Type.String({ maxLength: 100, default: '' })
})
const StaffUrl = Type.Object({ staffMemberId: Type.Integer() })
const read = { config: { right: 'load: read' as const } }

export const teachersLoadRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/teachers', { ...read, schema: { querystring: YearUrl } }, async (request, reply) =>
    reply.viewAsync('curriculum/teacher-loads', {
      ...(await tableFor(request, request.query)),
      ...{ q: request.query.q, most: MOST_HOURS },
      isPartial: scopesOf(request.actor, 'load: read').includes('department')
    })
  )

  app.get('/teachers/file', { ...read, schema: { querystring: YearUrl } }, async (request, reply) => {
    const { db, actor, clock, query } = request
    const { lines, terms, year } = await tableFor(request, query)
    if (!year) return reply.callNotFound()
    await noteExport(db, actor, lines.length, year.id)
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="load-${clock.today()}.csv"`)
      .send(csvOf(tableRows(lines, terms)))
  })

  app.get(
    '/teachers/:staffMemberId',
    { ...read, schema: { params: StaffUrl, querystring: YearUrl } },
    async (request, reply) => {
      const { db, actor, clock, params, query } = request
      const { year, years, terms } = await chosenYear(request, query.year)
      const own = await load.listLoad(db, actor, clock.today(), year?.id ?? -1, params.staffMemberId)
      const member = own[0] ?? (await load.findMember(db, actor, params.staffMemberId))
      if (!member) return reply.callNotFound()
      const rows = withHours(own)
      return reply.viewAsync('curriculum/teacher-load', {
        ...{ year, years, terms, member, most: MOST_HOURS, mayOpen: holds(actor, 'journal: read') },
        substitutions: await load.listSubstitutions(db, year?.id ?? -1, params.staffMemberId),
        rows: rows.map((row) => ({ ...row, who: subgroupInWords(row.division, row.subgroup_number) })),
        sums: sumsOf(
          rows,
          terms.map(({ number }) => number)
        )
      })
    }
  )
}

/** The year asked for, else the one that goes on or went on last; with its terms in their order. */
async function chosenYear({ db, clock }: FastifyRequest, id: number) {
  const years = await load.listYears(db)
  const today = clock.today()
  const year = years.find((one) => one.id === id) ?? years.find(({ starts_on }) => starts_on <= today) ?? years[0]
  const all = year ? await listTerms(db) : []
  const terms = all.filter(({ year_starts_on }) => year_starts_on === year?.starts_on)
  return { years, year, terms: terms.toSorted((a, b) => (a.starts_on < b.starts_on ? -1 : 1)) }
}

async function tableFor(request: FastifyRequest, { year: asked, q }: Static<typeof YearUrl>) {
  const { db, actor, clock } = request
  const { year, years, terms } = await chosenYear(request, asked)
  const rows = await load.listLoad(db, actor, clock.today(), year?.id ?? -1)
  const members = await load.listPedagogical(db, actor, clock.today())
  const numbers = terms.map(({ number }) => number)
  return { year, years, terms, lines: teachersTable(rows, members, numbers, q) }
}
