// Lessons of somebody who is away: what is proposed, what is decided for each, and what cannot be (R1 5.6). Pure.
import { isDay } from '../../platform/days.ts'
import { pairsOf } from './boards.ts'
import { type Candidate, type ChangeRefusal, refuseChange, refuseSubstitute } from './changes.ts'

type Lesson = {
  id: number
  held_on: string
  pair_number: number
  hours: number
  lesson_id: number | null
  substitution_id: number | null
  staff_member_id: number
  substitute_id: number | null
  subject: string
}
/** Groups of a stream sit in one lecture: one teacher, one subject, one hour. */
const lectureOf = ({ staff_member_id, subject, pair_number }: Lesson) => `${staff_member_id} ${pair_number} ${subject}`

/** Who is taken at which hours, and by which lecture. */
function takenHours() {
  const taken = new Map<string, string>()
  const keysOf = (lesson: Lesson, id: number) => pairsOf(lesson).map((pair) => `${id} ${lesson.held_on} ${pair}`)
  return {
    isTaken: (lesson: Lesson, id: number) =>
      keysOf(lesson, id).some((key) => taken.has(key) && taken.get(key) !== lectureOf(lesson)),
    take: (lesson: Lesson, id: number) => {
      for (const key of keysOf(lesson, id)) taken.set(key, lectureOf(lesson))
    }
  }
}

/** What is done with one lesson of somebody who is away; 0 with «cancel» is that it is not held. */
export type Choice = { entry_id: number; staff_member_id: number; kind: 'teacher' | 'union' | 'cancel' }

/** «held», «solved», or «open» while it has nobody who will come: the substitute may fall ill too. */
export const stateOf = (lesson: Lesson, absent: number): 'held' | 'solved' | 'open' => {
  if (lesson.lesson_id !== null) return 'held'
  return lesson.substitution_id !== null && lesson.substitute_id !== absent ? 'solved' : 'open'
}

/** Each lesson that cannot be given so, with the reason: one person is not put into two lessons of an hour. */
export function refuseChoices<L extends Lesson & { is_closed: boolean }>(
  choices: Choice[],
  lessons: Map<number, L>,
  candidates: Map<number, (Candidate & { id: number })[]>,
  reason: string
): Map<number, ChangeRefusal> {
  const refusals = new Map<number, ChangeRefusal>()
  const hours = takenHours()
  for (const { entry_id, staff_member_id, kind } of choices) {
    const lesson = lessons.get(entry_id)
    if (!lesson) continue
    const candidate = candidates.get(entry_id)?.find(({ id }) => id === staff_member_id)
    const isTwice = kind === 'teacher' && hours.isTaken(lesson, staff_member_id)
    const refusal =
      refuseChange(lesson, reason) ??
      (kind === 'cancel'
        ? lesson.substitution_id === null
          ? null
          : 'substituted'
        : refuseSubstitute(candidate, kind)) ??
      (isTwice ? 'busy' : null)
    if (refusal) refusals.set(entry_id, refusal)
    if (kind === 'teacher') hours.take(lesson, staff_member_id)
  }
  return refusals
}

/**
 * For each open lesson the free one who teaches the subject, the fittest first; nobody twice at one hour. Where nobody does, there
 * is no proposal.
 */
export function proposalsOf<L extends Lesson>(
  lessons: L[],
  candidates: Map<number, { free: { id: number; knows_subject: boolean }[] }>
): Map<number, number> {
  const proposed = new Map<number, number>()
  const hours = takenHours()
  for (const lesson of lessons) {
    const free = candidates.get(lesson.id)?.free ?? []
    const found = free.find((one) => one.knows_subject && !hours.isTaken(lesson, one.id))
    if (!found) continue
    proposed.set(lesson.id, found.id)
    hours.take(lesson, found.id)
  }
  return proposed
}

type AbsenceForm = { staff_member_id: number; since: string; until: string; reason: string }
export function refuseAbsence({ staff_member_id, since, until, reason }: AbsenceForm): ChangeRefusal | null {
  if (!(staff_member_id > 0)) return 'no-teacher'
  if (!isDay(since) || !isDay(until)) return 'day-missing'
  if (until < since) return 'ends-first'
  return reason === '' ? 'no-reason' : null
}
