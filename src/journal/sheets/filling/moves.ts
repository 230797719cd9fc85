// How a student came into the group and left it, in the words of the journal: with № and date of the order. Pure.
import { DateTime } from 'luxon'
import { formats } from '../../../platform/formats.ts'
import type { StayRow } from '../../queries/sheets/people.ts'

type Order = NonNullable<StayRow['since_order']>

export const dayAfter = (day: string): string => DateTime.fromISO(day).plus({ days: 1 }).toISODate() ?? day

/** № 112-к от 15.08.2024 */
export const orderOf = (order: Order | null): string =>
  order ? `№ ${order.number} от ${formats.day(order.signed_on)}` : ''

const withOrder = (words: string, order: Order | null) =>
  [words, order ? `приказ ${orderOf(order)}` : ''].filter(Boolean).join(', ')

/** The ending of a verb by sex; both when it is not known. */
const ended = (stem: string, sex: string | null) =>
  sex === 'female' ? `${stem}а` : sex === 'male' ? stem : `${stem}(а)`

/** зачислена 08.09.2025, приказ № 98-к от 05.09.2025 */
export function comingOf({ since, since_order, came_from, sex }: StayRow): string {
  const isTransfer = came_from !== null || since_order?.kind === 'transfer'
  const stem = isTransfer ? 'переведен' : since_order?.kind === 'reinstatement' ? 'восстановлен' : 'зачислен'
  const from = came_from ? ` из группы ${came_from}` : ''
  return withOrder(`${ended(stem, sex)}${from} ${formats.day(since)}`, since_order)
}

/** отчислен с 11.10.2025, приказ № 45-к от 10.10.2025; `on` leaves out the day, which the row of cells shows itself. */
export function leavingOf({ until, until_order, went_to, sex }: StayRow, on: 'with day' | 'without day'): string {
  const day = until && (on === 'with day' || until_order === null) ? ` с ${formats.day(dayAfter(until))}` : ''
  return withOrder(`${leftWords(until_order?.kind, went_to, sex)}${day}`, until_order)
}

function leftWords(kind: string | undefined, went_to: string | null, sex: string | null): string {
  if (went_to) return `${ended('переведен', sex)} в группу ${went_to}`
  if (kind === 'expulsion') return ended('отчислен', sex)
  if (kind === 'academic_leave') return 'академический отпуск'
  if (kind === 'graduation') return ended('выпущен', sex)
  return kind === 'transfer'
    ? ended('переведен', sex)
    : sex === 'female'
      ? 'выбыла'
      : sex === 'male'
        ? 'выбыл'
        : 'выбыл(а)'
}
