import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { dayOf } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { changeSpecial, openSpecial } from '../actions/special.ts'
import { fullName, tidy } from '../rules/cards.ts'
import { SOCIAL_CATEGORIES, SPECIAL_REFUSALS, SPORT_GROUPS, type Special } from '../rules/special.ts'
import { Csrf, DoneUrl, StudentUrl } from './fields.ts'

const Text = Type.String({ maxLength: 300, default: '' })
const CODES = Object.keys(SOCIAL_CATEGORIES)
const perCode = (name: string) => Object.fromEntries(CODES.map((code) => [`${name}_${code}`, Text]))
const Form = Type.Object({
  ...{ sport_group: Text, sport_until: Text, disability: Text, restrictions: Text },
  ...{ ...perCode('is'), ...perCode('document'), ...perCode('until') },
  _csrf: Csrf
})
type Typed = Record<string, string>

/** Health and social categories of a student, where the college keeps them at all (152-ФЗ ст. 10). */
export const specialRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/students/:studentId/special',
    { config: { right: 'special data: read' }, schema: { params: StudentUrl, querystring: DoneUrl } },
    (request, reply) =>
      specialPage(request, reply, request.params.studentId, {
        notice: request.query.done ? 'Особые сведения изменены.' : undefined
      })
  )

  app.post(
    '/students/:studentId/special',
    { config: { right: 'special data: write' }, schema: { params: StudentUrl, body: Form } },
    async (request, reply) => {
      const { db, actor, clock, params } = request
      const typed = request.body as Typed
      const special = specialIn(typed)
      const outcome = await changeSpecial(db, actor, clock.today(), params.studentId, special)
      if (outcome === 'no-such-page') return reply.callNotFound()
      if (outcome === 'changed') return reply.redirect(`/people/students/${params.studentId}/special?done=changed`, 303)
      const [refusal, field] = [SPECIAL_REFUSALS[outcome], outcome === 'bad-sport-until' ? 'sport_until' : 'until']
      return specialPage(request, reply.code(422), params.studentId, { special, refusal, field })
    }
  )
}

function specialIn(typed: Typed): Special {
  const text = (name: string) => tidy(typed[name] ?? '')
  const day = (name: string) => dayOf(text(name)) || null
  return {
    health: {
      sport_group: Object.hasOwn(SPORT_GROUPS, text('sport_group')) ? text('sport_group') : '',
      ...{ sport_until: day('sport_until'), disability: text('disability'), restrictions: text('restrictions') }
    },
    categories: CODES.filter((code) => text(`is_${code}`) !== '').map((category) => ({
      ...{ category, document: text(`document_${category}`), until: day(`until_${category}`) }
    }))
  }
}

const shownDay = (day: string | null) => (day && /^\d{4}-\d{2}-\d{2}$/.test(day) ? formats.day(day) : (day ?? ''))

type View = { special?: Special; refusal?: string; field?: string; notice?: string | undefined }

async function specialPage({ db, actor, clock }: FastifyRequest, reply: FastifyReply, id: number, view: View) {
  const opened = await openSpecial(db, actor, clock.today(), id)
  if (!opened) return reply.callNotFound()
  const { health, categories } = view.special ?? opened.special
  return reply.viewAsync('people/special', {
    ...{ id, name: fullName(opened.student), mayWrite: holds(actor, 'special data: write') },
    ...{ sport_groups: SPORT_GROUPS, categories: SOCIAL_CATEGORIES, notice: view.notice },
    health: { ...health, sport_until: shownDay(health.sport_until) },
    held: Object.fromEntries(categories.map((one) => [one.category, { ...one, until: shownDay(one.until) }])),
    ...{ refusal: view.refusal, field: view.field }
  })
}
