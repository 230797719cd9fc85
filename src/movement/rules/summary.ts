import { isDay } from '../../platform/days.ts'
import { dayBefore } from './lines.ts'
import { KIND_NAMES } from './orders.ts'

/** Why figures of a period are not counted. */
export const PERIOD_REFUSALS = {
  'bad-day': 'Укажите первый и последний день как 01.09.2026.',
  'wrong-order': 'Последний день не может быть раньше первого.'
} as const
export type PeriodRefusal = keyof typeof PERIOD_REFUSALS
export type Period = { from: string; to: string }

export function refusePeriod({ from, to }: Period): PeriodRefusal | null {
  if (!isDay(from) || !isDay(to)) return 'bad-day'
  return to < from ? 'wrong-order' : null
}

/** From the first of September, before or on that day, until today. */
export function periodOf(today: string): Period {
  const year = Number(today.slice(0, 4)) - (today.slice(5) < '09-01' ? 1 : 0)
  return { from: `${year}-09-01`, to: today }
}

export const COLUMNS = {
  ...{ start: 'На начало', enrolled: 'зачис\u00adлено', transferred_in: 'пере\u00adвод', reinstated: 'восст.' },
  ...{ expelled: 'отчис\u00adлено', transferred_out: 'пере\u00adвод', on_leave: 'акад. отпуск', graduated: 'выпуск' },
  ...{ end: 'всего', budget: 'бюд\u00adжет', paid: 'вне\u00adбюджет', full_time: 'очная', part_time: 'заоч\u00adная' }
} as const
type Column = keyof typeof COLUMNS
type Figures = Record<Column, number>

type Stay = {
  study_group_id: number
  group_name: string
  since: string
  until: string | null
  since_kind: string | null
  until_kind: string | null
  reason: string | null
  study_form: string
  financing: string | null
  group_financing: string
}

const ARRIVALS: Record<string, Column> = {
  ...{ enrolment: 'enrolled', reinstatement: 'reinstated', transfer: 'transferred_in', promotion: 'transferred_in' }
}
const DEPARTURES: Record<string, Column> = {
  ...{ expulsion: 'expelled', transfer: 'transferred_out', promotion: 'transferred_out' },
  ...{ academic_leave: 'on_leave', graduation: 'graduated' }
}

const nothing = (): Figures =>
  Object.fromEntries(Object.keys(COLUMNS).map((key): [Column, number] => [key as Column, 0])) as Figures

/** Who pays, by the student's card or else by the group; where neither tells, no column. */
function payerOf({ financing, group_financing }: Stay): 'budget' | 'paid' | null {
  if (financing === 'budget' || financing === 'paid') return financing
  if (group_financing === 'бюджет') return 'budget'
  return group_financing === 'внебюджет' ? 'paid' : null
}

/** «Очно-заочная» counts with «заочная»: both are not full-time. */
function countEnd(figures: Figures, stay: Stay): void {
  figures.end++
  figures[stay.study_form === 'очная' ? 'full_time' : 'part_time']++
  const payer = payerOf(stay)
  if (payer) figures[payer]++
}

/** The stay ended so that the student left in the period: on the day after the last one in the group. */
const isLeaving = ({ until }: Stay, { from, to }: Period): boolean =>
  until !== null && until >= dayBefore(from) && until < to

/**
 * Who came and went in each group: start + arrivals − departures = end. Somebody leaves on the day after the last one in the
 * group; days that no order began or ended (brought from another system) count as enrolment and expulsion.
 */
export function summaryOf(stays: Stay[], period: Period) {
  const rows = [...Map.groupBy(stays, ({ study_group_id }) => study_group_id)].map(([study_group_id, own]) => {
    const figures = nothing()
    for (const stay of own) {
      if (stay.since < period.from) figures.start++
      else figures[ARRIVALS[stay.since_kind ?? ''] ?? 'enrolled']++
      if (isLeaving(stay, period)) figures[DEPARTURES[stay.until_kind ?? ''] ?? 'expelled']++
      else countEnd(figures, stay)
    }
    return { study_group_id, group_name: own[0]?.group_name ?? '', figures }
  })
  const total = nothing()
  for (const { figures } of rows) for (const key of Object.keys(total) as Column[]) total[key] += figures[key]
  return { rows, total }
}

/** Why students left in the period, the most frequent reason first; transfers between groups are not leaving. */
export function departuresOf(stays: Stay[], released: { reason: string | null }[], period: Period) {
  const gone = stays
    .filter((stay) => isLeaving(stay, period) && DEPARTURES[stay.until_kind ?? ''] !== 'transferred_out')
    .map(({ until_kind, reason }) => ({ kind: KIND_NAMES[until_kind ?? 'expulsion'] ?? '', reason: reason ?? '' }))
  const fromLeave = released.map(({ reason }) => ({
    kind: 'отчисление из академического отпуска',
    reason: reason ?? ''
  }))
  const groups = [...Map.groupBy([...gone, ...fromLeave], ({ kind, reason }) => `${kind}\n${reason}`).values()]
  return groups
    .flatMap((group) => (group[0] ? [{ ...group[0], count: group.length }] : []))
    .sort((a, b) => (a.kind === b.kind ? b.count - a.count : a.kind < b.kind ? -1 : 1))
}
