import { systemActor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { applyNames } from '../queries/names.ts'

/** Groups bear the names their history says they have on that day; answers with how many were renamed. */
export function renameDue(db: Db, today: string): Promise<number> {
  return inTransaction(db, async (trx) => {
    const renamed = await applyNames(trx, today)
    const lines = renamed.map(({ id, former, name }) => ({
      ...{ deed: 'group.renamed', object_kind: 'study_group', object_id: id },
      ...{ before: { name: former }, after: { name, since: today } }
    }))
    await record(trx, systemActor(null, 'Система', []), ...lines)
    return renamed.length
  })
}
