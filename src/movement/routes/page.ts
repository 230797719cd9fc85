import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { holds } from '../../access/actor.ts'
import { listStudents } from '../../people/queries/students.ts'
import { fullName, tidy } from '../../people/rules/cards.ts'
import { staysOf } from '../queries/enrolments.ts'
import { listGroups, listLinesInSight } from '../queries/lines.ts'
import { findCancelled, findOrder } from '../queries/orders.ts'
import { LINE_REFUSALS, type LineRefusal, problemsIn } from '../rules/lines.ts'
import { groupOf, KIND_NAMES, STATES } from '../rules/orders.ts'

export const read = { config: { right: 'movement orders: read' as const } }
export const write = { config: { right: 'movement orders: write' as const } }
export const Text = Type.String({ maxLength: 300, default: '' })
export const Csrf = Type.Optional(Type.String())
export const OrderUrl = Type.Object({ orderId: Type.Integer() })

type View = { q?: string; all?: string; notice?: string | undefined } & Record<string, unknown>

/** An order with its lines; a draft also with the search for students and what each line lacks. */
export async function orderPage({ db, actor, clock }: FastifyRequest, reply: FastifyReply, id: number, view: View) {
  const today = clock.today()
  const order = await findOrder(db, actor, today, id)
  if (!order) return reply.callNotFound()
  const lines = await listLinesInSight(db, actor, today, id)
  const isDraft = order.state === 'draft'
  const mayWrite = holds(actor, 'movement orders: write')
  const stays = await staysOf(db, isDraft ? lines.map(({ student_id }) => student_id) : [])
  const problems = isDraft ? problemsIn(order.kind, lines, stays, today) : new Map<number, LineRefusal>()
  const q = tidy(view.q ?? '')
  return reply.viewAsync('movement/order', {
    ...{ ...view, q, order, isDraft, mayWrite, today, group: groupOf(order.kind) },
    ...{ kind_name: KIND_NAMES[order.kind], state_name: STATES[order.state] },
    cancels: order.kind === 'cancellation' ? await findCancelled(db, id) : undefined,
    lines: lines.map((line) => {
      const problem = problems.get(line.id)
      const last_name = line.previous_last_name ?? line.present_last_name
      return { ...line, name: fullName({ ...line, last_name }), problem: problem && LINE_REFUSALS[problem] }
    }),
    groups: isDraft && mayWrite && groupOf(order.kind) !== 'none' ? await listGroups(db) : [],
    found: isDraft && mayWrite && q.length > 1 ? await listFound(db, actor, today, { kind: order.kind, q }) : []
  })
}

type Found = { kind: string; q: string }

/** Who is added: those in groups; for orders that let somebody in, those outside. */
async function listFound(db: FastifyRequest['db'], actor: FastifyRequest['actor'], today: string, { kind, q }: Found) {
  const comes = kind === 'enrolment' || kind === 'reinstatement'
  const found = await listStudents(db, actor, 'student cards: read', today, { text: q, page: 1, present: !comes })
  return found.filter(({ group_id }) => !comes || group_id === null)
}
