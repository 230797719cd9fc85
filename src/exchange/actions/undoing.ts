import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { attempt, type Db } from '../../platform/db.ts'
import { type Effect, KEYS, type Written } from '../queries/effects.ts'
import { lockImport, lockWriting, putImport } from '../queries/imports.ts'
import * as undoing from '../queries/undoing.ts'
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
      const written = await undoing.listEffects(trx, id)
      const added = keysOf(written)
      if (standing.length === 0) standing.push(...(await standingOn(trx, added)))
      if (standing.length > 0) return { standing }

      const kept = await restore(
        trx,
        written.filter(({ before }) => before !== null)
      )
      for (const table of (Object.keys(KEYS) as Written[]).filter((one) => added.has(one)))
        await undoing.removeAdded(trx, table, added.get(table) ?? [])
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

type Keys = Map<Written, Effect['row_key'][]>

/** Keys of new rows by their tables. */
function keysOf(written: Effect[]): Keys {
  const fresh = Map.groupBy(
    written.filter(({ before }) => before === null),
    ({ table_name }) => table_name
  )
  return new Map([...fresh].map(([table, own]) => [table, own.map(({ row_key }) => row_key)]))
}

const textOf = (key: object) => JSON.stringify(Object.entries(key).sort())

/** What of other people stands on the new rows, in words. */
async function standingOn(trx: Db, added: Keys): Promise<string[]> {
  if (added.size === 0) return []
  const links = await undoing.listReferences(trx, [...added.keys()])
  const found = await undoing.listStanding(trx, links, added)
  const own = new Map([...added].map(([table, keys]) => [table as string, new Set(keys.map(textOf))]))
  const foreign = found.filter(({ table, row_key }) => !row_key || !own.get(table)?.has(textOf(row_key)))
  const counts = new Map<string, number>()
  for (const { title, n } of foreign) counts.set(titleIn(title), (counts.get(titleIn(title)) ?? 0) + n)
  const words = [...counts].map(([title, n]) => `${title}: ${n}`)
  const signedIn = await undoing.countSignedIn(
    trx,
    (added.get('account') ?? []).map(({ id }) => Number(id))
  )
  return signedIn > 0 ? [...words, `входы в журнал: ${signedIn}`] : words
}

/** How many fields somebody has changed since and are left as they are. */
async function restore(trx: Db, changed: Effect[]): Promise<number> {
  const fields = changed.flatMap((effect) =>
    Object.keys(effect.before ?? {}).map((column) => ({ column, table: effect.table_name, effect }))
  )
  let kept = 0
  for (const [, own] of Map.groupBy(fields, ({ table, column }) => `${table}.${column}`)) {
    const [first] = own
    if (!first) continue
    const rows = own.map(({ effect }) => effect)
    kept += own.length - (await undoing.restoreColumn(trx, first.table, first.column, rows))
  }
  return kept
}
