import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export const putWorks = (trx: Db, works: { lesson_id: number; number: number; work_kind_id: number }[]) =>
  trx
    .insertInto('work')
    .values(works)
    .onConflict((conflict) =>
      conflict.columns(['lesson_id', 'number']).doUpdateSet((eb) => ({ work_kind_id: eb.ref('excluded.work_kind_id') }))
    )
    .execute()

/** Drops works that have no marks; a work with marks stays. */
export const dropWorks = (trx: Db, lesson_id: number, numbers: number[]) =>
  trx
    .deleteFrom('work')
    .where('lesson_id', '=', lesson_id)
    .where('number', 'in', numbers)
    .where((eb) =>
      eb.not(
        eb.exists(
          trx
            .selectFrom('mark')
            .select(sql.lit(1).as('one'))
            .whereRef('mark.lesson_id', '=', 'work.lesson_id' as never)
            .whereRef('mark.work_number', '=', 'work.number' as never)
        )
      )
    )
    .executeTakeFirst()

export const listWorkNumbers = (db: Db, lesson_id: number, numbers: number[]) =>
  db
    .selectFrom('work')
    .select('number')
    .where('lesson_id', '=', lesson_id)
    .where('number', 'in', numbers)
    .orderBy('number')
    .execute()
