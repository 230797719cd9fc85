import { dayPlus } from '../../college/rules/days.ts'
import { formats } from '../../platform/formats.ts'
import { linesOf } from '../../print/measure.ts'
import { weekNumber } from '../rules/laying.ts'
import type { Approver, Paper, Wish } from '../rules/printing.ts'
import { isSteady } from '../rules/printing.ts'

export type Profile = { full_name: string; director_name: string; director_post: string }
export type Term = { id: number; name: string; starts_on: string; ends_on: string; year_starts_on: string }
export type Head = {
  college: string
  approver: { post: string; name: string } | null
  title: string
  of: string
  when: string
}

/** Printable millimetres of a landscape page. */
export const PAGES: Record<Paper, { width: number; height: number }> = {
  a4: { width: 267, height: 170 },
  a3: { width: 390, height: 257 }
}

const approverOf = (approver: Approver, { director_name, director_post }: Profile) => {
  if (approver === 'nobody') return null
  if (approver === 'deputy') return { post: 'Заместитель директора по учебной работе', name: '' }
  return { post: director_post || 'Директор', name: director_name }
}

/** «с 23 по 28 ноября 2026 г., 13-я неделя (нечётная)», «на 1 семестр 2026/2027 учебного года, …» */
export function whenOf({ view, day }: Wish, days: string[], term: Term | undefined, starts_on?: string): string {
  if (isSteady(view)) return termInWords(term)
  const number = starts_on === undefined ? 0 : weekNumber(day, starts_on)
  const week = number > 0 ? `${number}-я неделя (${number % 2 === 1 ? 'нечётная' : 'чётная'})` : ''
  const [first = day, last = day] = [days[0], days.at(-1)]
  const when = view === 'day' ? `на ${formats.dayInWords(day)}` : `с ${formats.day(first)} по ${formats.day(last)}`
  return [when, week].filter(Boolean).join(', ')
}

function termInWords(term: Term | undefined): string {
  if (!term) return ''
  const year = Number(term.year_starts_on.slice(0, 4))
  const days = `с ${formats.day(term.starts_on)} по ${formats.day(term.ends_on)}`
  return `на ${term.name} ${year}/${year + 1} учебного года, ${days}`
}

export function headOf(wish: Wish, profile: Profile, words: { title: string; of: string; when: string }): Head {
  return { college: profile.full_name, approver: approverOf(wish.approver, profile), ...words }
}

const LINE = 4.5
/** Millimetres that the head takes from its page: with an approval the three stand side by side, without it one under another. */
export function heightOfHead({ college, approver, title, of, when }: Head, width: number): number {
  const column = approver ? width / 3 - 4 : width
  const titles = linesOf(title, column, 13) + linesOf(of, column, 12) + linesOf(when, column, 11) + 0.5
  const beside = linesOf(college, column, 11)
  return (approver ? Math.max(beside, titles, 3 + linesOf(approver.post, column, 11)) : beside + titles) * LINE + 4
}

/** Days of the week with a lesson or without: Sunday is left out when nothing is on it. */
export const withoutSunday = (monday: string, hasSunday: boolean): string[] =>
  Array.from({ length: hasSunday ? 7 : 6 }, (_, i) => dayPlus(monday, i))
