import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { tidy } from '../../people/rules/cards.ts'
import { addSpecialty, changeSpecialty } from '../actions/specialties.ts'
import { listSpecialties } from '../queries/specialties.ts'
import { patternOf } from '../rules/names.ts'
import { levelOf, SPECIALTY_REFUSALS, type SpecialtyFields } from '../rules/specialties.ts'
import { readGroups, writeGroups } from './groups.ts'
import { Csrf, Text } from './page.ts'

const DoneUrl = Type.Object({ done: Text })
const SpecialtyUrl = Type.Object({ specialtyId: Type.Integer() })
const NewSpecialty = Type.Object({ code: Text, name: Text, name_pattern: Text, _csrf: Csrf })
const Change = Type.Object({ name: Text, name_pattern: Text, _csrf: Csrf })
const NOTICES: Record<string, string> = { added: 'Специальность добавлена.', changed: 'Изменено.' }
const isEmpty = (refusals: object) => Object.keys(refusals).length === 0

/** Specialties and professions, with the patterns by which their groups are called. */
export const specialtyRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/specialties', { ...readGroups, schema: { querystring: DoneUrl } }, (request, reply) =>
    listPage(request, reply, { notice: NOTICES[request.query.done] })
  )

  app.post('/specialties', { ...writeGroups, schema: { body: NewSpecialty } }, async (request, reply) => {
    const { db, actor, body } = request
    const typed = { code: tidy(body.code), name: tidy(body.name), name_pattern: patternOf(body.name_pattern) }
    const refusals = await addSpecialty(db, actor, typed)
    if (isEmpty(refusals)) return reply.redirect('/movement/specialties?done=added', 303)
    return listPage(request, reply.code(422), { typed: body, refusals })
  })

  app.get('/specialties/:specialtyId', { ...writeGroups, schema: { params: SpecialtyUrl } }, (request, reply) =>
    specialtyPage(request, reply, request.params.specialtyId, {})
  )

  app.post(
    '/specialties/:specialtyId',
    { ...writeGroups, schema: { params: SpecialtyUrl, body: Change } },
    async (request, reply) => {
      const { db, actor, params, body } = request
      const typed = { name: tidy(body.name), name_pattern: patternOf(body.name_pattern) }
      const refusals = await changeSpecialty(db, actor, params.specialtyId, typed)
      if (refusals === 'no-such-specialty') return reply.callNotFound()
      if (isEmpty(refusals)) return reply.redirect('/movement/specialties?done=changed', 303)
      return specialtyPage(request, reply.code(422), params.specialtyId, { typed: body, refusals })
    }
  )
}

type View = { notice?: string | undefined; typed?: object; refusals?: SpecialtyFields }

async function listPage({ db, actor }: FastifyRequest, reply: FastifyReply, view: View) {
  const specialties = (await listSpecialties(db)).map((one) => ({ ...one, level: levelOf(one.code) }))
  const mayWrite = holds(actor, 'calendar: write')
  return reply.viewAsync('movement/specialties', {
    refusals: {},
    ...view,
    ...{ specialties, mayWrite, words: SPECIALTY_REFUSALS }
  })
}

async function specialtyPage({ db }: FastifyRequest, reply: FastifyReply, id: number, view: View) {
  const specialty = (await listSpecialties(db)).find((one) => one.id === id)
  if (!specialty) return reply.callNotFound()
  return reply.viewAsync('movement/specialty', { refusals: {}, ...view, specialty, words: SPECIALTY_REFUSALS })
}
