import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { fullName, tidy } from '../../people/rules/cards.ts'
import { readWording } from '../actions/wording.ts'
import { listCandidates, MOST_CANDIDATES } from '../queries/candidates.ts'
import { countLater, staysOf } from '../queries/enrolments.ts'
import { listGroups, listLinesInSight } from '../queries/lines.ts'
import { findCancelled, findOrder } from '../queries/orders.ts'
import { findPrintableOrder } from '../queries/printing.ts'
import { reasonsOf } from '../queries/reasons.ts'
import { findWorded } from '../queries/wording.ts'
import { candidatesOf, standingOf } from '../rules/candidates.ts'
import { effectOf, LINE_REFUSALS, problemsIn } from '../rules/lines.ts'
import { groupOf, KIND_NAMES, lacksOf, STATES } from '../rules/orders.ts'

export const read = { config: { right: 'movement orders: read' as const } }
export const write = { config: { right: 'movement orders: write' as const } }
export const Text = Type.String({ maxLength: 300, default: '' })
export const Csrf = Type.Optional(Type.String())
export const OrderUrl = Type.Object({ orderId: Type.Integer() })

type View = { q?: string; group?: number; all?: string; notice?: string | undefined } & Record<string, unknown>
type Order = NonNullable<Awaited<ReturnType<typeof findOrder>>>
type Lines = Awaited<ReturnType<typeof listLinesInSight>>

/** An order with its lines; a draft also with what keeps it from being signed and the search for students. */
export async function orderPage(request: FastifyRequest, reply: FastifyReply, id: number, view: View) {
  const { db, actor, clock } = request
  const today = clock.today()
  const order = await findOrder(db, actor, today, id)
  if (!order) return reply.callNotFound()
  const lines = await listLinesInSight(db, actor, today, id)
  const mayWrite = holds(actor, 'movement orders: write')
  const edits = mayWrite && order.state === 'draft'
  return reply.viewAsync('movement/order', {
    ...{ ...view, order, edits, mayWrite, today, kind_name: KIND_NAMES[order.kind], state_name: STATES[order.state] },
    isPrintable: (await findPrintableOrder(db, actor, today, id)) !== undefined,
    cancels: order.kind === 'cancellation' ? await findCancelled(db, id) : undefined,
    lines: lines.map((line) => ({
      ...line,
      name: fullName({ ...line, last_name: line.previous_last_name ?? line.present_last_name })
    })),
    ...(edits ? await draftView(request, order, lines, view) : {})
  })
}

async function draftView({ db, clock }: FastifyRequest, order: Order, lines: Lines, { q = '', group = 0 }: View) {
  const stays = await staysOf(
    db,
    lines.map(({ student_id }) => student_id)
  )
  const problems = problemsIn(order.kind, lines, stays, clock.today())
  const effects = lines.map((line) => ({ line, ...effectOf(order.kind, line, stays.get(line.student_id) ?? []) }))
  const leaving = effects.flatMap(({ line, ends }) =>
    ends && !problems.has(line.id) ? [{ id: ends.id, day: line.effective_on }] : []
  )
  const from = effects.flatMap(({ line, present, releases }): [number, string][] => {
    const stay = stays.get(line.student_id)?.find(({ id }) => id === (present ?? releases)?.id)
    return stay ? [[line.student_id, stay.group_name]] : []
  })
  const later = await countLater(db, leaving)
  const worded = await findWorded(db, order.id)
  const wording = worded && (await readWording(db, worded))
  return {
    ...{ into: groupOf(order.kind), groups: await listGroups(db), reasons: await reasonsOf(db, order.kind) },
    ...{
      problems: new Map([...problems].map(([id, refusal]) => [id, LINE_REFUSALS[refusal]])),
      later,
      wording,
      from: new Map(from)
    },
    lacks: lacksOf({ lines: lines.length, problems: problems.size, isStale: wording?.isStale === true }),
    ...(await searchView(db, order, tidy(q), group))
  }
}

/** Who may be put into the order: those searched for, and at once those whom orders of the kind are mostly about. */
async function searchView(db: FastifyRequest['db'], { id, kind }: Order, q: string, group_id: number) {
  const { standings, atOnce, asks } = candidatesOf(kind)
  const isAsked = q.length > 1 || group_id > 0
  const wanted = isAsked ? standings : atOnce
  const found =
    wanted.length === 0 ? [] : await listCandidates(db, id, { text: isAsked ? q : '', group_id, standings: wanted })
  return {
    ...{ q, group: group_id, isAsked, asks, isCut: found.length === MOST_CANDIDATES },
    found: found.map((one) => ({ ...one, name: fullName(one), standing: standingOf(one) }))
  }
}
