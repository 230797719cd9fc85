import { type Actor, holds } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { findAccountCard, lockAccount, putBlocked } from '../queries/accounts.ts'
import { dropSessions } from '../queries/sessions.ts'
import { type AccountRefusal, refuseKeeping } from '../rules/accounts.ts'

type Gone = 'no-such-account'

/** Closes or opens the way in for an account in sight; closing ends its sessions at once. */
export function blockAccount(db: Db, actor: Actor, today: string, id: number, blocked_at: Date | null) {
  return inTransaction(db, async (trx): Promise<AccountRefusal | Gone | null> => {
    await lockAccount(trx, id)
    const card = await findAccountCard(trx, actor, today, id)
    if (!card) return 'no-such-account'
    const refusal = refuseKeeping(card, { account_id: actor.account_id, mayGrant: holds(actor, 'settings: write') })
    if (refusal) return refusal
    if ((card.blocked_at === null) === (blocked_at === null)) return null
    await putBlocked(trx, id, blocked_at)
    if (blocked_at) await dropSessions(trx, id)
    await record(trx, actor, {
      ...{ deed: blocked_at ? 'account.blocked' : 'account.unblocked', object_kind: 'account', object_id: id },
      ...{ about_id: card.person_id, after: { login: card.login } }
    })
    return null
  })
}
