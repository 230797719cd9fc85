import { type Actor, type Doer, holds } from '../../access/actor.ts'
import type { Role } from '../../access/rights.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { hashPassword, oneTimePassword } from '../passwords.ts'
import { findAccountCard, findWithoutAccount, lockAccount } from '../queries/accounts.ts'
import * as issuing from '../queries/issuing.ts'
import { putOneTimePasswords } from '../queries/passwords.ts'
import { dropSessionsOf } from '../queries/sessions.ts'
import { type AccountRefusal, refuseIssue } from '../rules/accounts.ts'
import { freeLogin, loginOf } from '../rules/logins.ts'

/** What goes on a slip; the password is nowhere else but in the answer to whoever issued it. */
export type Issued = { name: string; login: string; password: string }
export type Somebody = {
  person_id: number
  last_name: string
  first_name: string
  middle_name: string
  /** null for somebody who gets the first account */
  account_id: number | null
  login: string | null
}

const nameOf = ({ last_name, first_name, middle_name }: Omit<Somebody, 'person_id' | 'account_id' | 'login'>) =>
  [last_name, first_name, middle_name].filter(Boolean).join(' ')

/** A new one-time password for an account in sight; its sessions end. */
export function resetCredentials(db: Db, actor: Actor, today: string, id: number) {
  return inTransaction(db, async (trx): Promise<Issued | AccountRefusal | 'no-such-account'> => {
    await lockAccount(trx, id)
    const card = await findAccountCard(trx, actor, today, id)
    if (!card) return 'no-such-account'
    const refusal = refuseIssue(card, { account_id: actor.account_id, mayGrant: holds(actor, 'settings: write') })
    if (refusal) return refusal
    const password = oneTimePassword()
    const hash = await hashPassword(password)
    await renew(trx, actor, [{ account_id: id, person_id: card.person_id, login: card.login, hash }])
    const { last_name, first_name, middle_name, login } = card
    const name = last_name ? nameOf({ last_name, first_name: first_name ?? '', middle_name: middle_name ?? '' }) : login
    return { name, login, password }
  })
}

/** The first account of a person in sight. Students and parents get their role, the staff's roles are granted by order. */
export function issueFirstCredentials(db: Db, actor: Doer, today: string, person_id: number) {
  return inTransaction(db, async (trx): Promise<(Issued & { account_id: number }) | 'no-such-person'> => {
    await issuing.lockLogins(trx)
    const person = await findWithoutAccount(trx, actor, today, person_id)
    if (!person) return 'no-such-person'
    const found = { ...person, person_id, account_id: null, login: null }
    const [issued] = await issueToAll(trx, actor, today, [found], { hasRoles: !person.is_staff })
    if (!issued) throw new Error('nothing was issued')
    return issued
  })
}

/**
 * One-time passwords for all of these people inside the caller's transaction: first accounts for those without one, new
 * passwords for the others. The order is kept.
 */
export async function issueToAll(
  trx: Db,
  actor: Doer,
  today: string,
  people: Somebody[],
  { hasRoles }: { hasRoles: boolean }
): Promise<(Issued & { account_id: number; person_id: number })[]> {
  const keys = await Promise.all(
    people.map(async (one) => {
      const password = oneTimePassword()
      return { ...one, password, hash: await hashPassword(password) }
    })
  )
  const added = await addFirst(
    trx,
    actor,
    today,
    keys.filter(({ account_id }) => account_id === null),
    hasRoles
  )
  const known = keys.flatMap(({ account_id, person_id, login, hash }) =>
    account_id === null ? [] : [{ account_id, person_id, login: login ?? '', hash }]
  )
  await renew(trx, actor, known)
  return keys.map((one) => {
    const first = added.get(one.person_id)
    const { account_id, login } = first ?? { account_id: one.account_id ?? 0, login: one.login ?? '' }
    return { account_id, person_id: one.person_id, name: nameOf(one), login, password: one.password }
  })
}

type Key = Somebody & { hash: string }

async function addFirst(trx: Db, actor: Doer, today: string, keys: Key[], hasRoles: boolean) {
  const added = new Map<number, { account_id: number; login: string }>()
  if (keys.length === 0) return added
  const taken = await issuing.listTakenLogins(trx, keys.map(loginOf))
  const issued_at = new Date()
  const accounts = keys.map((key) => {
    const login = freeLogin(loginOf(key), taken)
    taken.add(login)
    return { person_id: key.person_id, login, password_hash: key.hash, issued_by: actor.account_id, issued_at }
  })
  const ids = await issuing.addAccounts(trx, accounts)
  for (const { person_id, login } of accounts) added.set(person_id, { account_id: ids.get(person_id) ?? 0, login })
  if (hasRoles) await grantPupilRoles(trx, today, ids)
  await record(
    trx,
    actor,
    ...accounts.map(({ person_id, login }) => ({
      ...{ deed: 'account.opened', object_kind: 'account', object_id: ids.get(person_id) ?? 0, about_id: person_id },
      after: { login }
    }))
  )
  return added
}

async function grantPupilRoles(trx: Db, since: string, ids: Map<number, number>) {
  const roles = await issuing.listPupilRoles(trx, [...ids.keys()])
  const grants = [...roles].flatMap(([person_id, own]) =>
    own.map((role: Role) => ({ account_id: ids.get(person_id) ?? 0, role, since }))
  )
  if (grants.length > 0) await issuing.addGrants(trx, grants)
}

type Renewed = { account_id: number; person_id: number | null; login: string; hash: string }

async function renew(trx: Db, actor: Doer, accounts: Renewed[]) {
  if (accounts.length === 0) return
  await putOneTimePasswords(trx, new Map(accounts.map(({ account_id, hash }) => [account_id, hash])), actor.account_id)
  const ids = accounts.map(({ account_id }) => account_id)
  const ended = await dropSessionsOf(trx, ids)
  await record(
    trx,
    actor,
    ...accounts.map(({ account_id, person_id, login }) => ({
      ...{ deed: 'credentials.issued', object_kind: 'account', object_id: account_id, about_id: person_id },
      after: { login, sessions_ended: ended.get(account_id) ?? 0 }
    }))
  )
}
