import { DateTime } from 'luxon'
import type { Category } from './staff.ts'

/** What is known of a member of staff; days as YYYY-MM-DD. */
export type Attested = {
  is_pedagogical: boolean
  dismissed_on: string | null
  hired_on: string | null
  category: string | null
  category_given_on: string | null
  category_until: string | null
  trained_on: string | null
}

/** Something to be done by a day; null is a day nobody knows, so it has to be looked into. */
export type Due = { by: string | null; state: 'overdue' | 'soon' | 'later' | 'unknown' }

const TRAINING_YEARS = 3
const FITNESS_YEARS = 5
/** Who has worked in the post for less than two years is not attested for fitness yet (приказ № 196 п. 22). */
const NEWCOMER_YEARS = 2
const SOON_DAYS = 90

const after = (day: string | null, years: number) =>
  day === null ? null : DateTime.fromISO(day).plus({ years }).toISODate()

function dueBy(by: string | null, today: string): Due {
  if (by === null) return { by, state: 'unknown' }
  if (by < today) return { by, state: 'overdue' }
  const soon = DateTime.fromISO(today).plus({ days: SOON_DAYS }).toISODate() ?? today
  return { by, state: by <= soon ? 'soon' : 'later' }
}

const isAsked = ({ is_pedagogical, dismissed_on }: Attested, today: string) =>
  is_pedagogical && (dismissed_on === null || dismissed_on >= today)

/** By when courses are due: three years after the last ones, or after coming (273-ФЗ ст. 47 ч. 5); null for who needs none. */
export const trainingDue = (one: Attested, today: string): Due | null =>
  isAsked(one, today) ? dueBy(after(one.trained_on ?? one.hired_on, TRAINING_YEARS), today) : null

/**
 * By when attestation is due: the last day of the category; five years after fitness was found; two years after coming for who
 * has none (273-ФЗ ст. 49, приказ № 196). A category without a last day does not end.
 */
export function attestationDue(one: Attested, today: string): Due | null {
  if (!isAsked(one, today)) return null
  const { category_until, category_given_on, hired_on } = one
  const category = one.category as Category | null
  if (category === null) return dueBy(after(hired_on, NEWCOMER_YEARS), today)
  if (category_until !== null) return dueBy(category_until, today)
  return category === 'fitness' ? dueBy(after(category_given_on, FITNESS_YEARS), today) : null
}

/** Whether something has to be done about it now: the day has passed, comes within three months, or is unknown. */
export const isPressing = (due: Due | null): boolean => due !== null && due.state !== 'later'

/** Whole years from the day until today: «стаж». */
export const yearsSince = (day: string | null, today: string): number | null =>
  day === null ? null : Math.max(0, Math.floor(DateTime.fromISO(today).diff(DateTime.fromISO(day), 'years').years))
