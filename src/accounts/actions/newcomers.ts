import type { Actor } from '../../access/actor.ts'
import { ROLES, type Role } from '../../access/rights.ts'
import { record } from '../../audit/actions.ts'
import { isDay } from '../../platform/days.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { addGrants, lockLogins } from '../queries/issuing.ts'
import { listNewcomers } from '../queries/newcomers.ts'
import { isRoleOfMany, type NewcomerRefusal } from '../rules/newcomers.ts'
import { type Issued, issueToAll } from './credentials.ts'

type Wish = { person_ids: number[]; role: string; since: string }
type Outcome = (Issued & { about: string })[] | NewcomerRefusal

/** One-time passwords, and a role if one is named, for those chosen who have never signed in: all of them or nobody (R0 2.8, 2.11). */
export function issueToNewcomers(db: Db, actor: Actor, today: string, { person_ids, role, since }: Wish) {
  return inTransaction(db, async (trx): Promise<Outcome> => {
    if (role !== '' && !isRoleOfMany(role)) return 'no-role'
    if (role !== '' && !isDay(since)) return 'bad-since'
    await lockLogins(trx)
    const chosen = (await listNewcomers(trx, today)).filter(({ person_id }) => person_ids.includes(person_id))
    if (chosen.length === 0) return 'nobody-chosen'
    const issued = await issueToAll(trx, actor, today, chosen, { hasRoles: false })
    const lacking = new Set(chosen.filter(({ roles }) => !roles.includes(role as Role)).map((one) => one.person_id))
    if (isRoleOfMany(role))
      await grantToAll(
        trx,
        actor,
        { role, since },
        issued.filter(({ person_id }) => lacking.has(person_id))
      )
    const posts = new Map(chosen.map(({ person_id, post }) => [person_id, post]))
    return issued.map((one) => ({
      ...{ name: one.name, login: one.login, password: one.password },
      about: [posts.get(one.person_id), isRoleOfMany(role) && `роль: ${ROLES[role]}`].filter(Boolean).join('; ')
    }))
  })
}

type Grantee = { account_id: number; person_id: number }

async function grantToAll(trx: Db, actor: Actor, grant: { role: Role; since: string }, people: Grantee[]) {
  if (people.length === 0) return
  await addGrants(
    trx,
    people.map(({ account_id }) => ({ account_id, ...grant }))
  )
  await record(
    trx,
    actor,
    ...people.map(({ account_id, person_id }) => ({
      ...{ deed: 'role.granted', object_kind: 'account', object_id: account_id, about_id: person_id },
      after: { ...grant, department_id: null, until: null, order_number: '' }
    }))
  )
}
