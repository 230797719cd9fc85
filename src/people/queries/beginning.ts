import { sql } from 'kysely'
import { type Db, tableOf } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'
import type { Beginning } from '../rules/beginning.ts'

/** Whether anybody is in the college yet: a person or an account of nobody's. */
export async function isAnybodyKnown(db: Db): Promise<boolean> {
  const person = await db.selectFrom('person').select('id').limit(1).executeTakeFirst()
  const account = await db.selectFrom('account').select('id').limit(1).executeTakeFirst()
  return person !== undefined || account !== undefined
}

/** What a new college has of what its first year needs; null from the day its first year was opened. */
export async function findBeginning(db: Db): Promise<Beginning | null> {
  const there = (name: keyof DB) => sql`exists (select from ${tableOf(db, name)})`
  const { rows } = await sql<Beginning>`
    select ${there('college_profile')} as has_profile, ${there('department')} as has_departments,
      ${there('room')} as has_rooms, ${there('bell')} as has_bells,
      (select count(*)::int from (select from ${tableOf(db, 'staff_member')} limit 2) as member) as staff,
      (select count(*)::int from (select distinct role from ${tableOf(db, 'role_grant')}
        where role in ('head', 'registrar', 'methodist', 'deputy', 'teacher')) as granted) as roles,
      (select id from ${tableOf(db, 'academic_year')} order by starts_on desc limit 1) as year_id
    where not exists (select from ${tableOf(db, 'academic_year')} where opened_at is not null)`.execute(db)
  return rows[0] ?? null
}
