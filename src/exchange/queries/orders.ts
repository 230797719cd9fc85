import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** Students whom the order put into a group and whom a later one took out of it. */
export const countEnded = async (db: Db, order_id: number): Promise<number> => {
  const found = db
    .selectFrom('enrolment')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('since_order_id', '=', order_id)
    .where('until', 'is not', null)
  return (await found.executeTakeFirstOrThrow()).n
}
