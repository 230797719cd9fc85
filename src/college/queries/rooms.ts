import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export const PAGE_SIZE = 50
type Search = { text: string; purpose: string; page: number }
export type RoomRow = { name: string; building: string; purpose: string; capacity: number | null }

/** «2-101» before «2-12»: numbers inside names are numbers. */
const byName = sql`room.name collate "ru-x-icu", room.id`
const inNumbers = sql`lpad(coalesce(substring(room.name from '\\d+'), ''), 9, '0')`

const rooms = (db: Db) =>
  db
    .selectFrom('room')
    .selectAll('room')
    .select((eb) =>
      eb
        .selectFrom('timetable_entry')
        .select((one) => one.fn.countAll<number>().as('n'))
        .whereRef('timetable_entry.room_id', '=', 'room.id')
        .as('lessons')
    )

/** A page of rooms that hold the text in their name, building or purpose; one more than the page tells that there is a next. */
export const listRooms = (db: Db, { text, purpose, page }: Search) =>
  rooms(db)
    .$if(text !== '', (query) =>
      query.where(
        sql<string>`concat_ws(' ', room.name, room.building, room.purpose)`,
        'ilike',
        `%${text.replace(/[\\%_]/g, '\\$&')}%`
      )
    )
    .$if(purpose !== '', (query) => query.where('room.purpose', '=', purpose))
    .orderBy('room.building')
    .orderBy(inNumbers)
    .orderBy(byName)
    .offset((page - 1) * PAGE_SIZE)
    .limit(PAGE_SIZE + 1)
    .execute()

/** Purposes and buildings that rooms have now, for the fields that propose them. */
export const listWords = (db: Db) => db.selectFrom('room').select(['purpose', 'building']).distinct().execute()

export const findRoom = (db: Db, id: number) => rooms(db).where('room.id', '=', id).executeTakeFirst()

/** Keeps other writers of the room waiting until the transaction ends, those who put lessons into it too. */
export const lockRoom = (trx: Db, id: number) =>
  trx.selectFrom('room').select('id').where('id', '=', id).forUpdate().execute()

export const findRoomByName = (db: Db, name: string, except = 0) =>
  db
    .selectFrom('room')
    .select('id')
    .where((eb) => eb(eb.fn('lower', ['name']), '=', name.toLowerCase()))
    .where('id', '!=', except)
    .executeTakeFirst()

export const addRoom = (trx: Db, room: RoomRow) =>
  trx
    .insertInto('room')
    .values(room)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst()

export const putRoom = (trx: Db, id: number, room: RoomRow) =>
  trx.updateTable('room').set(room).where('id', '=', id).execute()

export const dropRoom = (trx: Db, id: number) => trx.deleteFrom('room').where('id', '=', id).execute()
