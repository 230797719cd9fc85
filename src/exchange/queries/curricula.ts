import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export const findSemesters = async (db: Db, id: number): Promise<number> =>
  (await db.selectFrom('curriculum').select('semesters').where('id', '=', id).executeTakeFirst())?.semesters ?? 0

type Hours = { curriculum_item_id: number; semester: number; hours_total: number }

/** Sets hours of rows in semesters; answers with what they were. */
export async function putHours(trx: Db, rows: Hours[]): Promise<(Hours & { was: number })[]> {
  const given = rows.map(({ curriculum_item_id, semester, hours_total }) => ({
    curriculum_item_id,
    semester,
    hours_total
  }))
  const stored = await trx
    .selectFrom('curriculum_term')
    .select(['curriculum_item_id', 'semester', 'hours_total'])
    .where('curriculum_item_id', 'in', [...given.map((one) => one.curriculum_item_id), -1])
    .execute()
  await trx
    .updateTable('curriculum_term')
    .from(
      sql<Hours>`jsonb_to_recordset(${JSON.stringify(given)}::jsonb)`.as<'given'>(
        sql`given(curriculum_item_id bigint, semester smallint, hours_total numeric)`
      )
    )
    .set((eb) => ({ hours_total: eb.ref('given.hours_total') }))
    .whereRef('curriculum_term.curriculum_item_id', '=', 'given.curriculum_item_id')
    .whereRef('curriculum_term.semester', '=', 'given.semester')
    .execute()
  const was = new Map(stored.map((one) => [`${one.curriculum_item_id} ${one.semester}`, one.hours_total]))
  return given.map((one) => ({ ...one, was: was.get(`${one.curriculum_item_id} ${one.semester}`) ?? 0 }))
}

/** Puts new rows into their modules. */
export const putParents = (trx: Db, rows: { id: number; parent_id: number }[]) =>
  trx
    .updateTable('curriculum_item')
    .from(
      sql<{ id: number; parent_id: number }>`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`.as<'given'>(
        sql`given(id bigint, parent_id bigint)`
      )
    )
    .set((eb) => ({ parent_id: eb.ref('given.parent_id') }))
    .whereRef('curriculum_item.id', '=', 'given.id')
    .execute()
