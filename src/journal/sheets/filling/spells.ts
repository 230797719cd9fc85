// On which days a student was in a course, and what stands beside the name when they were not all its days. Pure.
import { formats } from '../../../platform/formats.ts'
import type { StayRow } from '../../queries/sheets/people.ts'
import type { Interval } from '../../rules/printing.ts'
import type { Leaving } from '../shapes.ts'
import type { Member } from './members.ts'
import { comingOf, dayAfter, leavingOf } from './moves.ts'

/** Days in the group and, where the course has one, in its subgroup. */
export type Spell = { since: string; until: string | null; stay: StayRow }

const later = (a: string, b: string) => [a, b].toSorted()[1] ?? a
const earlier = (a: string | null, b: string | null) => (a === null ? b : b === null ? a : a < b ? a : b)

export function spellsOf({ stays, parts }: Member, subgroup_id: number | null, { from, to }: Interval): Spell[] {
  const memberships =
    subgroup_id === null ? [{ since: '', until: null }] : parts.filter((part) => part.subgroup_id === subgroup_id)
  return stays
    .flatMap((stay) =>
      memberships.map(({ since, until }) => ({
        ...{ since: later(since, stay.since), until: earlier(until, stay.until), stay }
      }))
    )
    .filter(({ since, until }) => since <= (until ?? since) && since <= to && (until ?? to) >= from)
    .toSorted((a, b) => (a.since < b.since ? -1 : 1))
}

export const isPresent = (spells: Spell[], day: string): boolean =>
  spells.some(({ since, until }) => since <= day && day <= (until ?? day))

/** The day from which the cells are no longer the student's, with the order; null for who stayed to the end. */
export function leavingOfCourse(member: Member, spells: Spell[], { to }: Interval): Leaving | null {
  const last = spells.at(-1)
  if (!last?.until || last.until >= to) return null
  const { until, stay } = last
  const order = stay.until === until ? leavingOf(stay, 'without day') : otherSubgroup(member, until)
  return { from: dayAfter(until), order }
}

function otherSubgroup({ parts }: Member, until: string): string {
  const left = parts.find((part) => part.until === until)
  const next = parts.find(({ division, since }) => division === left?.division && since > until)
  const words = next ? `в подгруппе ${next.number}` : 'не в подгруппе'
  return `${words} с ${formats.day(dayAfter(until))}`
}

/** How they came, when the course already had lessons before. */
export function comingToCourse(spells: Spell[], firstLesson: string | undefined): string {
  const first = spells[0]
  if (!first || !firstLesson || first.since <= firstLesson) return ''
  return first.stay.since === first.since ? comingOf(first.stay) : `в подгруппе с ${formats.day(first.since)}`
}
