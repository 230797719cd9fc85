import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { tidy } from '../../people/rules/cards.ts'
import { dayOf } from '../../platform/days.ts'
import { foreseePromotion, promoteGroups } from '../actions/promotion.ts'
import { listPromotable } from '../queries/promotion.ts'
import { listOpenYears } from '../queries/years.ts'
import { yearOf } from '../rules/groups.ts'
import { ORDER_FIELDS, ORDER_REFUSALS, type OrderRefusal } from '../rules/orders.ts'
import { fatesOf, GROUP_OBSTACLES, PROMOTION_REFUSALS, type PromotionRefusal } from '../rules/promotion.ts'
import { Csrf, Text } from './page.ts'

/** The administrator or methodist moves groups by the director's order (R2 5.2), the registrar keeps orders (R4 3.7.2). */
const promoting = { config: { right: ['calendar: write' as const, 'movement orders: write' as const] } }
const Id = Type.Integer({ default: 0 })
const Ids = Type.Array(Id, { maxItems: 200, default: [] })
const PlanUrl = Type.Object({ year: Id, department: Id, course: Id, group: Ids })
const Promotion = Type.Object({
  ...{ year: Id, group: Ids, seen: Text, number: Text, signed_on: Text, basis: Text, _csrf: Csrf }
})

/** Groups go on from course to course: chosen, foreseen to the last student, and promoted by one order. */
export const promotionRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/promotion', { ...promoting, schema: { querystring: PlanUrl } }, async (request, reply) => {
    const { group, ...view } = request.query
    return group.length > 0 ? forecastPage(request, reply, { ...view, group }, {}) : choicePage(request, reply, view)
  })

  app.post('/promotion', { ...promoting, schema: { body: Promotion } }, async (request, reply) => {
    const { db, actor, clock, body } = request
    const heading = { number: tidy(body.number), signed_on: dayOf(body.signed_on.trim()), basis: tidy(body.basis) }
    const outcome = await promoteGroups(db, actor, clock.today(), {
      ...{ ...heading, year_id: body.year, group_ids: body.group, seen: body.seen }
    })
    if (typeof outcome === 'object') return reply.redirect(`/movement/orders/${outcome.order_id}?done=signed`, 303)
    const typed = { number: body.number, signed_on: body.signed_on, basis: body.basis }
    if (outcome === 'no-groups' || outcome === 'no-year')
      return choicePage(request, reply.code(422), { year: body.year, department: 0, course: 0 }, outcome)
    const words = isAboutOrder(outcome) ? ORDER_REFUSALS[outcome] : PROMOTION_REFUSALS[outcome]
    const field = isAboutOrder(outcome) ? ORDER_FIELDS[outcome] : undefined
    return forecastPage(request, reply.code(422), body, { typed, refusal: words, field })
  })
}

const isAboutOrder = (refusal: OrderRefusal | PromotionRefusal): refusal is OrderRefusal => refusal in ORDER_REFUSALS

type Choice = { year: number; department: number; course: number }

/** The year that is asked for, or the one to come, or the one that runs. */
async function findYear({ db, clock }: FastifyRequest, id: number) {
  const years = await listOpenYears(db)
  const coming = years.find(({ starts_on }) => starts_on > clock.today())
  return { years, year: years.find((one) => one.id === id) ?? coming ?? years.at(-1) }
}

async function choicePage(
  request: FastifyRequest,
  reply: FastifyReply,
  { year: id, department, course }: Choice,
  refusal?: keyof typeof PROMOTION_REFUSALS
) {
  const { years, year } = await findYear(request, id)
  const all = year ? await listPromotable(request.db, year) : []
  const fates = fatesOf(all, Number(year?.starts_on.slice(0, 4)), [])
  const departments = [...new Map(all.map((one) => [one.department_id, one.department]))]
  return reply.viewAsync('movement/promotion', {
    ...{
      years,
      year,
      department,
      course,
      departments,
      isSoon: year && yearOf(year.starts_on) > yearOf(request.clock.today())
    },
    ...{ obstacles: GROUP_OBSTACLES, refusal: refusal && PROMOTION_REFUSALS[refusal] },
    mayAddYear: holds(request.actor, 'calendar: write'),
    groups: fates
      .filter((one) => department === 0 || one.department_id === department)
      .filter((one) => course === 0 || one.course - 1 === course)
  })
}

async function forecastPage(
  request: FastifyRequest,
  reply: FastifyReply,
  { year: id, group }: { year: number; group: number[] },
  view: { typed?: object; refusal?: string; field?: string | undefined }
) {
  const { db, actor, clock } = request
  const { year } = await findYear(request, id)
  if (!year) return reply.callNotFound()
  const { fates, going, onLeave, seen } = await foreseePromotion(db, clock.today(), year, group)
  return reply.viewAsync('movement/promotion-forecast', {
    ...{ ...view, year, seen, today: clock.today(), obstacles: GROUP_OBSTACLES },
    groups: fates.map((fate) => ({
      ...fate,
      members: going.filter((one) => one.study_group_id === fate.id),
      onLeave: onLeave.filter((one) => one.study_group_id === fate.id)
    })),
    counts: {
      ...{ going: going.length, conditional: going.filter(({ debts }) => debts > 0).length, onLeave: onLeave.length }
    },
    mayOpenCards: holds(actor, 'student cards: read')
  })
}
