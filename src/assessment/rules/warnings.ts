// What is said about results: advice before, warnings after. Nothing here is refused (rules.md, Results). Pure.
import type { ResultKind } from '../../college/rules/results.ts'
import { formats } from '../../platform/formats.ts'

/** One student in one course up to today; hours held count only lessons of the days in the group. */
export type Figures = {
  marks: number
  marks_needed: number
  average: number | null
  hours_missed: number
  hours_held: number
}
export type Given = { kind: ResultKind; value: string; note: string; given_on: string }
type Limits = { not_assessed_above: number; marks_per_semester: number; marks_per_36_hours: number }

/** Results that speak for the whole term, and so rest on its marks; an exam or a course work is a mark of its own. */
const OF_TERM: readonly ResultKind[] = ['semester', 'credit', 'graded_credit']

/**
 * Marks a student needs for an objective result: by the hours of the term (R1 6.4), and never fewer than the least (R2 5.6).
 * Practices and exams of modules have no lessons to be marked at.
 */
export function marksNeededFor(
  item_kind: string,
  hours: number,
  { marks_per_semester, marks_per_36_hours }: Limits
): number {
  if (item_kind !== 'discipline' && item_kind !== 'course') return 0
  return Math.max(marks_per_semester, Math.ceil((hours * marks_per_36_hours) / 36))
}

/** Share of lessons missed in whole percent, by hours, so that a half lesson counts as a half. */
export const missedShareOf = ({ hours_missed, hours_held }: Figures): number =>
  hours_held === 0 ? 0 : Math.round((hours_missed / hours_held) * 100)

const missedTooMuch = ({ hours_missed, hours_held }: Figures, { not_assessed_above }: Limits) =>
  hours_missed * 100 > hours_held * not_assessed_above

/** A numeric result is 1 or more away from the average, so that the teacher says why (R0 1.13, R1 6.6). */
export const isAtOdds = ({ kind, value }: Pick<Given, 'kind' | 'value'>, average: number | null): boolean =>
  OF_TERM.includes(kind) && /^\d$/.test(value) && average !== null && Math.abs(Number(value) - average) >= 1

/** A result at odds with the average that nobody has explained: what the checks count. */
export const isUnexplained = (given: Given, { average }: Figures): boolean =>
  isAtOdds(given, average) && given.note === ''

/** What the teacher is told before a result stands: more than half missed — «н/а» (R1 6.7). */
export function adviceOf(figures: Figures, limits: Limits): string | null {
  if (!missedTooMuch(figures, limits)) return null
  return `Пропущено ${missedShareOf(figures)} % занятий: рекомендуется «н/а» с последующей сдачей`
}

export type Warning = { name: 'much-missed' | 'unexplained' | 'few-marks' | 'late'; sentence: string }

/** What is written but not as it should be; shown at the row and counted by the check, refused by nobody. */
export function warningsOf(given: Given, figures: Figures, ends_on: string, limits: Limits): Warning[] {
  const warnings: Warning[] = []
  const warn = (name: Warning['name'], sentence: string) => warnings.push({ name, sentence })
  const assessed = given.value !== 'н/а' && OF_TERM.includes(given.kind)
  const { marks, marks_needed, average } = figures
  // R1 6.7
  if (assessed && missedTooMuch(figures, limits))
    warn('much-missed', `Выставлена, хотя пропущено ${missedShareOf(figures)} % занятий: рекомендуется «н/а»`)
  // R0 1.13, R1 6.6
  if (isUnexplained(given, figures))
    warn('unexplained', `Расходится со средним баллом ${formats.average(average)}: напишите обоснование`)
  // R1 6.4, R2 5.6
  if (assessed && marks < marks_needed) warn('few-marks', `Текущих оценок ${marks}, нужно не меньше ${marks_needed}`)
  // R1 6.9, R4 3.5.4
  if (given.given_on > ends_on) warn('late', `Выставлена ${formats.day(given.given_on)}, позже окончания периода`)
  return warnings
}
