import { DateTime } from 'luxon'
import { isDay } from '../../platform/days.ts'

/** What was typed into the form of the search; `before` is the number of the entry the page follows. */
export type Search = {
  who: string
  deed: string
  object: string
  number: number
  from: string
  to: string
  before: number
}

export type Span = { from: Date | null; to: Date | null }
export const SEARCH_REFUSALS = { 'bad-day': 'Укажите дни как 01.09.2026, первый не позже последнего.' } as const

/** The instants between the first minute of one day and the last of another in the zone; a day left out bounds nothing. */
export function spanOf(search: { from: string; to: string }, zone: string): Span | 'bad-day' {
  const days = [search.from, search.to].filter(Boolean)
  if (!days.every(isDay) || (search.from && search.to && search.from > search.to)) return 'bad-day'
  const at = (day: string) => DateTime.fromISO(day, { zone })
  return {
    from: search.from ? at(search.from).toJSDate() : null,
    to: search.to ? at(search.to).plus({ days: 1 }).toJSDate() : null
  }
}
