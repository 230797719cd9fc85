import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { formats } from '../../platform/formats.ts'
import { acceptChange, refuseChange } from '../actions/changes.ts'
import { type Change, findChange, findCurrent, listChanges, PAGE_SIZE } from '../queries/changes.ts'
import { fullName, tidy } from '../rules/cards.ts'
import { CHANGE_NAMES, CHANGE_REFUSALS, CHANGE_STATES, type ChangeState, clockOf } from '../rules/changes.ts'
import { KEEPS, KEEPS_OR_OVERSEES } from '../rules/reach.ts'
import { Csrf } from './fields.ts'

const Text = Type.String({ maxLength: 300, default: '' })
const ListUrl = Type.Object({
  state: Type.String({ maxLength: 20, default: 'waiting' }),
  page: Type.Integer({ minimum: 1, maximum: 10_000, default: 1 }),
  done: Text
})
const ChangeUrl = Type.Object({ changeId: Type.Integer() })
const Refusing = Type.Object({ reason: Text, _csrf: Csrf })
const keep = { config: { right: KEEPS } }
const see = { config: { right: KEEPS_OR_OVERSEES } }
const FILTERS = { waiting: 'ждут', overdue: 'просрочены', decided: 'решённые' }
const NOTICES: Record<string, string> = {
  accepted: 'Внесено. Тот, кто сообщил, увидит это в разделе «Мои данные».',
  refused: 'Отклонено: причину увидит тот, кто сообщил.'
}

/** What was reported as changed: a worklist with a clock of three working days (R3 7.2). */
export const changeRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/changes', { ...see, schema: { querystring: ListUrl } }, async (request, reply) => {
    const { db, actor, clock, query } = request
    const state = query.state in FILTERS ? query.state : 'waiting'
    const changes = await listChanges(db, actor, 'consents: read', clock.today(), { ...query, state })
    return reply.viewAsync('people/changes', {
      ...{ state, page: query.page, filters: FILTERS, notice: NOTICES[query.done], more: changes.length > PAGE_SIZE },
      changes: changes.slice(0, PAGE_SIZE).map((change) => shownChange(change, clock.today()))
    })
  })

  app.get('/changes/:changeId', { ...see, schema: { params: ChangeUrl } }, (request, reply) =>
    changePage(request, reply, request.params.changeId, {})
  )

  app.post('/changes/:changeId/acceptance', { ...keep, schema: { params: ChangeUrl } }, async (request, reply) => {
    const { db, actor, clock, params } = request
    const outcome = await acceptChange(db, actor, clock.today(), params.changeId)
    if (outcome === 'no-such-page') return reply.callNotFound()
    if (outcome === 'accepted') return reply.redirect('/people/changes?done=accepted', 303)
    return changePage(request, reply.code(422), params.changeId, { outcome })
  })

  app.post(
    '/changes/:changeId/refusal',
    { ...keep, schema: { params: ChangeUrl, body: Refusing } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const outcome = await refuseChange(db, actor, clock.today(), params.changeId, tidy(body.reason))
      if (outcome === 'no-such-page') return reply.callNotFound()
      if (outcome === 'refused') return reply.redirect('/people/changes?done=refused', 303)
      return changePage(request, reply.code(422), params.changeId, { outcome, reason: body.reason })
    }
  )
}

/** A task as pages show it. */
export const shownChange = (change: Change, today: string) => ({
  ...change,
  ...{ name: fullName(change), title: CHANGE_NAMES[change.field] ?? change.field },
  value: change.field === 'born_on' ? formats.day(change.value) : change.value,
  state_name: CHANGE_STATES[change.state as ChangeState],
  clock: change.state === 'waiting' ? clockOf(change.due_on, today) : '',
  isOverdue: change.state === 'waiting' && change.due_on < today
})

type View = { outcome?: keyof typeof CHANGE_REFUSALS; reason?: string }

async function changePage({ db, actor, clock }: FastifyRequest, reply: FastifyReply, id: number, view: View) {
  const today = clock.today()
  const change = await findChange(db, actor, 'consents: read', today, id)
  if (!change) return reply.callNotFound()
  const mayKeep = (await findChange(db, actor, 'consents: write', today, id)) !== undefined
  const needsOrder = change.field === 'last_name' && change.student_id !== null && change.last_name !== change.value
  return reply.viewAsync('people/change-task', {
    ...{
      change: shownChange(change, today),
      current: await findCurrent(db, change),
      needsOrder,
      mayDecide: mayKeep && change.state === 'waiting'
    },
    ...{ mayOrder: holds(actor, 'movement orders: write'), outcome: view.outcome, reason: view.reason ?? '' },
    maySeeCard: change.student_id !== null && holds(actor, 'student cards: read'),
    refusal: view.outcome && CHANGE_REFUSALS[view.outcome]
  })
}
