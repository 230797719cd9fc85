import { DateTime } from 'luxon'

export const KINDS = { teacher: 'Преподаватели', student: 'Обучающиеся', parent: 'Родители' } as const
export type Kind = keyof typeof KINDS

type Term = { starts_on: string; ends_on: string }

/** The Mondays of a term up to today. */
export function weeksOf(term: Term, today: string): string[] {
  const last = term.ends_on < today ? term.ends_on : today
  const weeks: string[] = []
  for (
    let day = DateTime.fromISO(term.starts_on).startOf('week');
    (day.toISODate() ?? '9') <= last;
    day = day.plus({ weeks: 1 })
  )
    weeks.push(day.toISODate() ?? '')
  return weeks
}

/** The instants between the first and the last of the weeks in the zone. */
export const instantsOf = (weeks: string[], zone: string) => ({
  from: DateTime.fromISO(weeks[0] ?? '2000-01-03', { zone }).toJSDate(),
  to: DateTime.fromISO(weeks.at(-1) ?? '2000-01-03', { zone })
    .plus({ weeks: 1 })
    .toJSDate(),
  zone
})

type Count = { kind: Kind; week: string; people: number }
type Total = { kind: Kind; accounts: number }

/** A row a week, the newest first: how many signed in and what share of those with accounts, in whole percent. */
export function participationTable(weeks: string[], totals: Total[], counts: Count[]) {
  const kinds = (Object.keys(KINDS) as Kind[]).flatMap((kind) => {
    const accounts = totals.find((total) => total.kind === kind)?.accounts ?? 0
    return accounts > 0 ? [{ kind, name: KINDS[kind], accounts }] : []
  })
  const rows = weeks.toReversed().map((week) => ({
    week,
    ends_on: DateTime.fromISO(week).plus({ days: 6 }).toISODate() ?? '',
    cells: kinds.map(({ kind, accounts }) => {
      const people = counts.find((count) => count.kind === kind && count.week === week)?.people ?? 0
      return { people, share: Math.round((people / accounts) * 100) }
    })
  }))
  return { kinds, rows }
}
