import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type Doer, scopesOf } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'
import { listPortfolios, PAGE_SIZE } from '../queries/portfolio.ts'
import { addressOf } from './portfolio-fields.ts'

const ListUrl = Type.Object({
  q: Type.String({ maxLength: 100, default: '' }),
  waiting: Type.String({ maxLength: 1, default: '' }),
  page: Type.Integer({ minimum: 1, maximum: 10_000, default: 1 })
})

const isOwner = (actor: Doer, right: Right) => scopesOf(actor, right).includes('self')

/** Portfolios of the students in sight, and the way to one's own. */
export const portfolioListRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/portfolios',
    { config: { right: 'portfolio: read' }, schema: { querystring: ListUrl } },
    async ({ db, actor, clock, query }, reply) => {
      const { q, waiting, page } = query
      const isFamily = scopesOf(actor, 'portfolio: read').every((scope) => scope === 'self' || scope === 'child')
      const search = { text: q, waiting: waiting !== '', enrolled: !isFamily, page }
      const found = await listPortfolios(db, actor, clock.today(), search)
      const [only, ...others] = found
      if (isFamily && only && others.length === 0) return reply.redirect(addressOf('student', only.id), 303)
      return reply.viewAsync('people/portfolios', {
        ...{ q, waiting, page, portfolios: found.slice(0, PAGE_SIZE), more: found.length > PAGE_SIZE },
        isFamily
      })
    }
  )

  app.get(
    '/portfolio',
    { config: { right: ['staff portfolio: write', 'portfolio: read'] } },
    async ({ actor }, reply) => {
      if (isOwner(actor, 'staff portfolio: write') && actor.staff_member_id !== null)
        return reply.redirect(addressOf('staff', actor.staff_member_id), 303)
      if (isOwner(actor, 'portfolio: write') && actor.student_id !== null)
        return reply.redirect(addressOf('student', actor.student_id), 303)
      if (!scopesOf(actor, 'portfolio: read').includes('child')) return reply.callNotFound()
      return reply.redirect('/people/portfolios', 303)
    }
  )
}
