import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { findSettings } from '../../college/queries.ts'
import { anonymise, mayAnonymise } from '../actions/anonymising.ts'
import { countKept, findLeaver, listLeavers, listSoleGuardians, PAGE_SIZE } from '../queries/anonymising.ts'
import { ANONYMISING_REFUSALS, leftBefore, neutralStudent, refuseAnonymising } from '../rules/anonymising.ts'
import { fullName } from '../rules/cards.ts'
import { Csrf, StudentUrl, write } from './fields.ts'

const ListUrl = Type.Object({
  page: Type.Integer({ minimum: 1, maximum: 10_000, default: 1 }),
  done: Type.String({ maxLength: 20, default: '' })
})
const Confirmation = Type.Object({ last_name: Type.String({ maxLength: 100, default: '' }), _csrf: Csrf })

/** Students gone for longer than personal data are kept, and taking their names away (152-ФЗ ст. 5 ч. 7, ст. 21). */
export const anonymisingRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/leavers', { ...write, schema: { querystring: ListUrl } }, async ({ db, actor, clock, query }, reply) => {
    if (!mayAnonymise(actor)) return reply.callNotFound()
    const [today, years] = [clock.today(), (await findSettings(db)).personal_data_years]
    const leavers = await listLeavers(db, today, leftBefore(today, years), query.page)
    return reply.viewAsync('people/leavers', {
      ...{ years, page: query.page, more: leavers.length > PAGE_SIZE },
      notice: query.done ? 'Обучающийся обезличен. Оценки, пропуски, итоги и пункты приказов остались.' : undefined,
      leavers: leavers.slice(0, PAGE_SIZE).map((one) => {
        const refusal = refuseAnonymising(one, today, years)
        return { ...one, name: fullName(one), refusal: refusal && ANONYMISING_REFUSALS[refusal] }
      })
    })
  })

  app.get('/leavers/:studentId', { ...write, schema: { params: StudentUrl } }, (request, reply) =>
    previewPage(request, reply, request.params.studentId, {})
  )

  app.post(
    '/leavers/:studentId',
    { ...write, schema: { params: StudentUrl, body: Confirmation } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const typed = body.last_name.trim()
      const outcome = await anonymise(db, actor, clock, { id: params.studentId, typed })
      if (outcome === 'no-such-page') return reply.callNotFound()
      if (outcome === 'anonymised') return reply.redirect('/people/leavers?done=anonymised', 303)
      return previewPage(request, reply.code(422), params.studentId, { typed, wrong: outcome === 'not-confirmed' })
    }
  )
}

type View = { typed?: string; wrong?: boolean }

async function previewPage({ db, actor, clock }: FastifyRequest, reply: FastifyReply, id: number, view: View) {
  const today = clock.today()
  const leaver = mayAnonymise(actor) ? await findLeaver(db, today, id) : undefined
  if (!leaver) return reply.callNotFound()
  const refusal = refuseAnonymising(leaver, today, (await findSettings(db)).personal_data_years)
  const guardians = await listSoleGuardians(db, id)
  return reply.viewAsync('people/anonymising', {
    ...{ leaver, name: fullName(leaver), neutral: fullName(neutralStudent(id)), kept: await countKept(db, id) },
    guardians: guardians.map((one) => ({ ...one, name: fullName(one) })),
    ...{ refusal: refusal && ANONYMISING_REFUSALS[refusal], typed: view.typed ?? '' },
    wrong: view.wrong ? ANONYMISING_REFUSALS['not-confirmed'] : undefined
  })
}
