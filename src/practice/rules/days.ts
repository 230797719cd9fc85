// The days of a practice: proposed, planned, recorded. Pure.
import { daysFrom, isStudyDay, type StudyDays } from '../../college/rules/days.ts'
import type { PracticeRefusal } from './practices.ts'

export type Day = { held_on: string; hours: number; topic: string }

/** A day of practice takes six hours (36 a week) unless told otherwise. */
export const HOURS_A_DAY = 6

type Wanted = {
  starts_on: string
  ends_on: string
  is_spread: boolean
  hours_planned: number | null
  hours_a_day: number
  topic: string
}

/**
 * The days that the practice takes: days of study one after another, or those of the timetable when it is spread; the last day
 * has the rest of the hours. Days on which nothing is left to do are not there.
 */
export function proposeDays(
  { starts_on, ends_on, is_spread, hours_planned, hours_a_day, topic }: Wanted,
  calendar: StudyDays,
  timetabled: { held_on: string; hours: number }[]
): Day[] {
  const within = timetabled.filter(({ held_on }) => starts_on <= held_on && held_on <= ends_on)
  const days =
    is_spread && within.length > 0
      ? within
      : daysFrom(starts_on, ends_on)
          .filter((day) => isStudyDay(day, calendar))
          .map((held_on) => ({ held_on, hours: hours_a_day }))
  let left = hours_planned ?? Number.POSITIVE_INFINITY
  return days.flatMap(({ held_on, hours }) => {
    const own = Math.min(hours, left)
    left -= own
    return own > 0 ? [{ held_on, hours: Math.ceil(own), topic }] : []
  })
}

/** Rows of the form whose hours are empty are days without practice. */
export type TypedDay = { held_on: string; hours: string; topic: string }

export const typedDays = (rows: TypedDay[]): Day[] =>
  rows
    .filter(({ hours }) => hours.trim() !== '')
    .map(({ held_on, hours, topic }) => ({
      ...{ held_on, topic: topic.trim() },
      hours: /^\d{1,2}$/.test(hours.trim()) ? Number(hours) : 0
    }))

export function refuseDays(
  days: Day[],
  { starts_on, ends_on }: { starts_on: string | null; ends_on: string | null }
): PracticeRefusal | null {
  if (starts_on === null || ends_on === null) return 'no-span'
  if (days.length === 0) return 'no-days'
  if (days.some(({ hours }) => !(hours >= 1 && hours <= 12))) return 'bad-hours'
  const isWithin = ({ held_on }: Day) => starts_on <= held_on && held_on <= ends_on
  const isTwice = new Set(days.map(({ held_on }) => held_on)).size < days.length
  return days.every(isWithin) && !isTwice ? null : 'outside-practice'
}

type Recorded = { held_on: string; hours: number; topic: string; lesson_id: number }
export type PracticeDay = Day & { lesson_id: number | null; is_due: boolean }

/** All days, planned or recorded, in order; what the journal has of a day stands for it. */
export function daysOf(planned: Day[], recorded: Recorded[], today: string): PracticeDay[] {
  const done = new Set(recorded.map(({ held_on }) => held_on))
  const ahead = planned
    .filter(({ held_on }) => !done.has(held_on))
    .map((day) => ({ ...day, lesson_id: null, is_due: day.held_on <= today }))
  return [...recorded.map((day) => ({ ...day, is_due: false })), ...ahead].toSorted((a, b) =>
    a.held_on < b.held_on ? -1 : 1
  )
}

type Teaching = { since: string; until: string | null }

/** Planned days up to today that the journal does not have and that this teacher is to record; a substitute records the own ones. */
export function dueDays(
  days: PracticeDay[],
  teaching: Teaching[],
  timetabled: { held_on: string; is_substituted: boolean }[]
): PracticeDay[] {
  const substituted = new Set(timetabled.filter((one) => one.is_substituted).map(({ held_on }) => held_on))
  const teachesOn = (day: string) => teaching.some(({ since, until }) => since <= day && (until ?? day) >= day)
  return days.filter(({ is_due, held_on }) => is_due && !substituted.has(held_on) && teachesOn(held_on))
}
