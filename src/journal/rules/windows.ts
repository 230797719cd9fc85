// Which days of the term a journal page shows. Pure.
import { DateTime } from 'luxon'
import type { Window } from '../queries/pages.ts'

const ALWAYS: Window = { from: '0001-01-01', to: '9999-12-31' }

/** The page shows a month («2026-11») or the whole term («all»); without a choice, the month of today. */
export function windowOf(month: string | undefined, today: string): Window {
  if (month === 'all') return ALWAYS
  const start = DateTime.fromISO(`${month ?? today.slice(0, 7)}-01`)
  return { from: start.toISODate() ?? today, to: start.endOf('month').toISODate() ?? today }
}

/** A month of the page that has lessons, when this one has none: the nearest before, else the first. */
export function nearestMonth(months: string[], month: string): string | undefined {
  const sorted = [...months].sort()
  return sorted.findLast((one) => one <= month) ?? sorted.at(0)
}

export const isMonth = (text: string | undefined): boolean =>
  text === 'all' || /^\d{4}-(0[1-9]|1[0-2])$/.test(text ?? '')
