// From the rules of a group to its lessons by dates: what appears, changes, goes and is left alone (R1 5.5). Pure.
import { daysFrom, isStudyDay, type StudyDays, weekdayOf } from '../../college/rules/days.ts'
import { mondayOf } from './places.ts'

export const WEEKS = {
  every: 'каждую неделю',
  odd: 'по нечётным неделям',
  even: 'по чётным неделям',
  listed: 'по неделям из списка',
  first: 'через неделю: 1-я неделя цикла',
  second: 'через неделю: 2-я неделя цикла'
} as const
export type Weeks = keyof typeof WEEKS

export type Rule = {
  id: number
  course_id: number
  weekday: number
  pair_number: number
  hours: number
  room_id: number | null
  staff_member_id: number
  form?: string | null
  is_distant?: boolean
  weeks: Weeks
  week_numbers: number[]
  since: string
  until: string
  /** of the curriculum's row: a practice has its days in weeks of practice */
  item_kind?: string
}
export type Span = { kind: string; starts_on: string; ends_on: string }
/** The term as it is for the group, its days off and what its study calendar has. */
export type Ground = { starts_on: string; ends_on: string; calendar: StudyDays; spans: Span[] }
/** `lost` says why there is no lesson: a day off, practice, vacation …; null when there is one. */
export type Occurrence = { rule: Rule; held_on: string; lost: string | null }

const WEEK_MS = 7 * 86_400_000

/** Weeks of the term are counted from the one in which it begins: 1, 2, 3 … */
export const weekNumber = (day: string, term_starts_on: string): number =>
  Math.round((Date.parse(mondayOf(day)) - Date.parse(mondayOf(term_starts_on))) / WEEK_MS) + 1

export const spanAt = (day: string, spans: Span[]) => spans.find((span) => span.starts_on <= day && day <= span.ends_on)

/** Lessons are held in weeks of theory, practices in weeks of practice too, exams and consultations in the session too. */
export function suitsSpan({ kind, item_kind = '' }: { kind: string; item_kind?: string }, span: Span): boolean {
  if (span.kind === 'theory') return true
  if (span.kind === 'exams') return kind !== 'lesson'
  return /_practice$/.test(span.kind) && /_practice$/.test(item_kind)
}

const isTheory = (day: string, spans: Span[]) => (spanAt(day, spans)?.kind ?? 'theory') === 'theory'

/** The two-week cycle stands still while the group has no theory, so that a month of practice does not turn it over. */
function theoryWeeks({ starts_on, ends_on, spans }: Ground): Map<string, number> {
  const weeks = new Map<string, number>()
  for (const day of daysFrom(starts_on, ends_on)) {
    const monday = mondayOf(day)
    if (isTheory(day, spans) && !weeks.has(monday)) weeks.set(monday, weeks.size + 1)
  }
  return weeks
}

function fallsOn(rule: Rule, day: string, ground: Ground, cycle: Map<string, number>): boolean {
  if (rule.weeks === 'every') return true
  const number = weekNumber(day, ground.starts_on)
  if (rule.weeks === 'odd' || rule.weeks === 'even') return (number % 2 === 1) === (rule.weeks === 'odd')
  if (rule.weeks === 'listed') return rule.week_numbers.includes(number)
  const place = cycle.get(mondayOf(day))
  return place !== undefined && (place % 2 === 1) === (rule.weeks === 'first')
}

/** Every day of the term the rules speak of, with why there is no lesson when there is none. */
export function occurrencesOf(rules: Rule[], ground: Ground): Occurrence[] {
  const cycle = theoryWeeks(ground)
  return daysFrom(ground.starts_on, ground.ends_on).flatMap((held_on) => {
    const weekday = weekdayOf(held_on, ground.calendar)
    return rules
      .filter((rule) => rule.weekday === weekday && rule.since <= held_on && held_on <= rule.until)
      .filter((rule) => fallsOn(rule, held_on, ground, cycle))
      .map((rule) => ({ rule, held_on, lost: lostOn(held_on, rule, ground) }))
  })
}

/** Hours of each journal by the rules: those that are held and those lost to days off, practice and the like. */
export function hoursOf(rules: Rule[], ground: Ground): Map<number, { held: number; lost: number }> {
  const hours = new Map<number, { held: number; lost: number }>()
  for (const { rule, lost } of occurrencesOf(rules, ground)) {
    const own = hours.get(rule.course_id) ?? { held: 0, lost: 0 }
    own[lost === null ? 'held' : 'lost'] += rule.hours
    hours.set(rule.course_id, own)
  }
  return hours
}

function lostOn(day: string, { item_kind }: Rule, { calendar, spans }: Ground): string | null {
  if (!isStudyDay(day, calendar)) return 'off'
  const span = spanAt(day, spans)
  return !span || suitsSpan({ kind: 'lesson', item_kind }, span) ? null : span.kind
}

export type Stored = {
  id: number
  course_id: number
  held_on: string
  pair_number: number
  hours: number
  room_id: number | null
  staff_member_id: number
  form?: string | null
  is_distant?: boolean
  timetable_rule_id: number | null
  /** a lesson is held on it, it is substituted, or it was corrected: it stays as it is */
  is_fixed: boolean
}
export type NewEntry = Omit<Stored, 'id' | 'is_fixed'>
export type Laid = {
  added: NewEntry[]
  changed: (NewEntry & { id: number })[]
  removed: Stored[]
  same: number
  /** of the fixed ones those that the rules would have otherwise */
  kept: number
  cancelled: number
  lost: Occurrence[]
}
export type Left = { course_id: number; held_on: string; pair_number: number; is_cancelled: boolean }

const keyOf = (one: { course_id: number; held_on: string; pair_number: number }) =>
  `${one.course_id} ${one.held_on} ${one.pair_number}`

/**
 * What has to be done so that the period stands by the rules. `stored` are the lessons of the rules' courses on these days, `left`
 * the places that standing corrections have emptied: nothing is put there again.
 */
export function layOf(occurrences: Occurrence[], stored: Stored[], left: Left[]): Laid {
  const standing = new Map(stored.map((one) => [keyOf(one), one]))
  const emptied = new Map(left.map((one) => [keyOf(one), one]))
  const [wanted, spoken] = [new Set<string>(), new Set<string>()]
  const laid: Laid = { added: [], changed: [], removed: [], same: 0, kept: 0, cancelled: 0, lost: [] }
  for (const occurrence of occurrences) {
    const entry = entryOf(occurrence)
    const [key, before] = [keyOf(entry), standing.get(keyOf(entry))]
    if (occurrence.lost !== null) laid.lost.push(occurrence)
    else if (spoken.has(key)) laid.lost.push({ ...occurrence, lost: 'taken' })
    else if (emptied.has(key)) laid.cancelled += emptied.get(key)?.is_cancelled ? 1 : 0
    else {
      wanted.add(key)
      settle(laid, entry, before)
    }
    if (occurrence.lost === null) spoken.add(key)
  }
  laid.removed = stored.filter((one) => one.timetable_rule_id !== null && !one.is_fixed && !wanted.has(keyOf(one)))
  return laid
}

function settle(laid: Laid, entry: NewEntry, before: Stored | undefined): void {
  if (!before) laid.added.push(entry)
  else if (isSame(before, entry)) laid.same++
  else if (before.is_fixed || before.timetable_rule_id === null) laid.kept++
  else laid.changed.push({ ...entry, id: before.id })
}

const isSame = (one: NewEntry, other: NewEntry) =>
  one.hours === other.hours &&
  one.room_id === other.room_id &&
  one.staff_member_id === other.staff_member_id &&
  (one.form ?? null) === (other.form ?? null) &&
  (one.is_distant ?? false) === (other.is_distant ?? false)

const entryOf = ({ rule, held_on }: Occurrence): NewEntry => ({
  ...{ course_id: rule.course_id, held_on, pair_number: rule.pair_number, hours: rule.hours, room_id: rule.room_id },
  ...{ staff_member_id: rule.staff_member_id, timetable_rule_id: rule.id },
  ...{ form: rule.form ?? null, is_distant: rule.is_distant ?? false }
})

/** «1–8, 10» → 1 … 8, 10; null for what is no list of weeks from 1 to 60. */
export function weekNumbersOf(text: string): number[] | null {
  const numbers = new Set<number>()
  for (const part of text.split(/[,;\s]+/).filter(Boolean)) {
    const [, first = '', last = first] = /^(\d{1,2})(?:[-–—](\d{1,2}))?$/.exec(part) ?? []
    const [from, to] = [Number(first), Number(last)]
    if (first === '' || from < 1 || to > 60 || to < from) return null
    for (let week = from; week <= to; week++) numbers.add(week)
  }
  return [...numbers].toSorted((a, b) => a - b)
}

/** 1, 2, 3, 10 → «1–3, 10» */
export function weeksInWords(numbers: number[]): string {
  const runs: [number, number][] = []
  for (const week of numbers) {
    const last = runs.at(-1)
    if (last && last[1] === week - 1) last[1] = week
    else runs.push([week, week])
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ')
}

export const LOST: Record<string, string> = {
  ...{ off: 'выходные и праздники', exams: 'промежуточная аттестация', training_practice: 'учебная практика' },
  ...{ industrial_practice: 'производственная практика', prediploma_practice: 'преддипломная практика' },
  ...{ attestation: 'итоговая аттестация', vacation: 'каникулы', taken: 'место занято другим занятием предмета' },
  clash: 'накладка с другим занятием'
}

/** «учебная практика»; nothing for weeks of theory. */
export const spanInWords = (day: string, spans: Span[]): string =>
  isTheory(day, spans) ? '' : (LOST[spanAt(day, spans)?.kind ?? ''] ?? '')

/** «выходные и праздники — 4 ч, каникулы — 2 ч» */
export function lostInWords(lost: Occurrence[]): string {
  const hours = new Map<string, number>()
  for (const { lost: why, rule } of lost) hours.set(why ?? '', (hours.get(why ?? '') ?? 0) + rule.hours)
  return [...hours].map(([why, sum]) => `${LOST[why] ?? why} — ${sum} ч`).join(', ')
}
