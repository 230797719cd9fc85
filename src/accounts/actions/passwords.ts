import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { checkPassword } from '../actions.ts'
import { hashPassword, passwordFits } from '../passwords.ts'
import { findPassword, putPassword } from '../queries/passwords.ts'
import { dropSessions } from '../queries/sessions.ts'
import { type PasswordRefusal, refusePassword } from '../rules/passwords.ts'
import type { Refusal } from '../rules.ts'

type Change = { old: string; password: string; again: string; session_id: string }

/**
 * Gives the account a password of its owner's choice and ends its other sessions. The old one is asked, but not a
 * one-time password: it was typed a moment ago.
 */
export async function changePassword(db: Db, actor: Actor, change: Change): Promise<PasswordRefusal | null> {
  const { account_id, address } = actor
  const { password_is_temporary, password_hash, login } = await findPassword(db, account_id)
  if (!password_is_temporary) {
    const wrong = await checkPassword(db, login, change.old, address ?? '::')
    if (wrong) return wrong === 'wrong-password' ? 'wrong-old' : wrong
  }
  const refusal = refusePassword({ ...change, login })
  if (refusal) return refusal
  if (password_is_temporary && (await passwordFits(password_hash, change.password))) return 'is-old'
  const hash = await hashPassword(change.password)
  return inTransaction(db, async (trx) => {
    await putPassword(trx, account_id, hash)
    const ended = await dropSessions(trx, account_id, change.session_id)
    await record(trx, actor, {
      ...{ deed: 'password.changed', object_kind: 'account', object_id: account_id, about_id: actor.person_id },
      after: { was_one_time: password_is_temporary, sessions_ended: ended }
    })
    return null
  })
}

/** Asks whoever is signed in for the password again; null when it is right. */
export async function checkOwnPassword(db: Db, actor: Actor, password: string): Promise<Refusal | null> {
  const { login } = await findPassword(db, actor.account_id)
  return checkPassword(db, login, password, actor.address ?? '::')
}
