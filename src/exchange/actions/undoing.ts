import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { attempt, type Db } from '../../platform/db.ts'
import * as effects from '../queries/effects.ts'
import { lockImport, lockWriting, putImport } from '../queries/imports.ts'
import { titleIn, UNDO_DAYS } from '../rules/undoing.ts'
import { dropOrder } from './enrolling.ts'
import { findOwn } from './finding.ts'

type Undone = 'undone' | 'no-such-page' | 'too-late' | { standing: string[] }

/** Takes back what the load wrote while nothing stands on it: new rows go, changed fields return where nobody changed them since. */
export const undoLoad = (db: Db, actor: Actor, id: number): Promise<Undone> =>
  attempt<Undone>(
    db,
    (outcome) => outcome === 'undone',
    async (trx) => {
      await lockWriting(trx)
      await lockImport(trx, id)
      const load = await findOwn(trx, actor, id)
      if (load?.state !== 'done') return 'no-such-page'
      if (Date.now() - (load.finished_at?.getTime() ?? 0) > UNDO_DAYS * 86_400_000) return 'too-late'
      const standing = await dropOrder(trx, actor, load.result)
      const { added, changed } = await effects.summaryOf(trx, id)
      if (standing.length === 0) standing.push(...(await standingOn(trx, id, added)))
      if (standing.length > 0) return { standing }

      const kept = await restore(trx, id, changed)
      const tables = Object.keys(effects.KEYS) as effects.Written[]
      for (const table of tables.filter((one) => added.some(({ table_name }) => table_name === one)))
        await effects.removeAdded(trx, id, table)
      await putImport(trx, id, {
        ...{ state: 'undone', undone_at: new Date(), undone_by: actor.account_id },
        result: JSON.stringify({ ...load.result, kept })
      })
      await record(trx, actor, {
        ...{ deed: 'list.undone', object_kind: 'list_import', object_id: id },
        after: { list: load.list, file_name: load.file_name, kept }
      })
      return 'undone'
    }
  )

async function standingOn(trx: Db, id: number, added: { table_name: effects.Written }[]): Promise<string[]> {
  if (added.length === 0) return []
  const links = await effects.listReferences(
    trx,
    added.map(({ table_name }) => table_name)
  )
  const found = await effects.countStanding(trx, id, links)
  const signedIn = await effects.countSignedIn(trx, id)
  const words = found.map(({ title, n }) => `${titleIn(title)}: ${n}`)
  return signedIn > 0 ? [...words, `входы в журнал: ${signedIn}`] : [...new Set(words)]
}

/** How many fields somebody has changed since and are left as they are. */
async function restore(trx: Db, id: number, changed: { table_name: effects.Written; name: string; n: number }[]) {
  let kept = 0
  for (const { table_name, name, n } of changed) kept += n - (await effects.restoreColumn(trx, id, table_name, name))
  return kept
}
