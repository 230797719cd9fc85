import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import * as queries from '../queries/rooms.ts'
import { type Room, type RoomFields, refuseRoom, standingOn } from '../rules/places.ts'

type Gone = 'no-such-room'
const isEmpty = (refusals: object) => Object.keys(refusals).length === 0

export function addRoom(db: Db, actor: Doer, form: Room): Promise<RoomFields> {
  return inTransaction(db, async (trx) => {
    const refusals = refuseRoom(form)
    if (!isEmpty(refusals)) return refusals
    if (await queries.findRoomByName(trx, form.name)) return { name: 'name-taken' as const }
    const added = await queries.addRoom(trx, rowOf(form))
    if (!added) return { name: 'name-taken' as const }
    await record(trx, actor, { deed: 'room.added', object_kind: 'room', object_id: added.id, after: rowOf(form) })
    return {}
  })
}

/** Changes a room; `was` is the name that was on the screen. */
export function changeRoom(db: Db, actor: Doer, id: number, form: Room, was: Room) {
  return inTransaction(db, async (trx): Promise<RoomFields | Gone> => {
    await queries.lockRoom(trx, id)
    const now = await queries.findRoom(trx, id)
    if (!now) return 'no-such-room'
    const refusals = refuseRoom(form)
    if (!isEmpty(refusals)) return refusals
    const { name, building, purpose, capacity } = now
    const before = { name, building, purpose, capacity }
    if (isSame(before, rowOf(form))) return {}
    if (!isSame(before, rowOf(was))) return { form: 'changed-meanwhile' }
    if (await queries.findRoomByName(trx, form.name, id)) return { name: 'name-taken' }
    await queries.putRoom(trx, id, rowOf(form))
    await record(trx, actor, {
      ...{ deed: 'room.changed', object_kind: 'room', object_id: id },
      ...{ before, after: rowOf(form) }
    })
    return {}
  })
}

/** Removes a room in which no lesson is put; otherwise answers with what stands on it. */
export function removeRoom(db: Db, actor: Doer, id: number) {
  return inTransaction(db, async (trx): Promise<string[] | Gone> => {
    await queries.lockRoom(trx, id)
    const now = await queries.findRoom(trx, id)
    if (!now) return 'no-such-room'
    const standing = standingOnRoom(now)
    if (standing.length > 0) return standing
    await queries.dropRoom(trx, id)
    const { name, building, purpose, capacity } = now
    const before = { name, building, purpose, capacity }
    await record(trx, actor, { deed: 'room.removed', object_kind: 'room', object_id: id, before })
    return []
  })
}

export const standingOnRoom = ({ lessons }: { lessons: number | null }): string[] =>
  standingOn({ 'занятий в расписании': lessons ?? 0 })

const rowOf = ({ capacity, ...room }: Room) => ({ ...room, capacity: capacity === '' ? null : Number(capacity) })
const isSame = (a: queries.RoomRow, b: queries.RoomRow) =>
  a.name === b.name && a.building === b.building && a.purpose === b.purpose && a.capacity === b.capacity
