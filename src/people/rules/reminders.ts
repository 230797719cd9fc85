import { DateTime } from 'luxon'

type Term = { starts_on: string; ends_on: string }

const daysBetween = (from: string, to: string) =>
  Math.round(DateTime.fromISO(to).diff(DateTime.fromISO(from), 'days').days)

/**
 * Whether a portfolio waits to be renewed: no less than twice a semester (R4 3.5.5), so half a semester without a new or corrected
 * entry is too long. Between semesters nothing is asked, and days before the semester do not count.
 */
export function isStale(updated_on: string | null, term: Term | undefined, today: string): boolean {
  if (!term) return false
  if (updated_on === null) return true
  const from = updated_on > term.starts_on ? updated_on : term.starts_on
  return daysBetween(from, today) > daysBetween(term.starts_on, term.ends_on) / 2
}

/** Days since the last change of a portfolio; null when there is none. */
export const daysSince = (day: string | null, today: string): number | null =>
  day === null ? null : daysBetween(day, today)
