import { DateTime } from 'luxon'
import { dayOf, isDay } from '../../platform/days.ts'

const NAMES = ['понедельник', 'вторник', 'сред', 'четверг', 'пятниц', 'суббот', 'воскресень']
const SHORT = ['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс']
export const WEEKDAYS = ['понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота', 'воскресенье']
const MONTHS = [
  'январ',
  'феврал',
  'март',
  'апрел',
  'ма[йя]',
  'июн',
  'июл',
  'август',
  'сентябр',
  'октябр',
  'ноябр',
  'декабр'
]

/** 1 for «Понедельник», «А-Понедельник», «пн» or «1»; null where no weekday is named. */
export function weekdayIn(text: string): number | null {
  const lower = text.toLowerCase()
  const named = NAMES.findIndex((name) => lower.includes(name))
  if (named >= 0) return named + 1
  const short = SHORT.indexOf(lower.replace(/[^\p{L}]/gu, ''))
  return short >= 0 ? short + 1 : null
}

/** «06.04–11.04.2026»: the year stands once. */
const spelledOut = (text: string) =>
  text.replace(/(?<![\d.])(\d{1,2}\.\d{1,2})\.?(\s*(?:-|–|—|по)\s*\d{1,2}\.\d{1,2}\.(\d{4}))/, '$1.$3$2')

/** All days of the calendar in a text: «27.10.2025», «2025-10-27», «27 октября 2025 г.» */
export function daysIn(written: string): string[] {
  const text = spelledOut(written)
  const found = [...text.matchAll(/(\d{4}-\d{2}-\d{2})|(?<![\d.])(\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2}))(?!\d)/g)].map(
    ([, iso, dotted]) => iso ?? dayOf(dotted ?? '')
  )
  const worded = [...text.toLowerCase().matchAll(/(\d{1,2})\s+([а-я]+)\s+(\d{4})/g)].map(([, d = '', name = '', y]) => {
    const month = MONTHS.findIndex((stem) => new RegExp(`^${stem}`).test(name)) + 1
    return `${y}-${String(month).padStart(2, '0')}-${d.padStart(2, '0')}`
  })
  return [...found, ...worded].filter(isDay)
}

/** 1 for «Неделя 1.», «1 неделя», «I неделя»; null where no week of a cycle is named. */
export function weekIn(text: string): number | null {
  const [, after, before] =
    /недел[яи]\s*№?\s*(\d|I{1,2})(?!\d|\.\d)|(?<![\d.])(\d|I{1,2})[-\s]*(?:я\s*)?недел/i.exec(text) ?? []
  const number = { I: 1, II: 2 }[(after ?? before ?? '').toUpperCase()] ?? Number(after ?? before)
  return number >= 1 && number <= 8 ? number : null
}

export const weekdayOf = (day: string): number => DateTime.fromISO(day).weekday

/** The day with that weekday in the same week. */
export const sameWeek = (day: string, weekday: number): string =>
  DateTime.fromISO(day)
    .set({ weekday: weekday as 1 })
    .toISODate() ?? day

const TIME = /^(\d{1,2})[:.](\d{2})\s*[-–—]\s*(\d{1,2})[:.](\d{2})$/
const clock = (hours = '', minutes = '') => `${hours.padStart(2, '0')}:${minutes}`

/** «8:00-9.30» → 08:00 and 09:30; null for anything else. */
export function timesIn(text: string): { starts_at: string; ends_at: string } | null {
  const [, h1, m1, h2, m2] = TIME.exec(text.replace(/\s+/g, ' ').trim()) ?? []
  return m2 === undefined ? null : { starts_at: clock(h1, m1), ends_at: clock(h2, m2) }
}
