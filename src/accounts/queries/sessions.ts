import type { Db } from '../../platform/db.ts'

/** Sessions of an account that are still open, the newest first. */
export const listSessions = (db: Db, account_id: number, session_id: string) =>
  db
    .selectFrom('session')
    .select(['number', 'began_at', 'seen_at', 'address', 'browser'])
    .select((eb) => eb('id', '=', session_id).as('is_here'))
    .where('account_id', '=', account_id)
    .where('expires_at', '>', new Date())
    .orderBy('began_at', 'desc')
    .execute()

/** Ends one session of the account by its number; answers with how many were ended. */
export async function dropSession(trx: Db, account_id: number, number: number): Promise<number> {
  const dropped = await trx
    .deleteFrom('session')
    .where('account_id', '=', account_id)
    .where('number', '=', number)
    .executeTakeFirst()
  return Number(dropped.numDeletedRows)
}

/** Ends all sessions of the account but the one kept; answers with how many were ended. */
export async function dropSessions(trx: Db, account_id: number, kept = ''): Promise<number> {
  const dropped = await trx
    .deleteFrom('session')
    .where('account_id', '=', account_id)
    .where('id', '<>', kept)
    .executeTakeFirst()
  return Number(dropped.numDeletedRows)
}

/** Ends all sessions of these accounts; answers how many each had. */
export async function dropSessionsOf(trx: Db, account_ids: number[]): Promise<Map<number, number>> {
  const dropped = await trx
    .deleteFrom('session')
    .where('account_id', 'in', [...account_ids, -1])
    .returning('account_id')
    .execute()
  const ended = new Map<number, number>()
  for (const { account_id } of dropped) if (account_id !== null) ended.set(account_id, (ended.get(account_id) ?? 0) + 1)
  return ended
}

export const putSeen = (db: Db, session_id: string, seen_at: Date) =>
  db.updateTable('session').set({ seen_at }).where('id', '=', session_id).execute()

export const putLocked = (db: Db, session_id: string, locked_at: Date) =>
  db.updateTable('session').set({ locked_at }).where('id', '=', session_id).execute()

export const putUnlocked = (db: Db, session_id: string, seen_at: Date) =>
  db.updateTable('session').set({ seen_at, locked_at: null }).where('id', '=', session_id).execute()
