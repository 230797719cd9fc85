import { record } from '../../audit/actions.ts'
import type { Db } from '../../platform/db.ts'
import { listRooms } from '../queries/college.ts'
import { addNumbered } from '../queries/effects.ts'
import { planRooms, type RoomWrite } from '../rules/rooms.ts'
import type { Setting, Writing } from './lists.ts'
import { added, changeRows, type Done } from './writing.ts'

export const planRoomRows = async (db: Db, { rows, decisions }: Setting) =>
  planRooms(rows, decisions, { rooms: await listRooms(db) })

const ROOM_TYPES = 'name text, purpose text, building text, capacity smallint'

export async function writeRooms(trx: Db, { actor, writes, step }: Writing<RoomWrite>): Promise<Done> {
  const fresh = writes.filter(({ id }) => id === null)
  const rows = fresh.map(({ name, fields }) => ({ name, purpose: '', building: '', capacity: null, ...fields }))
  const ids = await addNumbered(trx, 'room', ROOM_TYPES, rows)
  const changes = await changeRows(
    trx,
    'room',
    writes.flatMap(({ id, fields }) => (id === null ? [] : [{ id, fields }]))
  )
  await record(
    trx,
    actor,
    ...rows.map((after, i) => ({ deed: 'room.added', object_kind: 'room', object_id: ids[i] ?? 0, after })),
    ...changes.map(({ row_key, before, after }) => ({
      ...{ deed: 'room.changed', object_kind: 'room', object_id: Number(row_key.id), before, after }
    }))
  )
  await step()
  return { effects: [...ids.map((id) => added('room', { id })), ...changes], result: {} }
}
