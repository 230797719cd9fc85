// Academic years and their terms (учебные периоды): which dates they may have, when they are closed and opened. Pure.
import { isDay } from '../../platform/days.ts'
import { type ResultKind, resultKindsOf } from './results.ts'

/** Why dates, a closing or an opening are refused, in the words the methodist reads. */
export const TERM_REFUSALS = {
  'day-missing': 'Укажите день: дд.мм.гггг',
  'ends-first': 'Последний день должен быть позже первого',
  overlaps: 'Эти дни уже заняты другим учебным периодом',
  'before-first': 'Второй семестр начинается после первого',
  'too-long': 'Учебный год не бывает длиннее 12 месяцев: проверьте даты',
  'lessons-outside': 'В журналах есть занятия за пределами этих дней: период должен охватывать их все',
  'term-closed': 'Период закрыт: сначала откройте его',
  'already-closed': 'Период уже закрыт',
  'not-closed': 'Период и так открыт',
  'year-closed': 'Учебный год закрыт, его периоды больше не меняются',
  'name-missing': 'Укажите название: 1 семестр, 2 четверть',
  'name-taken': 'Период с таким названием в этом учебном году уже есть',
  'too-many': 'В учебном году не бывает больше четырёх периодов',
  'outside-year': 'День за пределами учебного года',
  'reason-missing': 'Укажите причину: она останется в журнале действий',
  'changed-meanwhile':
    'Пока страница была открыта, даты или название изменили. Ниже — введённое вами; сравните и сохраните ещё раз'
} as const
export type TermRefusal = keyof typeof TERM_REFUSALS

export type Span = { starts_on: string; ends_on: string }

const meets = (a: Span, b: Span) => a.starts_on <= b.ends_on && b.starts_on <= a.ends_on

/** Days out of order or not days at all, by field. */
function refuseSpan({ starts_on, ends_on }: Span): { starts_on?: TermRefusal; ends_on?: TermRefusal } {
  const refusals: { starts_on?: TermRefusal; ends_on?: TermRefusal } = {}
  if (!isDay(starts_on)) refusals.starts_on = 'day-missing'
  if (!isDay(ends_on)) refusals.ends_on = 'day-missing'
  if (isDay(starts_on) && isDay(ends_on) && starts_on >= ends_on) refusals.ends_on = 'ends-first'
  return refusals
}

export type TermFacts = {
  is_closed: boolean
  year_is_closed: boolean
  /** first and last day of lessons in its journals; null when there are none */
  first_lesson_on: string | null
  last_lesson_on: string | null
  others: Span[]
}
export type TermForm = Span & { name: string }
export type TermFields = Partial<Record<'name' | 'starts_on' | 'ends_on' | 'form', TermRefusal>>

/** What stands in the way of these dates, by field; nothing means that they may stand. */
export function refuseTerm(facts: TermFacts, form: Span): TermFields {
  if (facts.year_is_closed) return { form: 'year-closed' }
  if (facts.is_closed) return { form: 'term-closed' }
  const refusals: TermFields = refuseSpan(form)
  if (Object.keys(refusals).length > 0) return refusals
  if (facts.others.some((other) => meets(other, form))) refusals.form = 'overlaps'
  if (facts.first_lesson_on && facts.first_lesson_on < form.starts_on) refusals.starts_on = 'lessons-outside'
  if (facts.last_lesson_on && facts.last_lesson_on > form.ends_on) refusals.ends_on = 'lessons-outside'
  return refusals
}

/** A name belongs to one term of the year. */
export function refuseName(name: string, others: string[]): TermRefusal | null {
  if (name === '') return 'name-missing'
  return others.some((other) => other.toLowerCase() === name.toLowerCase()) ? 'name-taken' : null
}

export const MOST_TERMS = 4

/** One more term of a year: on days of the year that no other term has. */
export function refuseNewTerm(
  year: { starts_on: string; is_closed: boolean; names: string[] },
  others: Span[],
  form: TermForm
): TermFields {
  if (year.is_closed) return { form: 'year-closed' }
  if (year.names.length >= MOST_TERMS) return { form: 'too-many' }
  const facts = { is_closed: false, year_is_closed: false, first_lesson_on: null, last_lesson_on: null, others }
  const refusals = refuseTerm(facts, form)
  const name = refuseName(form.name, year.names)
  if (name) refusals.name = name
  const isInYear = (day: string) => day >= year.starts_on && day < yearAfter(year.starts_on)
  if (!refusals.starts_on && !isInYear(form.starts_on)) refusals.starts_on = 'outside-year'
  if (!refusals.ends_on && !isInYear(form.ends_on)) refusals.ends_on = 'outside-year'
  return refusals
}

/** The least number that no term of the year has. */
export const freeNumber = (taken: number[]): number =>
  [1, 2, 3, 4].find((number) => !taken.includes(number)) ?? MOST_TERMS

/** A term may go while no journal has been opened in it; otherwise what stands on it, in words. */
export const standingOnTerm = ({ courses }: { courses: number | null }): string[] =>
  courses ? [`журналов: ${courses}`] : []

/** A term is closed and opened again only while its year is open. */
export function refuseClosing({ is_closed, year_is_closed }: Pick<TermFacts, 'is_closed' | 'year_is_closed'>) {
  if (year_is_closed) return 'year-closed'
  return is_closed ? 'already-closed' : null
}

export function refuseOpening(
  { is_closed, year_is_closed }: Pick<TermFacts, 'is_closed' | 'year_is_closed'>,
  reason: string
) {
  if (year_is_closed) return 'year-closed'
  if (!is_closed) return 'not-closed'
  return reason.trim() === '' ? 'reason-missing' : null
}

export const YEAR_FIELDS = ['first_starts_on', 'first_ends_on', 'second_starts_on', 'second_ends_on'] as const
export type YearField = (typeof YEAR_FIELDS)[number]
export type YearForm = Record<YearField, string>
export type YearFields = Partial<Record<YearField | 'form', TermRefusal>>

/** The two terms of a year: in order, within a year, and on days that no other term has. */
export function refuseYear(others: Span[], form: YearForm): YearFields {
  const [first, second] = spansOf(form)
  const [early, late] = [refuseSpan(first), refuseSpan(second)]
  const refusals: YearFields = {
    ...(early.starts_on && { first_starts_on: early.starts_on }),
    ...(early.ends_on && { first_ends_on: early.ends_on }),
    ...(late.starts_on && { second_starts_on: late.starts_on }),
    ...(late.ends_on && { second_ends_on: late.ends_on })
  }
  if (Object.keys(refusals).length > 0) return refusals
  if (second.starts_on <= first.ends_on) return { second_starts_on: 'before-first' }
  if (second.ends_on >= yearAfter(first.starts_on)) return { second_ends_on: 'too-long' }
  const whole = { starts_on: first.starts_on, ends_on: second.ends_on }
  return others.some((other) => meets(other, whole)) ? { form: 'overlaps' } : {}
}

export const spansOf = (form: YearForm): [Span, Span] => [
  { starts_on: form.first_starts_on, ends_on: form.first_ends_on },
  { starts_on: form.second_starts_on, ends_on: form.second_ends_on }
]

const yearAfter = (day: string) => `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`

/** The year to be added next: after the newest there is, or the one that today belongs to. */
export function nextYear(newest_starts_on: string | undefined, today: string): YearForm {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  const begins = newest_starts_on ? Number(newest_starts_on.slice(0, 4)) + 1 : month >= 7 ? year : year - 1
  return {
    ...{ first_starts_on: `${begins}-09-01`, first_ends_on: `${begins}-12-28` },
    ...{ second_starts_on: `${begins + 1}-01-12`, second_ends_on: `${begins + 1}-06-28` }
  }
}

/** Results that stand in one course for those who are in it at the end of the term, counted by kind. */
export type CourseProgress = {
  students: number
  item_kind: string
  controls: string[]
  given: Partial<Record<ResultKind, number>>
}

/** How many results the course still lacks (R1 6.9). */
export const missingOf = ({ students, item_kind, controls, given }: CourseProgress): number =>
  resultKindsOf(item_kind, controls).reduce((missing, kind) => missing + Math.max(0, students - (given[kind] ?? 0)), 0)

type TermRow = Span & { id: number; academic_year_id: number; year_starts_on: string }

type YearRow = { id: number; starts_on: string; closed_at: Date | null }

/** Years with their terms in the order of days, each with how many of its courses have all their results. */
export function yearsOf<Term extends TermRow>(
  years: YearRow[],
  terms: Term[],
  courses: (CourseProgress & { term_id: number })[]
) {
  const withCounts = terms.map((term) => {
    const own = courses.filter(({ term_id }) => term_id === term.id)
    return { ...term, courses: own.length, finished: own.filter((one) => missingOf(one) === 0).length }
  })
  return years.map(({ id, starts_on, closed_at }) => {
    const own = withCounts.filter(({ academic_year_id }) => academic_year_id === id)
    const mayGrow = closed_at === null && own.length < MOST_TERMS
    return { id, title: yearTitle(starts_on), mayGrow, terms: own.toSorted(byDay) }
  })
}

const byDay = (a: Span, b: Span) => (a.starts_on < b.starts_on ? -1 : 1)

/** 2026-09-01 → 2026/2027 */
export const yearTitle = (starts_on: string): string => {
  const year = Number(starts_on.slice(0, 4))
  return `${year}/${year + 1}`
}
