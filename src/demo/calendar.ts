import { DateTime } from 'luxon'

const at = (day: string) => DateTime.fromISO(day)
const iso = (day: DateTime) => day.toISODate() ?? ''

/** The day `count` days after (before, when negative) the given one. */
export const daysAfter = (day: string, count: number): string => iso(at(day).plus({ days: count }))

/** 1 is Monday. */
export const weekdayOf = (day: string): number => at(day).weekday

const HOLIDAYS: [monthAndDay: string, name: string][] = [
  ...[1, 2, 3, 4, 5, 6, 8].map((day): [string, string] => [`01-0${day}`, 'Новогодние каникулы']),
  ['01-07', 'Рождество Христово'],
  ['02-23', 'День защитника Отечества'],
  ['03-08', 'Международный женский день'],
  ['05-01', 'Праздник Весны и Труда'],
  ['05-09', 'День Победы'],
  ['06-12', 'День России'],
  ['11-04', 'День народного единства']
]

/** Holidays of a calendar year in a six-day week; one that falls on a Sunday moves to Monday (ст. 112 ТК РФ). */
export function holidaysOf(year: number): { held_on: string; name: string }[] {
  const days = HOLIDAYS.map(([day, name]) => ({ held_on: `${year}-${day}`, name }))
  const moved = days
    .filter(({ held_on }) => weekdayOf(held_on) === 7 && !held_on.startsWith(`${year}-01`))
    .map(({ held_on, name }) => ({ held_on: daysAfter(held_on, 1), name: `${name}, перенос с воскресенья` }))
  return [...days, ...moved].sort((a, b) => (a.held_on < b.held_on ? -1 : 1))
}

export type TermSpan = {
  /** The calendar year in which the academic year begins. */
  year: number
  number: 1 | 2
  starts_on: string
  ends_on: string
  /** Days on which lessons are held. */
  days: string[]
}

const spanOf = (year: number, number: 1 | 2): TermSpan => {
  const [starts_on, ends_on] =
    number === 1 ? [`${year}-09-01`, `${year}-12-28`] : [`${year + 1}-01-12`, `${year + 1}-06-28`]
  return { year, number, starts_on, ends_on, days: workingDays(starts_on, ends_on) }
}

function workingDays(from: string, to: string): string[] {
  const off = new Set(holidaysOf(Number(to.slice(0, 4))).map(({ held_on }) => held_on))
  const days: string[] = []
  for (let day = at(from); iso(day) <= to; day = day.plus({ days: 1 })) {
    if (day.weekday !== 7 && !off.has(iso(day))) days.push(iso(day))
  }
  return days
}

/** The term in which `today` lies, or the last one that began. */
export function termOn(today: string): TermSpan {
  const year = Number(today.slice(0, 4))
  if (today >= `${year}-09-01`) return spanOf(year, 1)
  return today >= `${year}-01-12` ? spanOf(year - 1, 2) : spanOf(year - 1, 1)
}

/** The term that goes on after this one in the same academic year. */
export const termAfter = ({ year, number }: TermSpan): TermSpan[] => (number === 1 ? [spanOf(year, 2)] : [])

export const termBefore = ({ year, number }: TermSpan): TermSpan =>
  number === 2 ? spanOf(year, 1) : spanOf(year - 1, 2)

/** Counted through the whole study: (course − 1) · 2 + 1 or 2; below 1 for a group that did not study yet. */
export const semesterOf = (term: TermSpan, entry_year: number): number => (term.year - entry_year) * 2 + term.number
