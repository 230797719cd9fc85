// When a result (итоговая оценка) may be given, and what it does to debts. Pure.
import type { ResultKind } from '../../college/rules/results.ts'

/** Why a result is refused, in the words the teacher reads. */
export const RESULT_REFUSALS = {
  'unknown-value': 'Итоговая оценка — 5, 4, 3, 2 или «н/а», за зачёт — «зач», «незач» или «н/а»',
  'no-exemption': '«осв.» в журнал не пишется: освобождённый оценивается по теории', // R1 6.8
  'five-needed': 'Здесь ставится 5, 4, 3, 2 или «н/а»',
  'pass-needed': 'За зачёт ставится «зач», «незач» или «н/а»',
  'no-such-kind': 'По учебному плану за этот период такой оценки нет',
  'not-begun': 'Учебный период ещё не начался',
  'page-closed': 'Период закрыт. Попросите заведующего отделением открыть страницу для исправлений',
  'not-your-course': 'Итоговые оценки выставляет преподаватель, который ведёт этот предмет',
  'not-in-group': 'На конец периода обучающийся не числится в группе (подгруппе)',
  'note-too-long': 'Обоснование — не длиннее 300 знаков',
  'note-alone': 'Обоснование пишется к оценке: поставьте её или очистите обоснование',
  'debt-was-cleared': 'По этой оценке была задолженность, и она ликвидирована: оценку можно исправить, но не стереть'
} as const
export type ResultRefusal = keyof typeof RESULT_REFUSALS

const FIVE = ['5', '4', '3', '2']
const PASS = ['зач', 'незач']
const NOT_ASSESSED = 'н/а'
const LONGEST_NOTE = 300

/** What may be given: «зач» and «незач» only for a credit, «н/а» for anything (R1 6.5). */
export const valuesOf = (kind: ResultKind): string[] => [...(kind === 'credit' ? PASS : FIVE), NOT_ASSESSED]

const SPELLINGS: Record<string, string> = {
  '': '',
  з: 'зач',
  зачет: 'зач',
  зачтено: 'зач',
  нз: 'незач',
  незачтено: 'незач'
}
for (const value of [...FIVE, ...PASS]) SPELLINGS[value] = value

/** Reads what was typed: «5», «н/а» and «на», «з», also on a Latin layout; empty clears. */
export function readResult(text: string): string | ResultRefusal {
  const typed = text.trim().toLowerCase().replaceAll('ё', 'е').replace(/\.$/, '')
  if (/^осв/.test(typed)) return 'no-exemption'
  if (/^[нnyh]\s?[/.\\]?\s?[аaf]$/.test(typed)) return NOT_ASSESSED
  return SPELLINGS[typed] ?? 'unknown-value'
}

export type Standing = { value: string; note: string }

/** What is known of the course, of the student in it and of the person who writes. */
export type ResultFacts = {
  kinds: readonly ResultKind[]
  starts_on: string
  /** teaches the course today */
  is_teacher: boolean
  /** the term is closed and nobody unlocked the page for today */
  is_closed: boolean
  /** in the group and subgroup on the last day of the term, or today when that is earlier */
  is_enrolled: boolean
  /** the result once had a debt that was cleared */
  had_debt: boolean
}

/** What will stand when `typed` is entered, or why it must not; an empty value clears. */
export function resultOf(
  facts: ResultFacts,
  kind: ResultKind,
  typed: Standing,
  today: string
): Standing | ResultRefusal {
  const value = readResult(typed.value)
  if (value in RESULT_REFUSALS) return value as ResultRefusal
  if (!facts.kinds.includes(kind)) return 'no-such-kind'
  if (value !== '' && !valuesOf(kind).includes(value)) return kind === 'credit' ? 'pass-needed' : 'five-needed'
  const note = typed.note.trim()
  return refuseResult(facts, { value, note }, today) ?? { value, note }
}

function refuseResult(facts: ResultFacts, { value, note }: Standing, today: string): ResultRefusal | null {
  if (!facts.is_teacher) return 'not-your-course'
  if (facts.is_closed) return 'page-closed'
  if (today < facts.starts_on) return 'not-begun'
  if (!facts.is_enrolled) return 'not-in-group'
  if (note.length > LONGEST_NOTE) return 'note-too-long'
  if (value === '' && note !== '') return 'note-alone'
  return value === '' && facts.had_debt ? 'debt-was-cleared' : null
}

/** «2», «н/а» and a failed credit leave an academic debt (R0 2.4). */
export const leavesDebt = (value: string): boolean => value === '2' || value === 'незач' || value === NOT_ASSESSED

export type DebtChange = 'open' | 'clear' | 'drop' | 'none'

/**
 * What a change of a result does to its debt. A debt put right on the day it arose was a slip of the hand and leaves no trace
 * but the audit trail; later it is cleared with the date; it goes with a result that is emptied.
 */
export function debtChangeOf(before: string, after: string, opened_on: string | null, today: string): DebtChange {
  if (opened_on === null) return leavesDebt(after) && !leavesDebt(before) ? 'open' : 'none'
  if (leavesDebt(after)) return 'none'
  return after === '' || opened_on === today ? 'drop' : 'clear'
}
