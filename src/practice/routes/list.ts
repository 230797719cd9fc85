import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { listTerms } from '../../journal/queries/courses.ts'
import { listPractices, PAGE_SIZE } from '../queries/practices.ts'
import { missingOf } from '../rules/practices.ts'

const ListUrl = Type.Object({
  term: Type.Integer({ default: 0 }),
  q: Type.String({ maxLength: 100, default: '' }),
  page: Type.Integer({ minimum: 1, maximum: 1000, default: 1 })
})

export const practiceListRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/',
    { config: { right: 'journal: read' as const }, schema: { querystring: ListUrl } },
    async ({ db, actor, clock, query }, reply) => {
      const today = clock.today()
      const terms = await listTerms(db)
      const term =
        terms.find(({ id }) => id === query.term) ?? terms.find(({ starts_on }) => starts_on <= today) ?? terms.at(-1)
      const search = { term_id: term?.id ?? -1, text: query.q, page: query.page }
      const found = await listPractices(db, actor, today, search)
      return reply.viewAsync('practice/practices', {
        ...{ ...query, terms, term, today, more: found.length > PAGE_SIZE },
        practices: found.slice(0, PAGE_SIZE).map((one) => ({ ...one, missing: missingOf(one, today) }))
      })
    }
  )
}
