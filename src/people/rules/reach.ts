import { type Doer, scopesOf } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'

/** Roles that keep the cards, and those that oversee it; a student's and parent's own right reaches no list of others. */
export const KEEPS: Right[] = ['student cards: write', 'staff cards: write']
export const KEEPS_OR_OVERSEES: Right[] = [...KEEPS, 'audit: read']

/** The actor without the specialist for the staff, whose «all» is the staff only (access.md). */
export const withoutStaffing = (actor: Doer): Doer => ({
  ...actor,
  roles: actor.roles.filter(({ role }) => role !== 'hr')
})

/** Whose consents and changes: everybody's, those of the staff, those of own groups with their guardians. */
export function reachOf(actor: Doer, right: Right): { all: boolean; staff: boolean; groups: boolean } {
  const scopes = scopesOf(withoutStaffing(actor), right)
  const staffing = { ...actor, roles: actor.roles.filter(({ role }) => role === 'hr') }
  const all = scopes.includes('all')
  return { all, staff: all || scopesOf(staffing, right).includes('all'), groups: all || scopes.includes('own group') }
}

/** Who is given everything held about any student: whoever keeps all cards, and the administrator. */
export const isGivenAll = (actor: Doer): boolean =>
  scopesOf(actor, 'student cards: write').includes('all') || scopesOf(actor, 'settings: write').includes('all')
