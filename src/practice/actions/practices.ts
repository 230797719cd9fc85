import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { listRoster } from '../../journal/queries/rosters.ts'
import { isDay } from '../../platform/days.ts'
import { attempt, type Db } from '../../platform/db.ts'
import { findPractice, type Practice } from '../queries/practices.ts'
import * as writing from '../queries/writing.ts'
import {
  type PlaceCard,
  type PracticeRefusal,
  refuseKeeping,
  refusePlace,
  refuseSpan,
  refuseStudents,
  type Span
} from '../rules/practices.ts'

export type Outcome = 'kept' | 'no-such-practice' | PracticeRefusal

/** A deed on one practice: sight, who may, then `work`; nothing stands of what is refused. */
export const onPractice = (
  db: Db,
  actor: Actor,
  today: string,
  course_id: number,
  work: (trx: Db, practice: Practice) => Promise<Outcome>
): Promise<Outcome> =>
  attempt(
    db,
    (outcome) => outcome === 'kept',
    async (trx): Promise<Outcome> => {
      const seen = await findPractice(trx, actor, today, course_id)
      if (!seen) return 'no-such-practice'
      const refusal = refuseKeeping(seen)
      if (refusal) return refusal
      await writing.lockPractice(trx, course_id)
      const practice = await findPractice(trx, actor, today, course_id)
      return practice ? work(trx, practice) : 'no-such-practice'
    }
  )

/** Names the first and the last day, and whether it goes in one piece. */
export const keepSpan = (db: Db, actor: Actor, today: string, course_id: number, span: Span) =>
  onPractice(db, actor, today, course_id, async (trx, practice) => {
    const refusal = refuseSpan(span, practice)
    if (refusal) return refusal
    await writing.putSpan(trx, course_id, span)
    const { starts_on, ends_on, is_spread } = practice
    await record(trx, actor, {
      ...{ deed: 'practice.changed', object_kind: 'course', object_id: course_id },
      ...{ before: { starts_on, ends_on, is_spread }, after: span }
    })
    return 'kept'
  })

/** Writes a place: a new one when `place_id` is null. */
export const keepPlace = (
  ...[db, actor, today, course_id, place_id, card]: [Db, Actor, string, number, number | null, PlaceCard]
) =>
  onPractice(db, actor, today, course_id, async (trx, practice) => {
    const before = practice.places.find(({ id }) => id === place_id)
    if (place_id !== null && !before) return 'no-such-practice'
    const refusal = refusePlace(card)
    if (refusal) return refusal
    if (before) await writing.putPlace(trx, before.id, card)
    else await writing.addPlace(trx, course_id, card)
    await record(trx, actor, {
      deed: before ? 'practice.place_changed' : 'practice.place_added',
      ...{ object_kind: 'course', object_id: course_id, before: before && cardOf(before), after: card }
    })
    return 'kept'
  })

export const removePlace = (db: Db, actor: Actor, today: string, course_id: number, place_id: number) =>
  onPractice(db, actor, today, course_id, async (trx, practice) => {
    const before = practice.places.find(({ id }) => id === place_id)
    if (!before) return 'no-such-practice'
    await writing.dropPlace(trx, before.id)
    await record(trx, actor, {
      ...{ deed: 'practice.place_removed', object_kind: 'course', object_id: course_id },
      before: { ...cardOf(before), students: before.students }
    })
    return 'kept'
  })

/** A place as its form has it. */
export const cardOf = (place: Practice['places'][number]): PlaceCard => ({
  ...{ is_own: place.is_own, organisation: place.organisation, address: place.address },
  ...{ contract_number: place.contract_number, contract_on: place.contract_on ?? '' },
  ...{ supervisor_name: place.supervisor_name, supervisor_post: place.supervisor_post },
  supervisor_phone: place.supervisor_phone
})

/** `'all'` is the whole group. */
type Chosen = number[] | 'all'
type Sending = { students: Chosen; place_id: number }

/** Sends the chosen students to one of the places; 0 is nowhere. */
export const sendStudents = (db: Db, actor: Actor, today: string, course_id: number, { students, place_id }: Sending) =>
  onPractice(db, actor, today, course_id, async (trx, practice) => {
    const members = await listMembers(trx, practice)
    const chosen = students === 'all' ? members : students
    const refusal = refuseStudents(chosen, members)
    if (refusal) return refusal
    if (place_id !== 0 && !practice.places.some(({ id }) => id === place_id)) return 'no-place'
    const practice_place_id = place_id === 0 ? null : place_id
    await writing.putStudents(trx, course_id, chosen, { practice_place_id })
    await record(trx, actor, {
      ...{ deed: 'practice.students_sent', object_kind: 'course', object_id: course_id },
      after: { practice_place_id, students: chosen }
    })
    return 'kept'
  })

type Handing = { students: Chosen; sheet_handed_on: string | null }

/** The certificates of practice of the chosen students came in on that day; null takes it back. */
export const handSheets = (
  ...[db, actor, today, course_id, { students, sheet_handed_on }]: [Db, Actor, string, number, Handing]
) =>
  onPractice(db, actor, today, course_id, async (trx, practice) => {
    const members = await listMembers(trx, practice)
    const chosen = students === 'all' ? members : students
    const refusal = refuseStudents(chosen, members)
    if (refusal) return refusal
    if (sheet_handed_on !== null && !(isDay(sheet_handed_on) && sheet_handed_on <= today)) return 'bad-sheet-day'
    await writing.putStudents(trx, course_id, chosen, { sheet_handed_on })
    await record(trx, actor, {
      ...{ deed: 'practice.sheets_handed', object_kind: 'course', object_id: course_id },
      after: { sheet_handed_on, students: chosen }
    })
    return 'kept'
  })

const listMembers = async (trx: Db, practice: Practice) =>
  (await listRoster(trx, practice.id, windowOf(practice))).map(({ student_id }) => student_id)

/** Days of the practice, or of its term until they are named. */
export const windowOf = (practice: Practice) => ({
  from: practice.starts_on ?? practice.term_starts_on,
  to: practice.ends_on ?? practice.term_ends_on
})
