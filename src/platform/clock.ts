import { DateTime } from 'luxon'

/** Tells the day and the time in the college's zone; tests pass one that stands still. */
export type Clock = { now(): DateTime; today(): string }

export const clockIn = (zone: string): Clock => ({
  now: () => DateTime.now().setZone(zone).setLocale('ru'),
  today: () => DateTime.now().setZone(zone).toISODate() ?? ''
})

/** A clock that stands at one instant, e.g. '2026-11-22T10:41'. */
export const stoppedClock = (at: string, zone = 'Europe/Moscow'): Clock => {
  const now = DateTime.fromISO(at, { zone }).setLocale('ru')
  return { now: () => now, today: () => now.toISODate() ?? '' }
}
