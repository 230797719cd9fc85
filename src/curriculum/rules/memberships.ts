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

/**
 * The spells when the student is in `subgroup_id` (null: in none) from `day` until what is already known to come next, and not
 * beyond `stay_until`, the last day in the group. A spell that only goes on in the same subgroup is one with it.
 */
export function placedFrom(
  spells: Spell[],
  day: string,
  { subgroup_id, stay_until }: { subgroup_id: number | null; stay_until: string | null }
): Spell[] {
  const present = spells.find((spell) => covers(spell, day))
  const before = spells
    .filter(({ since }) => since < day)
    .map((spell) => (spell === present ? { ...spell, until: dayBefore(day) } : spell))
  const later = spells.filter(({ since }) => since > day)
  const [next] = later
  const until = earliest(present?.until, next && dayBefore(next.since), stay_until)
  return joined([...before, ...(subgroup_id === null ? [] : [{ subgroup_id, since: day, until }]), ...later])
}

/** Spells that follow each other from one day to the next in the same subgroup are one. */
function joined(spells: Spell[]): Spell[] {
  const whole: Spell[] = []
  for (const spell of spells) {
    const last = whole.at(-1)
    const goesOn = last?.until && last.subgroup_id === spell.subgroup_id && dayAfter(last.until) === spell.since
    if (goesOn) whole[whole.length - 1] = { ...last, until: spell.until }
    else whole.push(spell)
  }
  return whole
}
