import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { Bell } from '../rules/bells.ts'

/** All bells by weekdays and pairs, times as HH:MM. */
export const listBells = (db: Db) =>
  db
    .selectFrom('bell')
    .select(['weekday', 'pair_number', at('starts_at').as('starts_at'), at('ends_at').as('ends_at')])
    .orderBy('weekday')
    .orderBy('pair_number')
    .execute()

const at = (column: 'starts_at' | 'ends_at') => sql<string>`to_char(${sql.ref(column)}, 'HH24:MI')`

/** Keeps others who change bells waiting until the transaction ends. */
export const lockBells = (trx: Db) => trx.selectFrom('bell').select('weekday').forUpdate().execute()

/** Puts these bells in place of those the weekdays had. */
export async function putBells(trx: Db, weekdays: number[], bells: Bell[]): Promise<void> {
  await trx.deleteFrom('bell').where('weekday', 'in', weekdays).execute()
  if (bells.length === 0) return
  await trx
    .insertInto('bell')
    .values(weekdays.flatMap((weekday) => bells.map((bell) => ({ weekday, ...bell }))))
    .onConflict((conflict) =>
      conflict.columns(['weekday', 'pair_number']).doUpdateSet((eb) => ({
        starts_at: eb.ref('excluded.starts_at'),
        ends_at: eb.ref('excluded.ends_at')
      }))
    )
    .execute()
}
