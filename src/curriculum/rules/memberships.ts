// Days of one student in the subgroups of one division, as spells in the order of time that never overlap. Pure.
import { DateTime } from 'luxon'
import { dayBefore } from './load.ts'

export type Spell = { subgroup_id: number; since: string; until: string | null }
export type Membership = Spell & { student_id: number }

const dayAfter = (day: string): string => DateTime.fromISO(day).plus({ days: 1 }).toISODate() ?? day
const earliest = (...days: (string | null | undefined)[]): string | null =>
  days.filter((day) => day !== null && day !== undefined).toSorted()[0] ?? null

export const covers = ({ since, until }: { since: string; until: string | null }, day: string): boolean =>
  since <= day && (until === null || day <= until)

/** The subgroup of that day; null for none. */
export const subgroupOn = (spells: Spell[], day: string): number | null =>
  spells.find((spell) => covers(spell, day))?.subgroup_id ?? null

/** Days in the group, both included. */
export type Stay = { since: string; until: string | null }

/**
 * The spells when the student is in `subgroup_id` (null: in none) from `day` until what is already known to come next, and not
 * beyond the stay in the group. A spell that only goes on in the same subgroup is one with it.
 */
export function placedFrom(spells: Spell[], day: string, subgroup_id: number | null, stay: Stay): Spell[] {
  const present = spells.find((spell) => covers(spell, day))
  const before = spells
    .filter(({ since }) => since < day)
    .map((spell) => (spell === present ? { ...spell, until: dayBefore(day) } : spell))
  const later = spells.filter(({ since }) => since > day)
  if (subgroup_id === null) return [...before, ...later]
  const [last, next] = [before.at(-1), later[0]]
  const until = earliest(present?.until, next && dayBefore(next.since), stay.until)
  const added = { subgroup_id, since: day, until }
  const afterLast = last && day > stay.since && goesOn(last, added) ? last : undefined
  const beforeNext = next && covers(stay, next.since) && goesOn(added, next) ? next : undefined
  return [
    ...before.filter((spell) => spell !== afterLast),
    { subgroup_id, since: afterLast?.since ?? day, until: beforeNext ? beforeNext.until : until },
    ...later.filter((spell) => spell !== beforeNext)
  ]
}

const goesOn = (one: Spell, next: Spell): boolean =>
  one.subgroup_id === next.subgroup_id && one.until !== null && dayAfter(one.until) === next.since
