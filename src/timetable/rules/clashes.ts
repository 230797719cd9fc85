// Who and what would be in two places at once (R1 5.5). Pure.
import { pairsOf } from './boards.ts'

export type Seat = {
  pair_number: number
  hours: number
  /** who is in the room: the substitute when there is one */
  staff_member_id: number
  room_id: number | null
  study_group_id: number
  subgroup_id: number | null
  division: string | null
  subject: string
  group_name: string
  teacher: string
  room_name: string | null
}
export type ClashKind = 'teacher' | 'room' | 'group' | 'stream'
export type Clash<Other extends Seat = Seat> = { kind: ClashKind; other: Other }

/** A streamed lecture — one teacher, one subject, several groups — is allowed when it is confirmed; so is a room shared by several. */
export const isConfirmable = ({ kind }: Clash) => kind === 'stream' || kind === 'room'

/** Subgroups of different divisions in which nobody is in both: «3.7», the smaller number first. */
export type Apart = ReadonlySet<string>
export const apartKey = (one: number, other: number): string => `${Math.min(one, other)}.${Math.max(one, other)}`

/** Clashes of one lesson with others of the same day. */
export function clashesOf<Other extends Seat>(one: Seat, others: Other[], apart: Apart = new Set()): Clash<Other>[] {
  const own = new Set(pairsOf(one))
  return others
    .filter((other) => pairsOf(other).some((pair) => own.has(pair)))
    .flatMap((other): Clash<Other>[] => {
      if (sharesStudents(one, other, apart)) return [{ kind: 'group', other }]
      const isStream = one.staff_member_id === other.staff_member_id && one.subject === other.subject
      if (isStream && one.study_group_id !== other.study_group_id) return [{ kind: 'stream', other }]
      if (one.staff_member_id === other.staff_member_id) return [{ kind: 'teacher', other }]
      return one.room_id !== null && one.room_id === other.room_id ? [{ kind: 'room', other }] : []
    })
}

/** Halves of one division study apart; halves of different divisions share students unless their members are known not to. */
function sharesStudents(one: Seat, other: Seat, apart: Apart): boolean {
  if (one.study_group_id !== other.study_group_id) return false
  if (one.subgroup_id === null || other.subgroup_id === null) return true
  if (one.subgroup_id === other.subgroup_id) return true
  return one.division !== other.division && !apart.has(apartKey(one.subgroup_id, other.subgroup_id))
}

/** «Преподаватель занят: 2 пара, ПР-21, Физика» */
export function clashInWords({ kind, other }: Clash): string {
  const where = `${other.pair_number} пара, ${other.group_name}, ${other.subject}`
  if (kind === 'teacher') return `Преподаватель ${other.teacher} занят: ${where}`
  if (kind === 'room') return `Кабинет ${other.room_name ?? ''} занят: ${where} (${other.teacher})`
  if (kind === 'stream') return `То же занятие у этого преподавателя идёт в группе ${other.group_name}: это поток?`
  return `У группы уже есть занятие: ${where} (${other.teacher})`
}
