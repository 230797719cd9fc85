import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { dayOf } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { addYear } from '../actions/terms.ts'
import { listTerms } from '../queries/terms.ts'
import { nextYear, TERM_REFUSALS, YEAR_FIELDS, type YearForm } from '../rules/terms.ts'

const Text = Type.String({ maxLength: 30, default: '' })
const YearBody = Type.Object({
  first_starts_on: Text,
  first_ends_on: Text,
  second_starts_on: Text,
  second_ends_on: Text
})
const write = { config: { right: 'calendar: write' as const } }

const each = (form: YearForm, change: (day: string) => string) =>
  Object.fromEntries(YEAR_FIELDS.map((field) => [field, change(form[field])])) as YearForm

/** A new academic year with its two semesters. */
export const yearRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/years/new', write, async ({ db, clock }, reply) => {
    const [newest] = await listTerms(db)
    const form = each(nextYear(newest?.year_starts_on, clock.today()), formats.day)
    return reply.viewAsync('college/year', { form, refusals: {}, words: TERM_REFUSALS })
  })

  app.post('/years', { ...write, schema: { body: YearBody } }, async ({ db, actor, body }, reply) => {
    const refusals = await addYear(
      db,
      actor,
      each(body, (day) => dayOf(day.trim()))
    )
    if (Object.keys(refusals).length === 0) return reply.redirect('/terms?done=added', 303)
    return reply.code(422).viewAsync('college/year', { form: body, refusals, words: TERM_REFUSALS })
  })
}
