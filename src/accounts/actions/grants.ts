import { DateTime } from 'luxon'
import type { Actor, Doer } from '../../access/actor.ts'
import { ROLES } from '../../access/rights.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { findAccountCard, lockAccount } from '../queries/accounts.ts'
import { addGrant, endGrant, findGrant, listDepartments, listGrants } from '../queries/grants.ts'
import { type Grant, type GrantRefusal, refuseGrant, refuseWithdrawal, spanOfEnded } from '../rules/grants.ts'

type Typed = { role: string; department_id: number; order_number: string; since: string; until: string }
const isRole = (role: string): role is keyof typeof ROLES => role in ROLES

/** Grants a role by order (R0 2.11). Only the head of a department has one. */
export function grantRole(db: Db, actor: Doer, today: string, account_id: number, typed: Typed) {
  return inTransaction(db, async (trx): Promise<GrantRefusal | 'no-such-account' | null> => {
    await lockAccount(trx, account_id)
    const card = await findAccountCard(trx, actor, today, account_id)
    if (!card) return 'no-such-account'
    if (!isRole(typed.role)) return 'no-role'
    const departments = typed.role === 'head' ? await listDepartments(trx) : []
    const department_id = departments.find(({ id }) => id === typed.department_id)?.id ?? null
    const grant: Grant = { role: typed.role, department_id, since: typed.since, until: typed.until || null }
    const refusal = refuseGrant(grant, await listGrants(trx, account_id))
    if (refusal) return refusal
    const order_number = typed.order_number.trim()
    const { id } = await addGrant(trx, { ...grant, account_id, order_number })
    await record(trx, actor, {
      ...{ deed: 'role.granted', object_kind: 'account', object_id: account_id, about_id: card.person_id },
      after: { ...grant, order_number, role_grant_id: id }
    })
    return null
  })
}

/** Withdraws a role from today on; the record of who held it when stays. */
export function withdrawRole(db: Db, actor: Actor, today: string, account_id: number, id: number) {
  return inTransaction(db, async (trx): Promise<GrantRefusal | 'no-such-account' | null> => {
    await lockAccount(trx, account_id)
    const card = await findAccountCard(trx, actor, today, account_id)
    const grant = await findGrant(trx, account_id, id)
    if (!card || !grant) return 'no-such-account'
    const refusal = refuseWithdrawal(grant, actor.account_id, today)
    if (refusal) return refusal
    const yesterday = DateTime.fromISO(today).minus({ days: 1 }).toISODate() ?? today
    const span = spanOfEnded(grant.since, yesterday)
    await endGrant(trx, id, span)
    await record(trx, actor, {
      ...{ deed: 'role.withdrawn', object_kind: 'account', object_id: account_id, about_id: card.person_id },
      ...{ before: { role: grant.role, since: grant.since, until: grant.until }, after: { role: grant.role, ...span } }
    })
    return null
  })
}
