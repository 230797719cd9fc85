import { DateTime, Info } from 'luxon'

const day = (value: string) => DateTime.fromISO(value).setLocale('ru')

const MONTHS = Info.months('long', { locale: 'ru' })

/** How days, hours and numbers are written on screens and paper; every template has it as `it.f`. */
export const formats = {
  /** 2026-09-02 → 02.09.2026 */
  day: (value: string) => `${value.slice(8, 10)}.${value.slice(5, 7)}.${value.slice(0, 4)}`,
  /** 2026-09-02 → 02.09 */
  dayAndMonth: (value: string) => `${value.slice(8, 10)}.${value.slice(5, 7)}`,
  /** 2026-09-02 → 02 */
  dayOfMonth: (value: string) => value.slice(8, 10),
  /** 2026-09-02 → 2 сентября 2026 г. */
  dayInWords: (value: string) => day(value).toFormat("d MMMM yyyy 'г.'"),
  /** 2026-09-02 → ср */
  weekday: (value: string) => day(value).toFormat('ccc'),
  /** 2026-09 or 2026-09-02 → сентябрь */
  month: (value: string) => MONTHS[Number(value.slice(5, 7)) - 1] ?? '',
  /** An instant in the zone: 02.09.2026 10:41 */
  instant: (value: Date, zone: string) => DateTime.fromJSDate(value, { zone }).toFormat('dd.MM.yyyy HH:mm'),
  /** An instant in the zone: 10:41 */
  time: (value: Date, zone: string) => DateTime.fromJSDate(value, { zone }).toFormat('HH:mm'),
  /** 4.2 → 4,20 */
  average: (value: number | null) => (value === null ? '' : value.toFixed(2).replace('.', ',')),
  /** 36 → 36, 1.5 → 1,5 */
  hours: (value: number) => String(value).replace('.', ','),
  /** 1234567 → 1,2 МБ */
  size: (bytes: number) =>
    bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} КБ` : `${(bytes / 1_000_000).toFixed(1).replace('.', ',')} МБ`,
  /** A long name for a list to choose from: its beginning and its end, by which such names differ. */
  brief: (text: string, most: number) =>
    text.length <= most
      ? text
      : `${text.slice(0, Math.ceil(most * 0.6)).trimEnd()} … ${text.slice(-Math.floor(most * 0.4)).trimStart()}`,
  /** (3, 'занятие', 'занятия', 'занятий') → 3 занятия */
  count: (n: number, one: string, few: string, many: string) => `${n} ${wordFor(n, one, few, many)}`
}

/** The Russian form of a noun after a number. */
export function wordFor(n: number, one: string, few: string, many: string): string {
  const [tens, ones] = [Math.abs(n) % 100, Math.abs(n) % 10]
  if (tens > 10 && tens < 20) return many
  if (ones === 1) return one
  return ones > 1 && ones < 5 ? few : many
}

/** An instant of today as 10:40, of another day as 21.11 10:40. */
export function whenOf(at: Date | null, zone: string, today: string): string {
  if (!at) return ''
  const instant = DateTime.fromJSDate(at, { zone })
  return instant.toFormat(instant.toISODate() === today ? 'HH:mm' : 'dd.MM HH:mm')
}

/** The day of an instant in the zone, as YYYY-MM-DD. */
export const dayIn = (at: Date | null, zone: string): string | null =>
  at && DateTime.fromJSDate(at, { zone }).toISODate()
