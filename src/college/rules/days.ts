// Which days are days of lessons, and whose timetable they follow (R4 3.3.2). Pure.
import { isDay } from '../../platform/days.ts'

/**
 * What is known of the days that are not like the others. A timetable by weekdays is laid out by asking, for each day,
 * `isStudyDay` and then `weekdayOf`: a working Saturday «за понедельник» has the lessons and the bells of Monday.
 */
export type StudyDays = {
  /** holidays and days off that were moved, with their names */
  off: ReadonlyMap<string, string>
  /** days of lessons in spite of their weekday or by another one's timetable: day → weekday, 1 is Monday */
  working: ReadonlyMap<string, number>
  /** 6: lessons on Saturday too; 5: not */
  study_days_per_week: number
}

const DAY_MS = 86_400_000
const at = (day: string) => Date.parse(day)
const dayAt = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** 1 is Monday, 7 is Sunday. */
export const calendarWeekday = (day: string): number => ((Math.floor(at(day) / DAY_MS) + 3) % 7) + 1

/** The day `count` days after (before, when negative) the given one. */
export const dayPlus = (day: string, count: number): string => dayAt(at(day) + count * DAY_MS)

/** Every day from the first to the last. */
export const daysFrom = (first: string, last: string): string[] =>
  Array.from({ length: Math.max(0, (at(last) - at(first)) / DAY_MS + 1) }, (_, i) => dayPlus(first, i))

/** True for a day on which lessons are held. A day that was made a working one is one, whatever else is said of it. */
export function isStudyDay(day: string, { off, working, study_days_per_week }: StudyDays): boolean {
  if (working.has(day)) return true
  return !off.has(day) && calendarWeekday(day) <= study_days_per_week
}

/** The weekday whose timetable and bells the day follows: its own unless it was moved. */
export const weekdayOf = (day: string, { working }: Pick<StudyDays, 'working'>): number =>
  working.get(day) ?? calendarWeekday(day)

export const DAY_REFUSALS = {
  'day-missing': 'Укажите день: дд.мм.гггг',
  'ends-first': 'Последний день не может быть раньше первого',
  'too-long': 'За раз можно отметить не больше 62 дней: проверьте даты',
  'name-missing': 'Укажите праздник или основание: название увидят все',
  'one-day': 'По расписанию другого дня переносится один день: оставьте «по какой день» пустым',
  'no-weekday': 'Выберите, по расписанию какого дня недели идут занятия',
  'day-taken': 'На эти дни уже есть запись: сначала уберите её из списка ниже',
  'is-usual': 'Это и так учебный день по своему дню недели: записывать его не нужно'
} as const
export type DayRefusal = keyof typeof DAY_REFUSALS

/** `follows` is the weekday of a working day, 0 for days off. */
export type DayForm = { kind: string; first: string; last: string; name: string; follows: number }
export type DayFields = Partial<Record<keyof DayForm, DayRefusal>>

const MOST_AT_ONCE = 62

export function refuseDays(form: DayForm, calendar: StudyDays): DayFields {
  const last = form.last || form.first
  if (!isDay(form.first)) return { first: 'day-missing' }
  if (!isDay(last)) return { last: 'day-missing' }
  if (last < form.first) return { last: 'ends-first' }
  if (last > dayPlus(form.first, MOST_AT_ONCE - 1)) return { last: 'too-long' }
  const isTaken = daysFrom(form.first, last).some((day) => calendar.off.has(day) || calendar.working.has(day))
  if (isTaken) return { first: 'day-taken' }
  if (form.kind !== 'working') return form.name === '' ? { name: 'name-missing' } : {}
  if (last !== form.first) return { last: 'one-day' }
  if (!(form.follows >= 1 && form.follows <= 7)) return { follows: 'no-weekday' }
  const isUsual = isStudyDay(form.first, calendar) && weekdayOf(form.first, calendar) === form.follows
  return isUsual ? { follows: 'is-usual' } : {}
}

export type DayCell = {
  day: string
  kind: 'study' | 'weekend' | 'off' | 'working'
  /** the weekday a working day follows, else its own */
  follows: number
  name: string
}

const cellOf = (day: string, calendar: StudyDays): DayCell => ({
  day,
  kind: calendar.working.has(day)
    ? 'working'
    : calendar.off.has(day)
      ? 'off'
      : isStudyDay(day, calendar)
        ? 'study'
        : 'weekend',
  follows: weekdayOf(day, calendar),
  name: calendar.off.get(day) ?? ''
})

/** 2027-02 → 2027-02-28 */
export const lastDayOf = (month: string): string =>
  dayAt(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0))

/** A month as six weeks of seven cells, with nothing before its first and after its last day. */
export function monthOf(month: string, calendar: StudyDays): (DayCell | null)[][] {
  const first = `${month}-01`
  const length = Number(lastDayOf(month).slice(8))
  const before = calendarWeekday(first) - 1
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, i) => {
      const n = week * 7 + i - before
      return n >= 0 && n < length ? cellOf(dayPlus(first, n), calendar) : null
    })
  )
}

/** The twelve months of the academic year, from the one in which it begins: 2026-09 … 2027-08. */
export const monthsOf = (starts_on: string): string[] =>
  Array.from({ length: 12 }, (_, i) => {
    const month = Number(starts_on.slice(5, 7)) - 1 + i
    return `${Number(starts_on.slice(0, 4)) + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
  })
