import { DateTime } from 'luxon'
import { dayOf, isDay } from '../../platform/days.ts'

export const WEEKDAYS = ['понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота', 'воскресенье']
const NAMES = [
  /(?<!\p{L})(понедельник\p{L}{0,3}|monday)(?!\p{L})/u,
  /(?<!\p{L})(вторник\p{L}{0,3}|tuesday)(?!\p{L})/u,
  /(?<!\p{L})(сред[ауы]|wednesday)(?!\p{L})/u, // «среднее образование» is no day
  /(?<!\p{L})(четверг\p{L}{0,3}|thursday)(?!\p{L})/u,
  /(?<!\p{L})(пятниц\p{L}{1,3}|friday)(?!\p{L})/u,
  /(?<!\p{L})(суббот\p{L}{1,3}|saturday)(?!\p{L})/u,
  /(?<!\p{L})(воскресень\p{L}{1,2}|sunday)(?!\p{L})/u
]
const SHORT = [
  /^(пн|пнд|пон|понед|mon)$/,
  /^(вт|втр|вто|вторн|tue)$/,
  /^(ср|срд|wed)$/,
  /^(чт|чтв|четв|thu)$/,
  /^(пт|птн|пят|пятн|fri)$/,
  /^(сб|сбт|суб|субб|sat)$/,
  /^(вс|вск|воскр|sun)$/
]
const MONTHS = [
  ...['январ', 'феврал', 'март', 'апрел', 'ма[йя]', 'июн', 'июл', 'август', 'сентябр', 'октябр', 'ноябр', 'декабр']
]

/** 1 for «Понедельник», «А-Понедельник», «пн 06.04» or letters one under another; null where no weekday is named. */
export function weekdayIn(text: string): number | null {
  const lower = text.toLowerCase().replace(/-\s+/g, '').replaceAll('\u00a0', ' ').trim()
  const joined = /^(\p{L}[\s.]+)+\p{L}$/u.test(lower) ? lower.replace(/[\s.]+/g, '') : lower
  const named = NAMES.findIndex((name) => name.test(joined))
  if (named >= 0) return named + 1
  const words = joined.match(/\p{L}+/gu) ?? []
  if (words.length > 3) return null
  const short = SHORT.findIndex((name) => words.some((word) => name.test(word)))
  return short >= 0 ? short + 1 : null
}

/** «06.04–11.04.2026»: the year stands once. */
const spelledOut = (text: string) =>
  text.replace(/(?<![\d.])(\d{1,2}\.\d{1,2})\.?(\s*(?:-|–|—|по)\s*\d{1,2}\.\d{1,2}\.(\d{4}))/, '$1.$3$2')

const monthIn = (name: string) => MONTHS.findIndex((stem) => new RegExp(`^${stem}`).test(name)) + 1
const dated = (year: string | number, month: string | number, day: string) =>
  `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`

/** All days of the calendar in a text: «27.10.2025», «2025-10-27», «27 октября 2025 г.» */
export function daysIn(written: string): string[] {
  const text = spelledOut(written)
  const found = [...text.matchAll(/(\d{4}-\d{2}-\d{2})|(?<![\d.])(\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))(?!\d)/g)].map(
    ([, iso, dotted]) => iso ?? dayOf((dotted ?? '').replaceAll('/', '.'))
  )
  const worded = [...text.toLowerCase().matchAll(/(\d{1,2})\s+([а-я]+)\s+(\d{4})/g)].map(([, d = '', name = '', y]) =>
    dated(y ?? '', monthIn(name), d)
  )
  return [...found, ...worded].filter(isDay)
}

/** «Понедельник 06.04», «6 апреля»: a day whose year only the title tells; `near` is a day of that time. */
export function yearlessDay(written: string, near: string): string | null {
  const text = written.toLowerCase()
  const [, d, m] = /(?<![\d.:])(\d{1,2})\.(\d{2})(?![\d:])/.exec(text) ?? []
  const [, day, name = ''] = /(?<!\d)(\d{1,2})\s+([а-я]+)/.exec(text) ?? []
  const month = d ? Number(m) : monthIn(name)
  const years = [0, -1, 1].map((shift) => dated(Number(near.slice(0, 4)) + shift, month, d ?? day ?? ''))
  const apart = (one: string) => Math.abs(DateTime.fromISO(one).diff(DateTime.fromISO(near), 'days').days)
  return years.filter(isDay).toSorted((a, b) => apart(a) - apart(b))[0] ?? null
}

const WEEKS: [RegExp, number][] = [
  [/(?<!\p{L})(числител\p{L}*|неч[её]тн\p{L}*|верхн\p{L}* недел\p{L}*)/iu, 1],
  [/(?<!\p{L})(знаменател\p{L}*|ч[её]тн\p{L}*|нижн\p{L}* недел\p{L}*)/iu, 2]
]

/** 1 for «Неделя 1.», «1 неделя», «I неделя», «числитель»; null where no week of a cycle is named. */
export function weekIn(text: string): number | null {
  const [, after, before] =
    /недел[яи]\s*№?\s*(\d|I{1,2})(?!\d|\.\d)|(?<![\d.])(\d|I{1,2})[-\s]*(?:я\s*)?недел/i.exec(text) ?? []
  const number = { I: 1, II: 2 }[(after ?? before ?? '').toUpperCase()] ?? Number(after ?? before)
  if (number >= 1 && number <= 8) return number
  return WEEKS.find(([words]) => words.test(text))?.[1] ?? null
}

/** «ч», «знам.», «2 нед.» beside the rows of one pair: the week they are of. */
export function weekMark(text: string): number | null {
  const bare = text.toLowerCase().replace(/[\s./-]/g, '')
  if (/^(ч|чис\p{L}*|неч\p{L}*|верх\p{L}*|(1|i)нед\p{L}*)$/u.test(bare)) return 1
  return /^(з|зн\p{L}*|ч[её]тн\p{L}*|нижн\p{L}*|(2|ii)нед\p{L}*)$/u.test(bare) ? 2 : null
}

export const weekdayOf = (day: string): number => DateTime.fromISO(day).weekday

/** The day with that weekday in the same week. */
export const sameWeek = (day: string, weekday: number): string =>
  DateTime.fromISO(day)
    .set({ weekday: weekday as 1 })
    .toISODate() ?? day
