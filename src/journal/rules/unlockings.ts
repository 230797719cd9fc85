import { isDay } from '../../platform/days.ts'

export const UNLOCKING_REFUSALS = {
  'not-closed': 'Период не закрыт: страница и так открыта для записей',
  'day-missing': 'Укажите последний день, до которого можно исправлять: дд.мм.гггг',
  'day-past': 'Последний день исправлений уже прошёл',
  'too-long': 'Открыть можно не больше чем на 14 дней',
  'reason-missing': 'Укажите причину: она останется в журнале действий'
} as const
export type UnlockingRefusal = keyof typeof UNLOCKING_REFUSALS

const MOST_DAYS = 14

/** A page is opened for few named days, with a reason (R1 2.1). */
export function refuseUnlocking(
  closed: boolean,
  { until, reason }: { until: string; reason: string },
  today: string
): UnlockingRefusal | null {
  if (!closed) return 'not-closed'
  if (!isDay(until)) return 'day-missing'
  if (until < today) return 'day-past'
  if ((Date.parse(until) - Date.parse(today)) / 86_400_000 > MOST_DAYS) return 'too-long'
  return reason === '' ? 'reason-missing' : null
}
