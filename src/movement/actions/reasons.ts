import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { putReasons, reasonsOf } from '../queries/reasons.ts'
import { KINDS } from '../rules/orders.ts'
import { type ReasonRefusal, refuseReasons } from '../rules/reasons.ts'

/** Changes the reasons offered for orders of a kind; orders keep the words they were written with. */
export function changeReasons(db: Db, actor: Doer, kind: string, names: string[]) {
  return inTransaction(db, async (trx): Promise<'changed' | ReasonRefusal> => {
    const refusal = kind in KINDS ? refuseReasons(names) : 'no-kind'
    if (refusal) return refusal
    const before = await reasonsOf(trx, kind)
    await putReasons(trx, kind, names)
    await record(trx, actor, {
      ...{ deed: 'reasons.changed', object_kind: 'movement_reason' },
      ...{ before: { kind, names: before }, after: { kind, names } }
    })
    return 'changed'
  })
}
