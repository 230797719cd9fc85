import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** «Иванова А. П.» who gave the order of the row, or the login of an account that is no person. */
export const ordererOf = (db: Db) => sql<string>`${name(db)}`

const name = (db: Db) =>
  db
    .selectFrom('account')
    .leftJoin('person', 'person.id', 'account.person_id')
    .whereRef('account.id', '=', 'printout.ordered_by' as never)
    .select(
      sql<string>`coalesce(nullif(concat_ws(' ', person.last_name, left(person.first_name, 1) || '.',
        nullif(left(person.middle_name, 1), '') || '.'), ''), account.login)`.as('short_name')
    )
