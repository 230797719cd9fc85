import type { FastifyRequest } from 'fastify'
import { holds } from '../../access/actor.ts'
import { isChangeable } from '../queries/approving.ts'
import { findCurriculum, listGroupsToAttach } from '../queries/curricula.ts'
import { listRows } from '../queries/plans.ts'
import { planTable } from '../rules/tables.ts'
import { CONTROL_LEGEND } from '../rules/words.ts'

/** What the page of a curriculum shows; undefined when it is not in sight. */
export async function planPage({ db, actor, clock }: FastifyRequest, id: number) {
  const today = clock.today()
  const plan = await findCurriculum(db, actor, today, id)
  if (!plan) return undefined
  const rows = await listRows(db, plan.id)
  const mayWrite = holds(actor, 'curriculum: write')
  return {
    ...{ plan, mayWrite, legend: CONTROL_LEGEND },
    table: planTable(
      rows.filter(({ is_dropped }) => !is_dropped),
      plan.semesters
    ),
    dropped: rows.filter(({ is_dropped }) => is_dropped),
    others: mayWrite ? await listGroupsToAttach(db, actor, today, plan) : [],
    mayChange: mayWrite && (await isChangeable(db, actor, today, plan.id))
  }
}
