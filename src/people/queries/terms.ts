import type { Db } from '../../platform/db.ts'

/** The term that the day is in. */
export const findTermOn = (db: Db, today: string) =>
  db
    .selectFrom('term')
    .select(['starts_on', 'ends_on'])
    .where('starts_on', '<=', today)
    .where('ends_on', '>=', today)
    .orderBy('starts_on')
    .executeTakeFirst()
