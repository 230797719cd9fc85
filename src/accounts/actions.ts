import { type Actor, systemActor } from '../access/actor.ts'
import { record } from '../audit/actions.ts'
import { type Db, inTransaction } from '../platform/db.ts'
import { passwordFits } from './passwords.ts'
import { addFailure, countFailures, dropFailures, findAccount, findCredentials, putLastSignIn } from './queries.ts'
import { type Refusal, refuseTry, shortName, TRY_MINUTES } from './rules.ts'

type Try = { login: string; password: string; address: string; today: string }

/** Checks a password; answers with the account or a refusal. Failures are counted, success is on the audit trail. */
export async function signIn(db: Db, { login, password, address, today }: Try): Promise<Actor | Refusal> {
  const name = login.trim().toLowerCase()
  const refusal = refuseTry(await countFailures(db, name, address, new Date(Date.now() - TRY_MINUTES * 60_000)))
  if (refusal) return refusal
  const found = await findCredentials(db, name)
  if (!(await passwordFits(found?.password_hash, password)) || !found) {
    await addFailure(db, name, address)
    return 'wrong-password'
  }
  return inTransaction(db, async (trx) => {
    const actor = await actorOf(trx, found.id, today)
    if (!actor) return 'wrong-password'
    await dropFailures(trx, name)
    await putLastSignIn(trx, found.id)
    await record(trx, { ...actor, address }, { deed: 'session.begun', object_kind: 'account', object_id: found.id })
    return actor
  })
}

/** Who stands behind the account on this day; null when it is blocked or gone. */
export async function actorOf(db: Db, account_id: number, today: string): Promise<Actor | null> {
  const account = await findAccount(db, account_id, today)
  if (!account) return null
  const { last_name, first_name, middle_name, login, ...rest } = account
  const name =
    last_name === null ? login : shortName({ last_name, first_name: first_name ?? '', middle_name: middle_name ?? '' })
  return { ...systemActor(account_id, name, []), ...rest }
}
