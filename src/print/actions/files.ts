import { record } from '../../audit/actions.ts'
import { inTransaction } from '../../platform/db.ts'
import type { Printable } from '../printable.ts'
import { findFile } from '../queries/printouts.ts'
import type { Where, Who } from './orders.ts'

/** Gives a finished file out, and puts on the audit trail who took it. */
export function takeFile(
  { db }: Pick<Where, 'db'>,
  { actor, today }: Who,
  printables: Printable[],
  printout_id: number
) {
  return inTransaction(db, async (trx) => {
    const file = await findFile(trx, actor, today, printables, printout_id)
    if (!file) return null
    await record(trx, actor, {
      ...{ deed: 'printout.downloaded', object_kind: 'printout', object_id: printout_id },
      after: { sha256: file.sha256, study_group_id: file.study_group_id }
    })
    return file
  })
}
