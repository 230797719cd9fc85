// What speaks against a lesson at its place, said before it is put there (R1 5.5, R4 3.3.2). Pure.

import { weekdayName } from '../../college/rules/bells.ts'
import { calendarWeekday, isStudyDay, type StudyDays } from '../../college/rules/days.ts'
import { formats } from '../../platform/formats.ts'
import { type Clash, clashInWords, isConfirmable } from './clashes.ts'
import { LOST, type Span, spanAt, suitsSpan } from './laying.ts'

/** A sentence; some a person may know and put the lesson there all the same. */
export type Snag = { words: string; may_confirm: boolean }

export const snagsOfClashes = (clashes: Clash[]): Snag[] =>
  clashes.map((clash) => ({ words: clashInWords(clash), may_confirm: isConfirmable(clash) }))

type What = { kind: string; item_kind: string }
/** A day off, a day on which the group has no lessons of this kind. */
export function snagsOfDay(day: string, what: What, ground: { calendar: StudyDays; spans: Span[] }): Snag[] {
  const told = (words: string): Snag => ({ words: `${formats.day(day)} — ${words}`, may_confirm: true })
  const span = spanAt(day, ground.spans)
  const isOff = !isStudyDay(day, ground.calendar)
  const name = ground.calendar.off.get(day)
  return [
    ...(isOff ? [told(name ? `выходной: ${name}` : `${weekdayName(calendarWeekday(day))}: занятий нет`)] : []),
    ...(span && !suitsSpan(what, span) ? [told(`у группы ${LOST[span.kind] ?? span.kind}`)] : [])
  ]
}

type Away = { name: string; since: string; until: string; reason: string }
/** «Иванова А. П. отсутствует 24.11–25.11: болезнь» */
export const snagsOfAbsences = (absences: Away[]): Snag[] =>
  absences.map(({ name, since, until, reason }) => {
    const days = [...new Set([since, until])].map(formats.dayAndMonth).join('–')
    return { words: `${name} отсутствует ${days}: ${reason}`, may_confirm: true }
  })

/** Who does not keep the journal cannot record the lesson. */
export const snagsOfKeeper = (name: string): Snag[] => [
  {
    words: `${name}: журнал этого предмета ведёт другой преподаватель, записать занятие сможет только он`,
    may_confirm: true
  }
]

export const mayConfirm = (snags: Snag[]): boolean => snags.length > 0 && snags.every(({ may_confirm }) => may_confirm)

/** A person in two places is never written; the rest is when somebody has said that it is meant. */
export function refuseSnags(snags: Snag[], is_confirmed: boolean): 'clash' | 'hard-clash' | null {
  if (snags.some(({ may_confirm }) => !may_confirm)) return 'hard-clash'
  return snags.length > 0 && !is_confirmed ? 'clash' : null
}
