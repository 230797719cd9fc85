import { DateTime } from 'luxon'
import { type WrittenLesson, type WrittenTimetable, weekdayOf } from '../reader.ts'

/** What a person answered about a file; `days` by the places of questions, `names` by kind, scope and key. */
export type Answers = {
  days?: Record<string, string>
  from?: string
  until?: string
  /** which week of the cycle the first day is in */
  first_week?: number
  /** whether lessons that the file does not have are taken off its days */
  removes?: boolean
  names?: Record<string, string>
  /** full names of those who will be created, by the same fields as `names` */
  people?: Record<string, string>
  /** corrected lessons that are to be as in the file, by their slots */
  takes?: string[]
}

/** One lesson on one day and pair. */
export type Occurrence = { day: string; pair: number; lesson: WrittenLesson }
export type CalendarFacts = { off: Set<string>; worked: Map<string, number> }

/** True for a file whose lessons know weekdays only: from which day to which, a person must say. */
export const needsDates = ({ lessons }: WrittenTimetable): boolean => lessons.some(({ day }) => day === null)

/** Lists may tell a part of a day; every other file tells the whole of it. */
export const removesOf = ({ layout }: WrittenTimetable, { removes }: Answers): boolean => removes ?? layout !== 'list'

/** Questions about days that nobody has answered yet. */
export const openQuestions = ({ questions }: WrittenTimetable, { days = {} }: Answers) =>
  questions.filter(({ place, choices }) => !choices.includes(days[place] ?? ''))

/** Days of the file and every lesson on its days; lessons of undecided days are not among them. */
export function occurrencesOf(timetable: WrittenTimetable, answers: Answers, calendar: CalendarFacts) {
  const open = new Set(openQuestions(timetable, answers).map(({ place }) => place))
  const moved = new Map(timetable.questions.map(({ place, day }) => [place, answers.days?.[place] ?? day]))
  const cycle = cycleDays(timetable, answers, calendar)
  const found: Occurrence[] = []
  const days = new Set<string>()
  for (const lesson of timetable.lessons) {
    const own = lesson.day === null ? cycle.filter((one) => isOf(lesson, one)).map(({ day }) => day) : []
    const dated = lesson.day === null || open.has(lesson.day_place) ? own : [moved.get(lesson.day_place) ?? lesson.day]
    for (const day of dated) {
      days.add(day)
      for (let i = 0; i < lesson.pairs; i++) found.push({ day, pair: lesson.pair + i, lesson })
    }
  }
  const untouched = timetable.days.filter((day) => !timetable.questions.some((question) => question.day === day))
  return { occurrences: found, days: [...new Set([...days, ...untouched, ...cycle.map(({ day }) => day)])].sort() }
}

type CycleDay = { day: string; weekday: number; week: number }
const isOf = ({ weekday, week }: WrittenLesson, day: CycleDay) =>
  weekday === day.weekday && (week === null || week === day.week)

/** Days of lessons from `from` to `until` with their places in the cycle; a day off has no lessons, a worked day off has those of another weekday. */
function cycleDays(
  timetable: WrittenTimetable,
  { from, until, first_week = 1 }: Answers,
  calendar: CalendarFacts
): CycleDay[] {
  if (!needsDates(timetable) || !from || !until || refuseDates(from, until)) return []
  const start = DateTime.fromISO(from).startOf('week')
  const days: CycleDay[] = []
  for (
    let at = DateTime.fromISO(from);
    at.toISODate() !== null && (at.toISODate() ?? '') <= until;
    at = at.plus({ days: 1 })
  ) {
    const day = at.toISODate() ?? ''
    const weekday = calendar.worked.get(day) ?? (calendar.off.has(day) ? 0 : weekdayOf(day))
    const passed = Math.floor(at.diff(start, 'weeks').weeks)
    if (weekday >= 1 && weekday <= 7)
      days.push({ day, weekday, week: ((passed + first_week - 1) % timetable.weeks) + 1 })
  }
  return days
}

const MOST_DAYS = 200

/** Why a span of days is not taken; null when it is. */
export function refuseDates(from: string, until: string): string | null {
  const [first, last] = [DateTime.fromISO(from), DateTime.fromISO(until)]
  if (!first.isValid || !last.isValid) return 'Укажите дни как 01.09.2026.'
  if (until < from) return 'Последний день раньше первого.'
  return last.diff(first, 'days').days > MOST_DAYS ? 'Больше полугода за один раз не загружается.' : null
}

/** The days that are proposed for a file without dates: from the next Monday to the end of the term. */
export function spanOf(
  terms: { starts_on: string; ends_on: string }[],
  today: string
): { from: string; until: string } {
  const term = terms.find(({ ends_on }) => ends_on > today)
  const monday = DateTime.fromISO(today).plus({ weeks: 1 }).startOf('week').toISODate() ?? today
  if (!term) return { from: '', until: '' }
  const [, from = monday] = [monday, term.starts_on].sort()
  return { from, until: term.ends_on }
}
