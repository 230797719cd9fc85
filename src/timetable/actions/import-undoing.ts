import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import * as writing from '../queries/import-writing.ts'
import * as imports from '../queries/imports.ts'
import { findOwn } from './importing.ts'

/**
 * Takes an import back while no lesson was held on what it wrote: new lessons go, changed and removed ones return. Lessons that somebody
 * has changed since stay as they are. Teachers and rooms that it created stay.
 */
export function undoImport(db: Db, actor: Actor, id: number) {
  return inTransaction(db, async (trx): Promise<'undone' | 'no-such-page' | { standing: string[] }> => {
    await imports.lockWriting(trx)
    await imports.lockImport(trx, id)
    const found = await findOwn(trx, actor, id)
    if (found?.state !== 'done') return 'no-such-page'
    const effects = await writing.listEffects(trx, id)
    const written = effects.flatMap(({ after }) => (after ? [after] : []))
    const standing = await listStanding(trx, id)
    if (standing.length > 0) return { standing }

    const now = await writing.listByIds(
      trx,
      written.map((one) => one.id)
    )
    const isSame = (after: writing.Told) => {
      const row = now.get(after.id)
      return (
        row?.room_id === after.room_id &&
        row?.staff_member_id === after.staff_member_id &&
        row.held_on === after.held_on &&
        row.kind === after.kind &&
        row.form === after.form &&
        row.is_distant === after.is_distant
      )
    }
    const own = effects.filter(({ after }) => after === null || isSame(after))
    await writing.dropEntries(
      trx,
      own.flatMap(({ before, after }) => (before === null && after ? [after.id] : []))
    )
    await writing.putEntries(
      trx,
      own.flatMap(({ before, after }) => (before && after ? [{ ...before, id: after.id }] : []))
    )
    await writing.restoreEntries(
      trx,
      own.flatMap(({ before, after }) => (before && !after ? [before] : []))
    )
    const kept = effects.length - own.length
    await imports.putImport(trx, id, {
      state: 'undone',
      undone_at: new Date(),
      undone_by: actor.account_id,
      counts: JSON.stringify({ ...found.counts, unreturned: kept })
    })
    await record(trx, actor, {
      ...{ deed: 'timetable.import_undone', object_kind: 'timetable_import', object_id: id },
      after: { file_name: found.file_name, kept }
    })
    return 'undone'
  })
}

/** What already stands on the lessons of an import, so that it cannot be taken back; nothing when it can. */
export async function listStanding(db: Db, id: number): Promise<string[]> {
  const effects = await writing.listEffects(db, id)
  const ids = effects.flatMap(({ after }) => (after ? [after.id] : []))
  const { lessons, substitutions } = await writing.countStanding(db, ids)
  const words = [
    lessons > 0 && `проведено занятий: ${lessons}`,
    substitutions > 0 && `поставлено замен: ${substitutions}`
  ]
  return words.filter((word) => word !== false)
}
