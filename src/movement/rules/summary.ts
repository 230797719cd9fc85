import { isDay } from '../../platform/days.ts'
import { dayBefore } from './lines.ts'

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
  ...{ start: 'На начало', enrolled: 'зачислено', transferred_in: 'перевод', reinstated: 'восст.' },
  ...{
    expelled: 'отчислено',
    transferred_out: 'перевод',
    on_leave: 'акад. отпуск',
    graduated: 'выпуск',
    end: 'На конец'
  }
} as const
type Figures = Record<keyof typeof COLUMNS, number>

type Stay = {
  study_group_id: number
  group_name: string
  since: string
  until: string | null
  since_kind: string | null
  until_kind: string | null
}

const ARRIVALS: Record<string, keyof Figures> = {
  ...{ enrolment: 'enrolled', reinstatement: 'reinstated', transfer: 'transferred_in', promotion: 'transferred_in' }
}
const DEPARTURES: Record<string, keyof Figures> = {
  ...{ expulsion: 'expelled', transfer: 'transferred_out', promotion: 'transferred_out' },
  ...{ academic_leave: 'on_leave', graduation: 'graduated' }
}

const nothing = (): Figures => ({
  ...{ start: 0, enrolled: 0, transferred_in: 0, reinstated: 0, expelled: 0, transferred_out: 0 },
  ...{ on_leave: 0, graduated: 0, end: 0 }
})

/**
 * Who came and went in each group: start + arrivals − departures = end. Somebody leaves on the day after the last one in the
 * group; days that no order began or ended (brought from another system) count as enrolment and expulsion.
 */
export function summaryOf(stays: Stay[], { from, to }: Period) {
  const eve = dayBefore(from)
  const rows = [...Map.groupBy(stays, ({ study_group_id }) => study_group_id)].map(([study_group_id, own]) => {
    const figures = nothing()
    for (const { since, until, since_kind, until_kind } of own) {
      if (since < from) figures.start++
      else figures[ARRIVALS[since_kind ?? ''] ?? 'enrolled']++
      if (until !== null && until >= eve && until < to) figures[DEPARTURES[until_kind ?? ''] ?? 'expelled']++
      else figures.end++
    }
    return { study_group_id, group_name: own[0]?.group_name ?? '', figures }
  })
  const total = nothing()
  for (const { figures } of rows) for (const key of Object.keys(total) as (keyof Figures)[]) total[key] += figures[key]
  return { rows, total }
}
