import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** The login of an account, and whether its password is a one-time one. */
export const findPassword = (db: Db, account_id: number) =>
  db
    .selectFrom('account')
    .select(['login', 'password_hash', 'password_is_temporary'])
    .where('id', '=', account_id)
    .executeTakeFirstOrThrow()

/** A password of the person's own choice. */
export const putPassword = (trx: Db, account_id: number, password_hash: string) =>
  trx.updateTable('account').set({ password_hash, password_is_temporary: false }).where('id', '=', account_id).execute()

/** One-time passwords issued by somebody else; blocked accounts stay blocked. */
export const putOneTimePasswords = (trx: Db, hashes: Map<number, string>, issued_by: number | null) => {
  const fresh = sql<{
    id: number
    hash: string
  }>`unnest(${[...hashes.keys()]}::bigint[], ${[...hashes.values()]}::text[])`
  return trx
    .updateTable('account')
    .from(fresh.as<'fresh'>(sql`fresh(id, hash)`))
    .set((eb) => ({
      password_hash: eb.ref('fresh.hash'),
      issued_by,
      password_is_temporary: true,
      issued_at: sql`now()`
    }))
    .whereRef('account.id', '=', 'fresh.id')
    .execute()
}
