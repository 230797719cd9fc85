// Lessons made by rules beside those that stand already: nobody is put into two places (R1 5.5). Pure.
import { formats } from '../../platform/formats.ts'
import { pairsOf } from './boards.ts'
import { type Apart, clashesOf, clashInWords, isConfirmable, type Seat } from './clashes.ts'
import type { Laid, NewEntry, Rule, Stored } from './laying.ts'

export type RuleSeat = Rule & Seat
export type DaySeat = Seat & { held_on: string }

/** What was laid without lessons that would clash; they are lost, and told in words. Groups come one after another, the first wins. */
export function withoutClashes(
  ...[laid, rules, standing, stored, apart]: [Map<number, Laid>, Map<number, RuleSeat>, DaySeat[], Stored[], Apart]
): Map<number, Laid & { clashes: string[] }> {
  const before = new Map(stored.map((one) => [one.id, one]))
  const { take, at } = seating()
  for (const seat of standing) take(seat)
  const hindrance = (seat: DaySeat) => clashesOf(seat, at(seat), apart).find((clash) => !isConfirmable(clash))
  return new Map(
    [...laid].map(([group, one]) => {
      const cleared = { ...one, added: [] as NewEntry[], changed: [] as Laid['changed'], clashes: [] as string[] }
      cleared.lost = [...one.lost]
      for (const entry of [...one.added, ...one.changed]) {
        const rule = rules.get(entry.timetable_rule_id ?? 0)
        if (!rule) continue
        const seat = seatOf(entry, rule)
        const clash = hindrance(seat)
        if (!clash) {
          take(seat)
          if ('id' in entry) cleared.changed.push(entry as Laid['changed'][number])
          else cleared.added.push(entry)
          continue
        }
        cleared.clashes.push(`${formats.day(entry.held_on)}, ${rule.subject}. ${clashInWords(clash)}`)
        const stays = 'id' in entry ? before.get((entry as { id: number }).id) : undefined
        if (stays) {
          cleared.kept++
          take({ ...seat, ...stays })
        } else cleared.lost.push({ rule, held_on: entry.held_on, lost: 'clash' })
      }
      return [group, cleared]
    })
  )
}

/** Who sits where at every hour of every day. */
function seating() {
  const hours = new Map<string, DaySeat[]>()
  const keysOf = (seat: DaySeat) => pairsOf(seat).map((pair) => `${seat.held_on} ${pair}`)
  return {
    take: (seat: DaySeat) => {
      for (const key of keysOf(seat)) {
        const list = hours.get(key)
        if (list) list.push(seat)
        else hours.set(key, [seat])
      }
    },
    /** Those who share a person, a group or a room with the seat at its hours. */
    at: (seat: DaySeat): DaySeat[] => [
      ...new Set(keysOf(seat).flatMap((key) => (hours.get(key) ?? []).filter((other) => shares(seat, other))))
    ]
  }
}

const shares = (one: Seat, other: Seat) =>
  one.staff_member_id === other.staff_member_id ||
  one.study_group_id === other.study_group_id ||
  (one.room_id !== null && one.room_id === other.room_id)

const seatOf = (entry: NewEntry, rule: RuleSeat): DaySeat => ({ ...rule, ...entry })
