import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { Sheet } from '../../platform/tables.ts'

type Brought = { lesson_plan_id: number; account_id: number; file_name: string; sheets: Sheet[] }

/** Keeps a table until it is confirmed; those that were forgotten for a day are dropped by the way. */
export async function addPlanImport(trx: Db, { sheets, ...brought }: Brought): Promise<number> {
  await trx.deleteFrom('lesson_plan_import').where('created_at', '<', sql<Date>`now() - interval '1 day'`).execute()
  const added = trx
    .insertInto('lesson_plan_import')
    .values({ ...brought, sheets: JSON.stringify(sheets) })
    .returning('id')
  return (await added.executeTakeFirstOrThrow()).id
}

/** A table that this account brought for this plan. */
export const findPlanImport = (db: Db, account_id: number, lesson_plan_id: number, id: number) =>
  db
    .selectFrom('lesson_plan_import')
    .select(['id', 'file_name'])
    .select((eb) => eb.ref('sheets').$castTo<Sheet[]>().as('sheets'))
    .where('id', '=', id)
    .where('lesson_plan_id', '=', lesson_plan_id)
    .where('account_id', '=', account_id)
    .executeTakeFirst()

export const dropPlanImport = (trx: Db, id: number) =>
  trx.deleteFrom('lesson_plan_import').where('id', '=', id).execute()
