// For which period «Сводная ведомость учета успеваемости» is ordered (R2 6.2, 6.5). Pure.
import { type Interval, termOn } from '../../journal/rules/printing.ts'

export const ORDER_REFUSALS = {
  'group-missing': 'Выберите группу',
  'no-such-group': 'Такой группы нет: выберите её из списка',
  'no-such-term': 'Такого учебного периода нет: выберите его из списка',
  'no-courses': 'За этот период у группы нет журналов: сводить нечего'
} as const
export type OrderRefusal = keyof typeof ORDER_REFUSALS

export const FIELD_OF: Record<OrderRefusal, string> = {
  ...{ 'group-missing': 'group', 'no-such-group': 'group', 'no-such-term': 'term', 'no-courses': 'term' }
}

type Term = { number: number; name: string; starts_on: string; ends_on: string }
type Year = { starts_on: string; ends_on: string; terms: Term[] }

/** A semester of an academic year, or the year as a whole, whose `term` is null. */
export type Period = Interval & { term: number | null; name: string; academicYear: string }

const firstOf = ({ starts_on }: Year) => Number(starts_on.slice(0, 4))

/** 2026/2027 учебный год, 1 семестр */
function periodOf(year: Year, term: Term | null): Period {
  const academicYear = `${firstOf(year)}/${firstOf(year) + 1}`
  const [from, to] = [year.terms.at(0)?.starts_on ?? year.starts_on, year.terms.at(-1)?.ends_on ?? year.ends_on]
  if (!term) return { from, to, term: null, name: 'год', academicYear }
  return { from: term.starts_on, to: term.ends_on, term: term.number, name: term.name, academicYear }
}

/** What the form offers: 2026-1, 2026-2, 2026-year …, the newest year first. */
export const periodsOf = (years: Year[]) =>
  years.flatMap((year) => [
    ...year.terms.map((term) => ({ value: `${firstOf(year)}-${term.number}`, ...periodOf(year, term) })),
    { value: `${firstOf(year)}-year`, ...periodOf(year, null) }
  ])

/**
 * «2026-1», «2026-year», or without the year of the beginning «1», «2», «год», «year»: then of the academic year of today.
 * Nothing typed is the term of today.
 */
export function periodNamed(typed: string | undefined, years: Year[], today: string): Period | OrderRefusal {
  const text = (typed ?? '').trim().toLowerCase()
  const current = years.find((year) => year.terms.includes(termOn(years, today) as Term))
  const [, first, name = ''] = /^(?:(\d{4})-)?(\d|год|year)$/.exec(text) ?? []
  const year = first ? years.find((one) => firstOf(one) === Number(first)) : current
  if (!year) return 'no-such-term'
  if (text === '') return periodOf(year, termOn([year], today) ?? null)
  if (name === 'год' || name === 'year') return periodOf(year, null)
  const term = year.terms.find(({ number }) => String(number) === name)
  return term ? periodOf(year, term) : 'no-such-term'
}
