// Dates of a term that a group has of its own: the last semester of a final course ends earlier. Pure.
import { isDay } from '../../platform/days.ts'
import type { Days } from './calendars.ts'

export const GROUP_TERM_REFUSALS = {
  'day-missing': 'Укажите день: дд.мм.гггг, или очистите оба поля',
  'ends-first': 'Последний день должен быть позже первого',
  'outside-year': 'День за пределами учебного года',
  overlaps: 'Эти дни заняты другим учебным периодом группы',
  'term-closed': 'Период закрыт: сначала откройте его на странице «Учебные периоды»',
  'lessons-outside': 'В журналах группы есть занятия за пределами этих дней',
  'changed-meanwhile': 'Пока страница была открыта, даты изменили. Ниже — введённое вами; сравните и сохраните ещё раз'
} as const
export type GroupTermRefusal = keyof typeof GROUP_TERM_REFUSALS

export type TermFacts = Days & {
  id: number
  is_closed: boolean
  /** own days of the group now; empty texts when it has the common ones */
  own: Days
  /** first and last day of lessons of the groups concerned; null when there are none */
  first_lesson_on: string | null
  last_lesson_on: string | null
}
/** Own days by term; empty texts stand for the common ones. */
export type OwnDays = Map<number, Days>
export type GroupTermFields = Record<string, GroupTermRefusal>

const isCommon = ({ starts_on, ends_on }: Days) => starts_on === '' && ends_on === ''
export const isSame = (a: Days, b: Days) => a.starts_on === b.starts_on && a.ends_on === b.ends_on

/** What stands in the way, by field: «starts_on_7» is the first day of the term 7. */
export function refuseOwnDays(terms: TermFacts[], wanted: OwnDays, bounds: Days): GroupTermFields {
  const refusals: GroupTermFields = {}
  const daysOf = (term: TermFacts) => wanted.get(term.id) ?? term.own
  for (const term of terms) {
    const days = daysOf(term)
    if (isSame(days, term.own)) continue
    const refusal = refuseOne(term, days, bounds)
    if (refusal) refusals[`${refusal.field}_${term.id}`] = refusal.refusal
  }
  if (Object.keys(refusals).length > 0) return refusals
  const standing = terms.map((term) => ({ id: term.id, days: isCommon(daysOf(term)) ? term : daysOf(term) }))
  for (const [i, { id, days }] of standing.entries())
    if (
      standing.slice(0, i).some((other) => other.days.starts_on <= days.ends_on && days.starts_on <= other.days.ends_on)
    )
      refusals[`starts_on_${id}`] = 'overlaps'
  return refusals
}

function refuseOne(term: TermFacts, days: Days, bounds: Days): { field: keyof Days; refusal: GroupTermRefusal } | null {
  if (term.is_closed) return { field: 'starts_on', refusal: 'term-closed' }
  const standing = isCommon(days) ? term : days
  for (const field of ['starts_on', 'ends_on'] as const) {
    if (!isDay(standing[field])) return { field, refusal: 'day-missing' }
    if (!isCommon(days) && (standing[field] < bounds.starts_on || standing[field] > bounds.ends_on))
      return { field, refusal: 'outside-year' }
  }
  if (standing.ends_on <= standing.starts_on) return { field: 'ends_on', refusal: 'ends-first' }
  if (term.first_lesson_on && term.first_lesson_on < standing.starts_on)
    return { field: 'starts_on', refusal: 'lessons-outside' }
  if (term.last_lesson_on && term.last_lesson_on > standing.ends_on)
    return { field: 'ends_on', refusal: 'lessons-outside' }
  return null
}
