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

/** A one-time password issued by somebody else; blocked accounts stay blocked. */
export const putOneTimePassword = (trx: Db, account_id: number, password_hash: string, issued_by: number | null) =>
  trx
    .updateTable('account')
    .set({ password_hash, issued_by, password_is_temporary: true, issued_at: sql`now()` })
    .where('id', '=', account_id)
    .execute()
