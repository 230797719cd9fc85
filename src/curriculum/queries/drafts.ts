import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

type Draft = { account_id: number; file_name: string; content: Buffer }

/** Keeps a brought file until its person decides. */
export async function addDraft(trx: Db, draft: Draft): Promise<number> {
  const kept = trx.insertInto('import_draft').values({ kind: 'curriculum', ...draft })
  return (await kept.returning('id').executeTakeFirstOrThrow()).id
}

/** A file is seen by the one who brought it and by nobody else. */
export const findDraft = (db: Db, account_id: number, id: number) =>
  db
    .selectFrom('import_draft')
    .select(['id', 'file_name', 'content'])
    .where('id', '=', id)
    .where('account_id', '=', account_id)
    .where('kind', '=', 'curriculum')
    .executeTakeFirst()

export const listDrafts = (db: Db, account_id: number) =>
  db
    .selectFrom('import_draft')
    .select(['id', 'file_name', 'created_at', sql<number>`length(${sql.ref('content')})`.as('size')])
    .where('account_id', '=', account_id)
    .where('kind', '=', 'curriculum')
    .orderBy('created_at', 'desc')
    .execute()

export const dropDraft = (trx: Db, id: number) => trx.deleteFrom('import_draft').where('id', '=', id).execute()

/** Files nobody decided about in a day are given up. */
export const dropOldDrafts = (trx: Db) =>
  trx.deleteFrom('import_draft').where('created_at', '<', sql<Date>`now() - interval '1 day'`).execute()
