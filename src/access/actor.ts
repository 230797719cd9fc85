import { type Right, type Role, type RouteRight, type Scope, scopeOf } from './rights.ts'

/** Who is asking: one account with all the roles it holds today. */
export type Actor = {
  account_id: number
  /** null for accounts that are no person, such as the education authority */
  person_id: number | null
  staff_member_id: number | null
  student_id: number | null
  /** «Иванова А. П.» */
  name: string
  roles: { role: Role; department_id: number | null }[]
  address: string | null
  request: string | null
}

/** Who did a deed: an account, or the system itself, behind which none stands. */
export type Doer = Omit<Actor, 'account_id'> & { account_id: number | null }

/** The scopes in which this person holds the right; empty means not at all. */
export function scopesOf(actor: Doer, right: Right): Scope[] {
  const scopes = actor.roles.map(({ role }) => scopeOf(role, right)).filter((scope) => scope !== null)
  return [...new Set(scopes)]
}

export const holds = (actor: Doer, right: Right): boolean =>
  actor.roles.some(({ role }) => scopeOf(role, right) !== null)

/** Departments this person heads: the reach of the scope `department`. */
export const departmentsOf = (actor: Doer): number[] =>
  actor.roles.flatMap(({ department_id }) => (department_id === null ? [] : [department_id]))

/** May this visitor come through a route that declares `right`? null is somebody who has not signed in. */
export function passes(actor: Actor | null, right: RouteRight): boolean {
  if (right === 'anybody') return true
  if (!actor) return false
  if (right === 'signed in') return true
  return [right].flat().some((one) => holds(actor, one))
}

/** Nobody in particular yet: no person, no address; with null as the account, the system itself. */
export const systemActor = <Id extends number | null>(
  account_id: Id,
  name: string,
  roles: Role[]
): Omit<Actor, 'account_id'> & { account_id: Id } => ({
  ...{ account_id, name, person_id: null, staff_member_id: null, student_id: null, address: null, request: null },
  roles: roles.map((role) => ({ role, department_id: null }))
})
