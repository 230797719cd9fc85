import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { dropSession, dropSessions, putLocked, putUnlocked } from '../queries/sessions.ts'
import type { Refusal } from '../rules.ts'
import { checkOwnPassword } from './passwords.ts'

const about = (actor: Actor) => ({ object_kind: 'account', object_id: actor.account_id, about_id: actor.person_id })

/** Ends one of one's own sessions; false when there is none of that number. */
export const endSession = (db: Db, actor: Actor, number: number): Promise<boolean> =>
  inTransaction(db, async (trx) => {
    if ((await dropSession(trx, actor.account_id, number)) === 0) return false
    await record(trx, actor, { deed: 'session.ended', ...about(actor), after: { sessions_ended: 1 } })
    return true
  })

/** Ends all of one's own sessions but this one. */
export const endOtherSessions = (db: Db, actor: Actor, session_id: string): Promise<void> =>
  inTransaction(db, async (trx) => {
    const ended = await dropSessions(trx, actor.account_id, session_id)
    if (ended > 0)
      await record(trx, actor, { deed: 'session.ended', ...about(actor), after: { sessions_ended: ended } })
  })

export const lockSession = (db: Db, session_id: string, now: Date) => putLocked(db, session_id, now)

/** Opens a locked session with the password; guessing is counted as at sign-in. */
export async function unlockSession(
  db: Db,
  actor: Actor,
  { password, session_id, now }: { password: string; session_id: string; now: Date }
): Promise<Refusal | null> {
  const refusal = await checkOwnPassword(db, actor, password)
  if (refusal) return refusal
  return inTransaction(db, async (trx) => {
    await putUnlocked(trx, session_id, now)
    await record(trx, actor, { deed: 'session.unlocked', ...about(actor) })
    return null
  })
}
