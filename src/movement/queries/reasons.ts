import type { Db } from '../../platform/db.ts'

/** The dictionary of reasons in its order. */
export const listReasons = (db: Db) =>
  db.selectFrom('movement_reason').select(['kind', 'name']).orderBy('kind').orderBy('position').execute()

export async function reasonsOf(db: Db, kind: string): Promise<string[]> {
  const rows = await db
    .selectFrom('movement_reason')
    .select('name')
    .where('kind', '=', kind)
    .orderBy('position')
    .execute()
  return rows.map(({ name }) => name)
}

/** Puts these reasons in place of those of the kind. */
export async function putReasons(trx: Db, kind: string, names: string[]): Promise<void> {
  await trx.deleteFrom('movement_reason').where('kind', '=', kind).execute()
  const rows = names.map((name, i) => ({ kind, name, position: i + 1 }))
  if (rows.length > 0) await trx.insertInto('movement_reason').values(rows).execute()
}
