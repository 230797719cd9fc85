import type { Hold } from '../../access/guard.ts'
import type { Role } from '../../access/rights.ts'

type Visit = {
  password_is_temporary: boolean
  seen_at: Date | null
  locked_at: Date | null
  roles: { role: Role }[]
}

/** Students and parents use computers of their own; a classroom's computer is left by the staff (R0 2.13, R1 9.3). */
export const isStaff = (roles: { role: Role }[]): boolean =>
  roles.some(({ role }) => role !== 'student' && role !== 'parent')

/** What has to be done before anything else. `minutes` without a sign of life lock a session of the staff; 0 is never. */
export function holdOf(visit: Visit, minutes: number, now: Date): Hold | null {
  const isIdle = visit.seen_at !== null && now.getTime() - visit.seen_at.getTime() > minutes * 60_000
  if (visit.locked_at || (minutes > 0 && isIdle && isStaff(visit.roles))) return 'locked'
  return visit.password_is_temporary ? 'temporary password' : null
}

/** A sign of life is written at most once a minute, so that pages stay cheap. */
export const isWorthNoting = (seen_at: Date | null, now: Date): boolean =>
  seen_at !== null && now.getTime() - seen_at.getTime() > 60_000

type Grant = { role: Role; department_id: number | null; since: string; until: string | null }

/** Roles held on the day, of those granted at any time. */
export const rolesOn = (grants: Grant[], day: string) =>
  grants
    .filter(({ since, until }) => since <= day && (until === null || day <= until))
    .map(({ role, department_id }) => ({ role, department_id }))
