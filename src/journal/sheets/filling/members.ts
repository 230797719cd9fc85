import type { StayRow, SubgroupStay } from '../../queries/sheets/people.ts'
import type { Interval } from '../../rules/printing.ts'
import type { RosterLine } from '../shapes.ts'
import { comingOf, leavingOf, orderOf } from './moves.ts'
import { byName, fullOf, longerOf, shortOf } from './names.ts'

/** A student of the group's list of the interval; `number` is the one of the list everywhere. */
export type Member = {
  student_id: number
  number: number
  full: string
  short: string
  /** No longer in the group on the last day of the interval. */
  left: boolean
  stays: StayRow[]
  parts: SubgroupStay[]
}

/** Everybody who was in the group on some day of the interval, in the order of the Russian alphabet. */
export function membersOf(stays: StayRow[], parts: SubgroupStay[], { to }: Interval): Member[] {
  const partsOf = Map.groupBy(parts, ({ student_id }) => student_id)
  const lists = [...Map.groupBy(stays, ({ student_id }) => student_id).values()]
    .flatMap(([first, ...more]) => (first ? [{ first, all: [first, ...more] }] : []))
    .toSorted((a, b) => byName(a.first, b.first) || a.first.student_id - b.first.student_id)
  const shorts = lists.map(({ first }) => shortOf(fullOf(first)))
  return lists.map(({ first, all }, i) => ({
    ...{ student_id: first.student_id, number: i + 1, full: fullOf(first) },
    short: shorts.filter((one) => one === shorts[i]).length > 1 ? longerOf(first) : (shorts[i] ?? ''),
    left: (all.at(-1)?.until ?? to) < to,
    ...{ stays: all, parts: partsOf.get(first.student_id) ?? [] }
  }))
}

/** F3: what the orders say of each student. */
export const rosterOf = (members: Member[], { from, to }: Interval): RosterLine[] =>
  members.map(({ number, full, left, stays, parts }) => ({
    ...{ number, name: full, left },
    bookNumber: stays[0]?.record_number ?? '',
    enrolledBy: orderOf(stays[0]?.since_order ?? null),
    movement: stays
      .flatMap((stay) => [
        stay.since > from ? comingOf(stay) : '',
        stay.until !== null && stay.until < to ? leavingOf(stay, 'with day') : ''
      ])
      .filter(Boolean)
      .join('; '),
    note: [...new Set(parts.map(({ division, number }) => `${division}: подгруппа ${number}`))].join('; ')
  }))
