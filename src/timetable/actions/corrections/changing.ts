// What every correction of a day does: one at a time, the lesson looked up, what speaks against it, the trail.
import type { Actor } from '../../../access/actor.ts'
import { record } from '../../../audit/actions.ts'
import { attempt, type Db } from '../../../platform/db.ts'
import * as queries from '../../queries/corrections.ts'
import { findEntry, listEntries, type TimetableRow } from '../../queries/entries.ts'
import { findGrounds, listApart, lockTimetable } from '../../queries/grounds.ts'
import { type ChangeRefusal, refuseChange } from '../../rules/changes.ts'
import { clashesOf, type Seat } from '../../rules/clashes.ts'
import { refuseSnags, type Snag, snagsOfAbsences, snagsOfClashes, snagsOfDay } from '../../rules/snags.ts'

export type ChangeOutcome =
  | { kind: 'kept'; id: number }
  | { kind: 'refused'; refusal: ChangeRefusal; snags?: Snag[] }
  | { kind: 'no-such-page' }
export type Why = queries.Why

export const refuse = (refusal: ChangeRefusal, snags?: Snag[]): ChangeOutcome => ({
  ...{ kind: 'refused', refusal },
  ...(snags ? { snags } : {})
})

/** One change of the timetable at a time, all of it or nothing. */
export const changing = (db: Db, work: (trx: Db) => Promise<ChangeOutcome>) =>
  attempt<ChangeOutcome>(
    db,
    ({ kind }) => kind === 'kept',
    async (trx): Promise<ChangeOutcome> => {
      await lockTimetable(trx)
      return work(trx)
    }
  )

/** The lesson, unless it may not be touched. */
export async function findOpen(trx: Db, id: number, why: Why): Promise<TimetableRow | ChangeOutcome> {
  const entry = await findEntry(trx, id)
  if (!entry) return { kind: 'no-such-page' }
  const refusal = refuseChange(entry, why.reason)
  return refusal ? refuse(refusal) : entry
}
export const isOutcome = (found: TimetableRow | ChangeOutcome): found is ChangeOutcome => !('course_id' in found)

/** A lesson as it would stand: who is there, what it is, and when. */
export type Standing = Seat & { held_on: string; kind: string; item_kind: string; term_id: number }
export const standingOf = (entry: TimetableRow): Standing & { id: number } => ({
  ...entry,
  staff_member_id: entry.substitute_id ?? entry.staff_member_id,
  teacher: entry.substitute ?? entry.teacher
})

/** Who would be in two places if the lesson stood there. */
export async function findClashes(trx: Db, standing: Standing, except: number[]) {
  const { held_on } = standing
  const day = await listEntries(trx, { from: held_on, to: held_on, of: { kind: 'college', id: 0 } })
  const others = day.filter(({ id }) => !except.includes(id)).map(standingOf)
  return clashesOf(standing, others, await listApart(trx, [standing.study_group_id]))
}

/** All that speaks against the lesson there: clashes, the teacher's absence, a day without lessons. */
export async function findSnags(trx: Db, standing: Standing, except: number[]): Promise<Snag[]> {
  const { held_on, staff_member_id } = standing
  return [
    ...snagsOfClashes(await findClashes(trx, standing, except)),
    ...snagsOfAbsences(await queries.listAway(trx, [staff_member_id], held_on)),
    ...snagsOfDay(held_on, standing, await groundOf(trx, standing))
  ]
}

const NOWHERE = {
  ...{ starts_on: '', ends_on: '', spans: [] },
  calendar: { off: new Map(), working: new Map(), study_days_per_week: 7 }
}
/** The term as it is for the group. */
export const groundOf = async (trx: Db, place: { term_id: number; study_group_id: number }) =>
  (await findGrounds(trx, place.term_id, [place.study_group_id])).get(place.study_group_id) ?? NOWHERE

/** The outcome that asks or refuses; null when nothing stands in the way. */
export function refuseStanding(snags: Snag[], is_confirmed: boolean): ChangeOutcome | null {
  const refusal = refuseSnags(snags, is_confirmed)
  return refusal ? refuse(refusal, snags) : null
}

/** What the trail says of a lesson's place. */
export const placeOf = (entry: Omit<queries.Entry, 'id' | 'timetable_rule_id' | 'kind'>) => {
  const { course_id, held_on, pair_number, room_id, staff_member_id } = entry
  return { course_id, held_on, pair_number, room_id, staff_member_id }
}

export const note = (trx: Db, actor: Actor, id: number, before: object | null, after: object) =>
  record(trx, actor, {
    ...{ deed: 'timetable.corrected', object_kind: 'timetable_entry', object_id: id },
    ...{ before, after }
  })
