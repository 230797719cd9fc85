import type { Insertable } from 'kysely'
import type { Db } from '../platform/db.ts'
import type { DB } from '../platform/schema.ts'

/** A statement takes 65 535 values, and no row here has more than sixteen. */
const CHUNK = 2000

const chunksOf = <Row>(rows: Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / CHUNK) }, (_, i) => rows.slice(i * CHUNK, (i + 1) * CHUNK))

/** Writes any number of rows, two thousand a statement. */
export async function addRows<T extends keyof DB>(db: Db, table: T, rows: Insertable<DB[T]>[]): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    await db
      .insertInto<keyof DB>(table)
      .values(chunk as never)
      .execute()
  }
}

/** Writes rows of a table with identity numbers; answers with the numbers in the order of the rows. */
export async function addNumbered<T extends keyof DB>(db: Db, table: T, rows: Insertable<DB[T]>[]): Promise<number[]> {
  const ids: number[] = []
  for (const chunk of chunksOf(rows)) {
    const added = await db
      .insertInto<keyof DB>(table)
      .values(chunk as never)
      .returning('id' as never)
      .execute()
    ids.push(...(added as { id: number }[]).map(({ id }) => id).sort((a, b) => a - b))
  }
  return ids
}
