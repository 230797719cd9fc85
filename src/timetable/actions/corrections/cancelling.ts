import type { Actor } from '../../../access/actor.ts'
import type { Db } from '../../../platform/db.ts'
import * as queries from '../../queries/corrections.ts'
import { type ChangeOutcome, changing, findOpen, isOutcome, note, placeOf, refuse, type Why } from './changing.ts'

/** A lesson that will not be held. */
export function cancelEntry(db: Db, actor: Actor, id: number, why: Why): Promise<ChangeOutcome> {
  return changing(db, async (trx) => {
    const entry = await findOpen(trx, id, why)
    if (isOutcome(entry)) return entry
    if (entry.substitution_id !== null) return refuse('substituted')
    await queries.addCorrections(trx, actor.account_id, 'cancel', why, [
      { course_id: entry.course_id, from: entry, to: null }
    ])
    await queries.dropEntry(trx, id)
    await note(trx, actor, id, placeOf(entry), { ...why, is_cancelled: true })
    return { kind: 'kept', id }
  })
}
