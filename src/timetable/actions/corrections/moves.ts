import type { Actor } from '../../../access/actor.ts'
import type { Db } from '../../../platform/db.ts'
import * as queries from '../../queries/corrections.ts'
import type { TimetableRow } from '../../queries/entries.ts'
import { type ChangeRefusal, refusePlace } from '../../rules/changes.ts'
import { clashesOf } from '../../rules/clashes.ts'
import { type Snag, snagsOfClashes } from '../../rules/snags.ts'
import {
  type ChangeOutcome,
  changing,
  findClashes,
  findOpen,
  findSnags,
  groundOf,
  isOutcome,
  note,
  placeOf,
  refuse,
  refuseStanding,
  standingOf,
  type Why
} from './changing.ts'

export type PlaceForm = { held_on: string; pair_number: number; room_id: number | null; is_confirmed: boolean }

/** Puts a lesson on another day, pair or into another room. */
export function moveEntry(db: Db, actor: Actor, id: number, form: PlaceForm, why: Why): Promise<ChangeOutcome> {
  return changing(db, async (trx) => {
    const entry = await findOpen(trx, id, why)
    if (isOutcome(entry)) return entry
    const { held_on, pair_number, room_id } = form
    const refusal = refusePlace(form, await groundOf(trx, entry)) ?? (await refuseOwnPlace(trx, entry, form))
    if (refusal) return refuse(refusal)
    const hindered = refuseStanding(await findMoveSnags(trx, entry, form), form.is_confirmed)
    if (hindered) return hindered
    await queries.putPlace(trx, id, { held_on, pair_number, room_id })
    const to = { ...entry, held_on, pair_number, room_id }
    await queries.addCorrections(trx, actor.account_id, 'move', why, [{ course_id: entry.course_id, from: entry, to }])
    await note(trx, actor, id, placeOf(entry), { ...placeOf(to), ...why })
    return { kind: 'kept', id }
  })
}

type Place = Omit<PlaceForm, 'is_confirmed'>

/** What speaks against the lesson there; where it stands already, only against the room. */
async function findMoveSnags(trx: Db, entry: TimetableRow, { held_on, pair_number, room_id }: Place): Promise<Snag[]> {
  const there = { ...standingOf(entry), held_on, pair_number, room_id }
  if (!isAt(entry, there)) return findSnags(trx, there, [entry.id])
  return snagsOfClashes((await findClashes(trx, there, [entry.id])).filter(({ kind }) => kind === 'room'))
}

/** The same before anything is sent: nothing for a place that cannot be. */
export async function lookAtMove(db: Db, entry: TimetableRow, place: Place): Promise<Snag[]> {
  const refusal = refusePlace(place, await groundOf(db, entry))
  return refusal ? [] : findMoveSnags(db, entry, place)
}

const isAt = (entry: { held_on: string; pair_number: number }, place: { held_on: string; pair_number: number }) =>
  entry.held_on === place.held_on && entry.pair_number === place.pair_number

async function refuseOwnPlace(trx: Db, entry: TimetableRow, form: PlaceForm): Promise<ChangeRefusal | null> {
  if (isAt(entry, form)) return entry.room_id === form.room_id ? 'same-place' : null
  return (await queries.findAt(trx, entry.course_id, form.held_on, form.pair_number)) ? 'taken' : null
}

type SwapForm = { other_id: number; is_confirmed: boolean }

/** Two lessons of a group exchange their days and pairs; rooms stay with their lessons. */
export function swapEntries(db: Db, actor: Actor, id: number, form: SwapForm, why: Why): Promise<ChangeOutcome> {
  return changing(db, async (trx) => {
    const [one, other] = [await findOpen(trx, id, why), await findOpen(trx, form.other_id, why)]
    if (isOutcome(one)) return one
    if (isOutcome(other)) return other.kind === 'no-such-page' ? refuse('no-other') : other
    const refusal = await refuseSwap(trx, one, other)
    if (refusal) return refuse(refusal)
    const hindered = refuseStanding(await findSwapSnags(trx, one, other), form.is_confirmed)
    if (hindered) return hindered
    await queries.putSwapped(trx, one, other)
    await queries.addCorrections(trx, actor.account_id, 'swap', why, [
      { course_id: one.course_id, from: one, to: { ...one, ...timeOf(other) } },
      { course_id: other.course_id, from: other, to: { ...other, ...timeOf(one) } }
    ])
    await note(trx, actor, id, placeOf(one), { ...placeOf(other), ...why })
    return { kind: 'kept', id }
  })
}

const timeOf = ({ held_on, pair_number }: TimetableRow) => ({ held_on, pair_number })

async function refuseSwap(trx: Db, one: TimetableRow, other: TimetableRow): Promise<ChangeRefusal | null> {
  if (one.study_group_id !== other.study_group_id || one.term_id !== other.term_id) return 'no-other'
  if (one.course_id === other.course_id) return 'same-place'
  const taken = [
    await queries.findAt(trx, one.course_id, other.held_on, other.pair_number),
    await queries.findAt(trx, other.course_id, one.held_on, one.pair_number)
  ]
  return taken.some(Boolean) ? 'taken' : null
}

/** Each at the other's place, and both beside each other: a long one may reach into the place it has left. */
async function findSwapSnags(trx: Db, one: TimetableRow, other: TimetableRow): Promise<Snag[]> {
  const [there, here] = [
    { ...standingOf(one), ...timeOf(other) },
    { ...standingOf(other), ...timeOf(one) }
  ]
  const both = [one.id, other.id]
  const meeting = one.held_on === other.held_on ? snagsOfClashes(clashesOf(there, [here])) : []
  return [...(await findSnags(trx, there, both)), ...(await findSnags(trx, here, both)), ...meeting]
}
