import type { Role } from '../../access/rights.ts'
import { isDay } from '../../platform/days.ts'

/** Why a role is not granted or withdrawn. */
export const GRANT_REFUSALS = {
  'no-role': 'Выберите роль из списка.',
  'no-department': 'Для заведующего укажите отделение.',
  'bad-since': 'Укажите первый день как 01.09.2026.',
  'bad-until': 'Укажите последний день как 01.09.2026, не раньше первого; бессрочно — оставьте пустым.',
  'held-already': 'Эта роль в эти дни уже есть.',
  'own-administrator': 'Снять с себя роль администратора нельзя: попросите другого администратора.',
  'ended-already': 'Эта роль уже снята.'
} as const
export type GrantRefusal = keyof typeof GRANT_REFUSALS

/** The field of the form a refusal belongs to. */
export const GRANT_FIELDS: Partial<Record<GrantRefusal, string>> = {
  ...{ 'no-role': 'role', 'no-department': 'department_id', 'bad-since': 'since', 'bad-until': 'until' },
  'held-already': 'role'
}

export type Grant = { role: Role; department_id: number | null; since: string; until: string | null }

const overlap = (a: Grant, b: Grant) => (a.until ?? '9') >= b.since && (b.until ?? '9') >= a.since

/** A role is granted once at a time; a head may head several departments. */
export function refuseGrant(grant: Grant, held: Grant[]): GrantRefusal | null {
  if (!isDay(grant.since)) return 'bad-since'
  if (grant.until !== null && (!isDay(grant.until) || grant.until < grant.since)) return 'bad-until'
  if (grant.role === 'head' && grant.department_id === null) return 'no-department'
  const same = held.filter(({ role, department_id }) => role === grant.role && department_id === grant.department_id)
  return same.some((one) => overlap(one, grant)) ? 'held-already' : null
}

type Held = { account_id: number; role: string; until: string | null }

/** Withdrawing is from today; nobody locks the last door behind themselves. */
export function refuseWithdrawal(grant: Held, account_id: number, today: string): GrantRefusal | null {
  if (grant.until !== null && grant.until < today) return 'ended-already'
  return grant.role === 'administrator' && grant.account_id === account_id ? 'own-administrator' : null
}

/** A role withdrawn today was held until yesterday; one that had not begun by then leaves that day alone. */
export const spanOfEnded = (since: string, yesterday: string) => ({
  since: since > yesterday ? yesterday : since,
  until: yesterday
})
