import { sql } from 'kysely'
import type { Role } from '../../access/rights.ts'
import type { Db } from '../../platform/db.ts'

/** Everybody at work who has never signed in and is not shut out, with the roles held on `today` or to come. */
export const listNewcomers = (db: Db, today: string) =>
  db
    .selectFrom('staff_member')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .leftJoin('account', 'account.person_id', 'person.id')
    .leftJoin('department', 'department.id', 'staff_member.department_id')
    .select(['person.id as person_id', 'person.last_name', 'person.first_name', 'person.middle_name'])
    .select(['account.id as account_id', 'account.login', 'account.issued_at', 'account.password_is_temporary'])
    .select(['staff_member.post', 'department.name as department'])
    .select((eb) =>
      eb
        .selectFrom('role_grant')
        .select(sql<Role[]>`coalesce(array_agg(distinct role_grant.role), '{}')`.as('roles'))
        .whereRef('role_grant.account_id', '=', 'account.id')
        .where((grant) => grant.or([grant('role_grant.until', 'is', null), grant('role_grant.until', '>=', today)]))
        .$asScalar()
        .$notNull()
        .as('roles')
    )
    .where('account.blocked_at', 'is', null)
    .where('account.last_signed_in_at', 'is', null)
    .where((eb) => eb.or([eb('staff_member.dismissed_on', 'is', null), eb('staff_member.dismissed_on', '>=', today)]))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.id')
    .execute()
