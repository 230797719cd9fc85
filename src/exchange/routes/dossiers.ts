import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { strToU8, zipSync } from 'fflate'
import { Type } from 'typebox'
import { fullName } from '../../people/rules/cards.ts'
import { renderView } from '../../platform/templates.ts'
import { exportPerson, findAsked } from '../actions/dossiers.ts'
import { recordsOf } from '../rules/dossiers.ts'

const PersonUrl = Type.Object({ personId: Type.Integer() })
const own = { config: { right: 'signed in' as const }, schema: { params: PersonUrl } }

/** «Всё об этом человеке»: what is held about one person, for the keeper of the cards and for the person (152-ФЗ ст. 14). */
export const dossierRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/:personId/dossier', own, async ({ db, actor, clock, params }, reply) => {
    const asked = await findAsked(db, actor, clock.today(), params.personId)
    if (!asked) return reply.callNotFound()
    const { person_id, student_id } = asked.keys
    return reply.viewAsync('exchange/dossier', {
      ...{ person_id, student_id, name: fullName(asked.keys), isOwn: asked.isOwn }
    })
  })

  app.post('/:personId/dossier', own, async ({ db, actor, clock, params, college }, reply) => {
    const where = { schema: college.schema, zone: college.time_zone, today: clock.today() }
    const outcome = await exportPerson(db, actor, where, params.personId)
    if (outcome === 'no-such-page') return reply.callNotFound()
    const about = { college_name: college.name, made_on: where.today, sections: outcome.sections }
    const name = `person-${params.personId}`
    const files = {
      [`${name}.html`]: strToU8(renderView('exchange/dossier-file', about)),
      [`${name}.json`]: strToU8(JSON.stringify(recordsOf(outcome.sections), null, 2))
    }
    return reply
      .type('application/zip')
      .header('content-disposition', `attachment; filename="${name}.zip"`)
      .send(Buffer.from(zipSync(files, { mtime: clock.now().toJSDate() })))
  })
}
