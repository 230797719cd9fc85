import { type Actor, systemActor } from '../access/actor.ts'
import type { Hold } from '../access/guard.ts'
import { record } from '../audit/actions.ts'
import { SETTINGS } from '../college/rules.ts'
import { type Db, inTransaction } from '../platform/db.ts'
import { passwordFits } from './passwords.ts'
import { putSeen } from './queries/sessions.ts'
import {
  addFailure,
  countFailures,
  dropFailures,
  findAccount,
  findCredentials,
  putLastSignIn,
  type Visit
} from './queries.ts'
import { holdOf, isStaff, isWorthNoting, rolesOn } from './rules/holds.ts'
import { type Refusal, refuseTry, shortName, TRY_MINUTES } from './rules.ts'

type Try = { login: string; password: string; address: string; today: string; now: Date }
type SignedIn = { actor: Actor; before: Date | null }

/** Checks a password; answers with the account and its sign-in before this one, or a refusal. Failures are counted, success is on the audit trail. */
export async function signIn(db: Db, { login, password, address, today, now }: Try): Promise<SignedIn | Refusal> {
  const name = login.trim().toLowerCase()
  const refusal = await checkPassword(db, name, password, address)
  if (refusal) return refusal
  return inTransaction(db, async (trx) => {
    const found = await findCredentials(trx, name)
    const actor = found && (await actorOf(trx, found.id, today))
    if (!actor) return 'wrong-password'
    await putLastSignIn(trx, found.id, now)
    await record(trx, { ...actor, address }, { deed: 'session.begun', object_kind: 'account', object_id: found.id })
    return { actor, before: found.last_signed_in_at }
  })
}

/** null when the password is right; wherever a password is asked, guessing it is slowed alike (R0 2.13). */
export async function checkPassword(db: Db, login: string, password: string, address: string): Promise<Refusal | null> {
  const refusal = refuseTry(await countFailures(db, login, address, new Date(Date.now() - TRY_MINUTES * 60_000)))
  if (refusal) return refusal
  const found = await findCredentials(db, login)
  if (await passwordFits(found?.password_hash, password)) {
    await dropFailures(db, login)
    return null
  }
  await addFailure(db, login, address)
  return 'wrong-password'
}

/** Who stands behind the account on this day; null when it is blocked or gone. */
export async function actorOf(db: Db, account_id: number, today: string): Promise<Actor | null> {
  const account = await findAccount(db, account_id)
  return account ? actorFrom(account, today) : null
}

type Asking = { session_id: string; today: string; now: Date }

/** Who asks in this session and what they have to do first; null for nobody. Notes the sign of life, at most once a minute. */
export async function visitOf(db: Db, visit: Visit, { session_id, today, now }: Asking) {
  const actor = visit.account && actorFrom(visit.account, today)
  if (!visit.account || !actor) return null
  const minutes = Number(visit.lock_after ?? SETTINGS.lock_after_minutes)
  const { password_is_temporary } = visit.account
  const hold: Hold | null = holdOf({ ...visit, password_is_temporary, roles: actor.roles }, minutes, now)
  if (hold !== 'locked' && isWorthNoting(visit.seen_at, now)) await putSeen(db, session_id, now)
  return { actor, hold, lock_after: isStaff(actor.roles) ? minutes : 0 }
}

/** Null for who was dismissed and holds no role of today: others come in for what is left, as a parent or a student. */
function actorFrom(account: NonNullable<Visit['account']>, today: string): Actor | null {
  const { account_id, person_id, staff_member_id, student_id, login, last_name, first_name, middle_name } = account
  const roles = rolesOn(account.grants, today)
  if (roles.length === 0 && account.dismissed_on !== null && account.dismissed_on < today) return null
  const name =
    last_name === null ? login : shortName({ last_name, first_name: first_name ?? '', middle_name: middle_name ?? '' })
  return { ...systemActor(account_id, name, []), person_id, staff_member_id, student_id, roles }
}
