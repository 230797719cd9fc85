import { DateTime } from 'luxon'

/** Tells the day and the time in the college's zone; tests pass one that stands still. */
export type Clock = { now(): DateTime; today(): string }

export function clockIn(zone: string): Clock {
  const now = () => DateTime.fromMillis(Date.now(), { zone, locale: 'ru' })
  let day = { name: '', from: 0, to: 0 }
  return {
    now,
    today() {
      const ms = Date.now() // the day is asked for several times a request, and finding the zone's offset is slow
      if (ms >= day.from && ms <= day.to) return day.name
      day = { name: now().toISODate() ?? '', from: +now().startOf('day'), to: +now().endOf('day') }
      return day.name
    }
  }
}

/** A clock that stands at one instant, e.g. '2026-11-22T10:41'. */
export const stoppedClock = (at: string, zone = 'Europe/Moscow'): Clock => {
  const now = DateTime.fromISO(at, { zone }).setLocale('ru')
  return { now: () => now, today: () => now.toISODate() ?? '' }
}
