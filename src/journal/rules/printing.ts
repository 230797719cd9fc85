// What may be ordered of «Распечатка классного журнала» (R2 6.2). Pure.
import { DateTime } from 'luxon'
import { dayOf } from '../../platform/days.ts'

/** Days of the period that is printed, both included. */
export type Interval = { from: string; to: string }

export const PRINTING_REFUSALS = {
  'group-missing': 'Выберите группу',
  'no-such-group': 'Такой группы нет: выберите её из списка',
  'bad-from': 'Укажите первый день интервала: дд.мм.гггг',
  'bad-to': 'Укажите последний день интервала: дд.мм.гггг',
  reversed: 'Начало интервала позже его окончания: поменяйте дни местами',
  'not-one-year': 'Интервал должен лежать внутри одного учебного года',
  'bad-lessons': 'Количество занятий на странице — целое число от 5 до 40',
  'bad-sides': 'Печать на листе: с одной стороны (single) или с двух сторон (double)',
  'no-such-subject': 'Такого предмета у группы в этом интервале нет: выберите его из списка',
  'no-courses': 'В этом интервале у группы нет журналов, которые вы можете распечатать'
} as const
export type PrintingRefusal = keyof typeof PRINTING_REFUSALS

/** Which field a refusal belongs to, so that the sentence stands beside it. */
export const FIELD_OF: Record<PrintingRefusal, string> = {
  ...{ 'group-missing': 'group', 'no-such-group': 'group', 'no-such-subject': 'subject', 'no-courses': 'subject' },
  ...{
    'bad-from': 'from',
    'bad-to': 'to',
    reversed: 'to',
    'not-one-year': 'to',
    'bad-lessons': 'lessons',
    'bad-sides': 'sides'
  }
}

type Term = { starts_on: string; ends_on: string }
type Year = Term & { terms: Term[] }

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid

/** The term that goes on that day, or went on last before it. */
export function termOn<T extends Term>(years: { terms: T[] }[], day: string): T | undefined {
  const terms = years.flatMap(({ terms }) => terms).toSorted((a, b) => (a.starts_on < b.starts_on ? -1 : 1))
  return terms.findLast(({ starts_on }) => starts_on <= day) ?? terms.at(0)
}

/** Days as they were typed; what is left empty is the term of the other one, or of today. */
export function intervalOf(typed: { from?: string; to?: string }, years: Year[], today: string): Interval {
  const [from, to] = [typed.from, typed.to].map((day) => dayOf(day?.trim() ?? ''))
  const term = termOn(years, [from, to].find((day) => day && isDay(day)) ?? today)
  return { from: from || (term?.starts_on ?? ''), to: to || (term?.ends_on ?? '') }
}

/** The academic year in which the whole interval lies. */
export const yearOf = <Y extends Term>(years: Y[], { from, to }: Interval): Y | undefined =>
  years.find(({ starts_on, ends_on }) => starts_on <= from && to <= ends_on)

export function refuseInterval(interval: Interval, years: Year[]): PrintingRefusal | null {
  if (!isDay(interval.from)) return 'bad-from'
  if (!isDay(interval.to)) return 'bad-to'
  if (interval.from > interval.to) return 'reversed'
  return yearOf(years, interval) ? null : 'not-one-year'
}

export const LESSONS_ON_PAGE = { least: 5, most: 40, usual: 24 }

/** «количество занятий на странице» */
export function lessonsOnPage(typed: string | undefined): number | PrintingRefusal {
  const text = typed?.trim() ?? ''
  if (text === '') return LESSONS_ON_PAGE.usual
  const lessons = /^\d{1,3}$/.test(text) ? Number(text) : 0
  return lessons >= LESSONS_ON_PAGE.least && lessons <= LESSONS_ON_PAGE.most ? lessons : 'bad-lessons'
}

/** One side of a sheet of paper or both. */
export function sidesOf(typed: string | undefined): 'single' | 'double' | 'bad-sides' {
  const text = typed?.trim() || 'single'
  return text === 'single' || text === 'double' ? text : 'bad-sides'
}

type Subject = { id: number; item_id: number; item_index: string; name: string; is_in_sight: boolean }

const subjectTyped = (typed: string | undefined) => (typed ?? '').trim().replace(/^«|»$/g, '').toLowerCase()

export const isEverything = (typed: string | undefined): boolean => ['', 'все', 'all'].includes(subjectTyped(typed))

/** Courses in reach that belong to «предмет или „Все“»: «Все», the number, index or name of a subject. */
export function chosenCourses<S extends Subject>(subjects: S[], typed: string | undefined): S[] | PrintingRefusal {
  const text = subjectTyped(typed)
  const own = subjects.filter(({ is_in_sight }) => is_in_sight)
  if (own.length === 0) return 'no-courses'
  if (isEverything(typed)) return own
  const chosen = own.filter(({ item_id, item_index, name }) =>
    [String(item_id), item_index.toLowerCase(), name.toLowerCase()].includes(text)
  )
  return chosen.length > 0 ? chosen : 'no-such-subject'
}
