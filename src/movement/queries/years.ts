import { sql } from 'kysely'
import { type Db, tableOf } from '../../platform/db.ts'

/** Years the group has studied, the latest first, with the orders that promoted it. */
export const listYearsOf = (db: Db, study_group_id: number) =>
  db
    .selectFrom('study_group_year')
    .innerJoin('academic_year', 'academic_year.id', 'study_group_year.academic_year_id')
    .leftJoin('movement_order', 'movement_order.id', 'study_group_year.order_id')
    .select([
      'study_group_year.course',
      'study_group_year.order_id',
      'academic_year.starts_on',
      'academic_year.ends_on'
    ])
    .select(['movement_order.number', 'movement_order.signed_on'])
    .where('study_group_year.study_group_id', '=', study_group_id)
    .orderBy('academic_year.starts_on', 'desc')
    .execute()

/** Years these groups have studied without its being written down: those begun before `before`, and the first one whenever it is. */
export const fillYears = (trx: Db, ids: number[], before: string) =>
  trx
    .insertInto('study_group_year')
    .columns(['study_group_id', 'academic_year_id', 'course'])
    .expression(
      sql`select one.id, year.id, extract(year from year.starts_on) - one.entry_year + 1
        from ${tableOf(trx, 'study_group')} as one join ${tableOf(trx, 'academic_year')} as year
          on extract(year from year.starts_on) - one.entry_year between 0 and 5
        where one.id = any(${ids}::bigint[]) and (year.starts_on < ${before}::date or extract(year from year.starts_on) = one.entry_year)
          and (one.disbanded_on is null or one.disbanded_on >= year.starts_on)`
    )
    .onConflict((conflict) => conflict.columns(['study_group_id', 'academic_year_id']).doNothing())
    .execute()

type GroupYear = { study_group_id: number; academic_year_id: number; course: number; order_id: number }

export const addYears = (trx: Db, rows: GroupYear[]) => trx.insertInto('study_group_year').values(rows).execute()

/** Academic years that are not closed, the earliest first. */
export const listOpenYears = (db: Db) =>
  db
    .selectFrom('academic_year')
    .select(['id', 'starts_on', 'ends_on'])
    .where('closed_at', 'is', null)
    .orderBy('starts_on')
    .execute()
