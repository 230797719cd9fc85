// Study calendars (календарный учебный график): what a group is busy with in each week of the year (R4 3.3.2). Pure.
import { calendarWeekday, dayPlus, daysFrom } from '../../college/rules/days.ts'
import { isDay } from '../../platform/days.ts'

/** Kinds of a span with the letter of its weeks, as such tables are drawn up. */
export const SPAN_KINDS = {
  theory: { letter: 'Т', name: 'Теоретическое обучение' },
  exams: { letter: 'Э', name: 'Промежуточная аттестация (сессия)' },
  training_practice: { letter: 'У', name: 'Учебная практика' },
  industrial_practice: { letter: 'П', name: 'Производственная практика' },
  prediploma_practice: { letter: 'Д', name: 'Преддипломная практика' },
  attestation: { letter: 'Г', name: 'Государственная итоговая аттестация' },
  vacation: { letter: 'К', name: 'Каникулы' }
} as const
export type SpanKind = keyof typeof SPAN_KINDS
export const isSpanKind = (kind: string): kind is SpanKind => kind in SPAN_KINDS

export type Days = { starts_on: string; ends_on: string }
export type Span = Days & { kind: SpanKind }

export const SPAN_REFUSALS = {
  'kind-missing': 'Выберите, чем занята группа',
  'day-missing': 'Укажите день: дд.мм.гггг',
  'ends-first': 'Последний день раньше первого',
  'outside-year': 'День за пределами учебного года',
  overlaps: 'Эти дни заняты другой строкой',
  'changed-meanwhile':
    'Пока страница была открыта, график изменили. Ниже — введённое вами; сравните и сохраните ещё раз'
} as const
export type SpanRefusal = keyof typeof SPAN_REFUSALS

/** A row of the form as it was typed, days already as YYYY-MM-DD where they are days. */
export type SpanRow = { kind: string; starts_on: string; ends_on: string }
export type SpanFields = Record<string, SpanRefusal>

/** The whole year of a group: twelve months from the first day of the academic year. */
export const boundsOf = (year_starts_on: string): Days => ({
  starts_on: year_starts_on,
  ends_on: dayPlus(`${Number(year_starts_on.slice(0, 4)) + 1}${year_starts_on.slice(4)}`, -1)
})

const isEmpty = ({ kind, starts_on, ends_on }: SpanRow) => kind === '' && starts_on === '' && ends_on === ''

/** What stands in the way of the rows, by field: «kind_2», «starts_on_2», «ends_on_2» of the row 2; empty rows are none. */
export function refuseSpans(rows: SpanRow[], bounds: Days): SpanFields {
  const refusals: SpanFields = {}
  rows.forEach((row, i) => {
    if (isEmpty(row)) return
    const refuse = (field: keyof SpanRow, refusal: SpanRefusal) => {
      refusals[`${field}_${i}`] ??= refusal
    }
    if (!isSpanKind(row.kind)) refuse('kind', 'kind-missing')
    for (const end of ['starts_on', 'ends_on'] as const) {
      if (!isDay(row[end])) refuse(end, 'day-missing')
      else if (row[end] < bounds.starts_on || row[end] > bounds.ends_on) refuse(end, 'outside-year')
    }
    if (isDay(row.starts_on) && isDay(row.ends_on) && row.ends_on < row.starts_on) refuse('ends_on', 'ends-first')
    const earlier = rows.slice(0, i).filter((other) => isDay(other.starts_on) && isDay(other.ends_on))
    if (earlier.some((other) => other.starts_on <= row.ends_on && row.starts_on <= other.ends_on))
      refuse('starts_on', 'overlaps')
  })
  return refusals
}

/** The rows that were filled in, in the order of days. */
export const spansOf = (rows: SpanRow[]): Span[] =>
  rows
    .filter((row): row is Span => !isEmpty(row) && isSpanKind(row.kind))
    .toSorted((a, b) => (a.starts_on < b.starts_on ? -1 : 1))

/** Days between the first and the last span that belong to none; a lone Sunday is not missed. */
export function gapsOf(spans: Days[]): Days[] {
  const sorted = spans.toSorted((a, b) => (a.starts_on < b.starts_on ? -1 : 1))
  return sorted.slice(1).flatMap((next, i) => {
    const gap = { starts_on: dayPlus(sorted[i]?.ends_on ?? '', 1), ends_on: dayPlus(next.starts_on, -1) }
    const isLonely = daysFrom(gap.starts_on, gap.ends_on).every((day) => calendarWeekday(day) === 7)
    return isLonely ? [] : [gap]
  })
}

export type Week = Days
/** Weeks of the year from Monday to Sunday; the first and the last may be shorter. */
export function weeksOf({ starts_on, ends_on }: Days): Week[] {
  const weeks: Week[] = []
  for (
    let monday = dayPlus(starts_on, 1 - calendarWeekday(starts_on));
    monday <= ends_on;
    monday = dayPlus(monday, 7)
  ) {
    const sunday = dayPlus(monday, 6)
    weeks.push({ starts_on: monday < starts_on ? starts_on : monday, ends_on: sunday > ends_on ? ends_on : sunday })
  }
  return weeks
}

/** Months above the weeks: a week belongs to the month of its first day. */
export function monthsOver(weeks: Week[]): { month: string; weeks: number }[] {
  const months = Map.groupBy(weeks, ({ starts_on }) => starts_on.slice(0, 7))
  return [...months].map(([month, own]) => ({ month, weeks: own.length }))
}

/** What each week holds, in the order of days: one kind, two of a week in which they change, or nothing. */
export const stripOf = (weeks: Week[], spans: Span[]): SpanKind[][] =>
  weeks.map((week) => {
    const own = spans.filter((span) => span.starts_on <= workEnd(week) && week.starts_on <= span.ends_on)
    return [...new Set(own.map(({ kind }) => kind))]
  })

/** A week of lessons ends on Saturday: a span that begins on Sunday belongs to the next one. */
const workEnd = ({ starts_on, ends_on }: Week) =>
  starts_on < ends_on && calendarWeekday(ends_on) === 7 ? dayPlus(ends_on, -1) : ends_on

/** Weeks of each kind, a week of seven days, to a tenth: 17 or 2.5. */
export function weeksByKind(spans: Span[]): Partial<Record<SpanKind, number>> {
  const inOrder = (Object.keys(SPAN_KINDS) as SpanKind[]).flatMap((kind) => spans.filter((span) => span.kind === kind))
  const days = Map.groupBy(inOrder, ({ kind }) => kind)
  const total = (own: Days[]) =>
    own.reduce((sum, { starts_on, ends_on }) => sum + daysFrom(starts_on, ends_on).length, 0)
  return Object.fromEntries([...days].map(([kind, own]) => [kind, Math.round((total(own) / 7) * 10) / 10]))
}

/** «Теоретическое обучение 01.09–28.12»: for the audit trail and for telling whether somebody changed it. */
export const inWords = (spans: Span[]): string[] =>
  spans.map(({ kind, starts_on, ends_on }) => `${SPAN_KINDS[kind].letter} ${starts_on} – ${ends_on}`)

/** A calendar to begin with: theory in the terms, vacations between and after them. */
export function proposalOf(terms: Days[], bounds: Days): Span[] {
  const sorted = terms.toSorted((a, b) => (a.starts_on < b.starts_on ? -1 : 1))
  const spans = sorted.flatMap(({ starts_on, ends_on }, i): Span[] => {
    const next = sorted[i + 1]?.starts_on ?? dayPlus(bounds.ends_on, 1)
    const rest = { starts_on: dayPlus(ends_on, 1), ends_on: dayPlus(next, -1) }
    const theory: Span = { kind: 'theory', starts_on, ends_on }
    return rest.starts_on <= rest.ends_on ? [theory, { kind: 'vacation', ...rest }] : [theory]
  })
  return spans.filter(({ starts_on, ends_on }) => starts_on >= bounds.starts_on && ends_on <= bounds.ends_on)
}
