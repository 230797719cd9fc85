import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { dispositionOf } from '../../print/rules.ts'
import { takeEntryFile } from '../actions/portfolio.ts'
import { findOwner, type Owner } from '../queries/owners.ts'
import { listEntries } from '../queries/portfolio.ts'
import { listRows } from '../queries/records.ts'
import { findTermOn } from '../queries/terms.ts'
import { fullName } from '../rules/cards.ts'
import { TYPES } from '../rules/files.ts'
import { bySections, ENTRY_STATES, type OwnerKind } from '../rules/portfolio.ts'
import { daysSince, isStale } from '../rules/reminders.ts'
import { addressOf, EntryUrl, OWNER_KINDS, OwnerUrl, PLACES } from './portfolio-fields.ts'
import { shownDay } from './staff-fields.ts'

const DoneUrl = Type.Object({ done: Type.String({ maxLength: 20, default: '' }) })
const NOTICES: Record<string, string> = {
  kept: 'Запись внесена.',
  waiting: 'Запись внесена и ждёт подтверждения куратора.',
  removed: 'Запись убрана.',
  confirmed: 'Запись подтверждена.',
  returned: 'Запись возвращена обучающемуся.'
}

/** Reading portfolios: on the screen, as a document, and the files attached (R4 3.5.5, 3.6.1). */
export const portfolioRoutes: FastifyPluginAsyncTypebox = async (app) => {
  for (const kind of OWNER_KINDS) {
    const { path, read } = PLACES[kind]
    const reading = { config: { right: read } }

    app.get(path, { ...reading, schema: { params: OwnerUrl, querystring: DoneUrl } }, async (request, reply) => {
      const owner = await ownerOf(request, kind, request.params.ownerId)
      if (!owner) return reply.callNotFound()
      return portfolioPage(request, reply, owner, { notice: NOTICES[request.query.done] })
    })

    app.get(`${path}/sheet`, { ...reading, schema: { params: OwnerUrl } }, async (request, reply) => {
      const owner = await ownerOf(request, kind, request.params.ownerId)
      return owner ? sheetPage(request, reply, owner) : reply.callNotFound()
    })

    app.get(
      `${path}/:entryId/file`,
      { ...reading, schema: { params: EntryUrl }, exposeHeadRoute: false },
      async (request, reply) => {
        const { db, actor, clock, params } = request
        const place = { kind, owner_id: params.ownerId, entry_id: params.entryId }
        const file = await takeEntryFile(db, actor, clock.today(), place)
        if (!file) return reply.callNotFound()
        return reply
          .type(TYPES[file.kind])
          .header('content-disposition', dispositionOf(file.file_name, `portfolio-${params.entryId}.${file.kind}`))
          .send(file.content)
      }
    )
  }
}

const ownerOf = ({ db, actor, clock }: FastifyRequest, kind: OwnerKind, id: number) =>
  findOwner(db, actor, clock.today(), kind, id)

/** The whole portfolio; `view` may carry a refusal. */
export async function portfolioPage({ db, clock }: FastifyRequest, reply: FastifyReply, owner: Owner, view: object) {
  const today = clock.today()
  const entries = await listEntries(db, owner)
  const updated_on = entries.reduce<string | null>(
    (last, { changed_on }) => (last && last > changed_on ? last : changed_on),
    null
  )
  const isStaff = owner.kind === 'staff'
  return reply.viewAsync('people/portfolio', {
    ...{
      owner,
      name: fullName(owner),
      address: addressOf(owner.kind, owner.id),
      states: ENTRY_STATES,
      shownDay,
      ...view
    },
    ...{ sections: bySections(owner.kind, entries), days: daysSince(updated_on, today) },
    isStale: isStaff && isStale(updated_on, await findTermOn(db, today), today),
    trainings: isStaff ? await listRows(db, 'trainings', owner.id) : []
  })
}

/** Only what is confirmed goes on paper. */
async function sheetPage({ db, clock, college }: FastifyRequest, reply: FastifyReply, owner: Owner) {
  const entries = (await listEntries(db, owner)).filter(({ state }) => state === 'confirmed')
  return reply.viewAsync('people/portfolio-sheet', {
    ...{ owner, name: fullName(owner), address: addressOf(owner.kind, owner.id), shownDay, today: clock.today() },
    ...{ college, sections: bySections(owner.kind, entries) },
    trainings: owner.kind === 'staff' ? await listRows(db, 'trainings', owner.id) : []
  })
}
