import type { Span, SpanKind } from '../curriculum/rules/calendars.ts'
import type { Db } from '../platform/db.ts'
import { daysAfter, type TermSpan } from './calendar.ts'
import type { Entry } from './entries.ts'
import { addRows } from './rows.ts'
import type { Stage } from './terms.ts'

const PRACTICES: Record<string, SpanKind> = {
  training_practice: 'training_practice',
  industrial_practice: 'industrial_practice'
}

/** Study calendars of the current year: what the timetable has, and after it the plan of the spring. */
export async function addStudyCalendars(db: Db, { groups, terms, year }: Stage, entries: Entry[]): Promise<void> {
  const own = terms.filter((term) => term.year === year)
  const byGroup = Map.groupBy(entries, ({ activity }) => activity.group)
  await addRows(
    db,
    'study_span',
    groups.flatMap((study_group_id, i) => {
      const laid = own.flatMap((term) => [...spansOf(term, byGroup.get(i) ?? []), ...restOf(term)])
      const spring = own.some(({ number }) => number === 2) ? [] : springOf(year)
      return [...laid, ...spring].map((span) => ({ study_group_id, ...span }))
    })
  )
}

/** Days of the term by what the group has on them; a day without lessons goes with the one before it. */
function spansOf(term: TermSpan, entries: Entry[]): Span[] {
  const kinds = new Map(entries.map(({ held_on, activity }) => [held_on, PRACTICES[activity.item.kind] ?? 'theory']))
  const spans: Span[] = []
  for (let day = term.starts_on; day <= term.ends_on; day = daysAfter(day, 1)) {
    const last = spans.at(-1)
    const kind = kinds.get(day) ?? last?.kind ?? 'theory'
    if (last?.kind === kind) last.ends_on = day
    else spans.push({ kind, starts_on: day, ends_on: day })
  }
  return spans
}

/** Vacations after the term. */
const restOf = ({ year, number, ends_on }: TermSpan): Span[] => [
  {
    kind: 'vacation',
    starts_on: daysAfter(ends_on, 1),
    ends_on: number === 1 ? `${year + 1}-01-11` : `${year + 1}-08-31`
  }
]

const springOf = (year: number): Span[] => [
  { kind: 'theory', starts_on: `${year + 1}-01-12`, ends_on: `${year + 1}-06-20` },
  { kind: 'exams', starts_on: `${year + 1}-06-21`, ends_on: `${year + 1}-06-28` },
  { kind: 'vacation', starts_on: `${year + 1}-06-29`, ends_on: `${year + 1}-08-31` }
]
