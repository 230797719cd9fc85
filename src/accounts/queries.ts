import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Role } from '../access/rights.ts'
import type { Db } from '../platform/db.ts'
import { remembered } from '../platform/remembering.ts'

const listAccounts = remembered((db: Db, account_id: number, today: string, session_id: string) =>
  db
    .selectFrom('account')
    .leftJoin('person', 'person.id', 'account.person_id')
    .leftJoin('staff_member', 'staff_member.person_id', 'account.person_id')
    .leftJoin('student', 'student.person_id', 'account.person_id')
    .leftJoin('session', (join) =>
      join.onRef('session.account_id', '=', 'account.id').on('session.id', '=', session_id)
    )
    .leftJoin('setting', (join) => join.on('setting.name', '=', 'lock_after_minutes'))
    .leftJoin('college_profile', (join) => join.onTrue())
    .select(['account.id as account_id', 'account.person_id', 'account.login', 'staff_member.id as staff_member_id'])
    .select(['student.id as student_id', 'person.last_name', 'person.first_name', 'person.middle_name'])
    .select(['account.password_is_temporary', 'session.seen_at', 'session.locked_at', 'setting.value as lock_after'])
    .select(['college_profile.short_name', 'college_profile.time_zone'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('role_grant')
          .select(['role_grant.role', 'role_grant.department_id'])
          .$narrowType<{ role: Role }>()
          .whereRef('role_grant.account_id', '=', 'account.id')
          .where('role_grant.since', '<=', today)
          .where((grant) => grant.or([grant('role_grant.until', 'is', null), grant('role_grant.until', '>=', today)]))
      ).as('roles')
    )
    .where('account.id', '=', account_id)
    .where('account.blocked_at', 'is', null)
    // Who was dismissed comes in only for what is left: as a parent or a student.
    .where((eb) =>
      eb.or([
        eb('staff_member.dismissed_on', 'is', null),
        eb('staff_member.dismissed_on', '>=', today),
        eb.exists(
          eb
            .selectFrom('role_grant as held')
            .select('held.id')
            .whereRef('held.account_id', '=', 'account.id')
            .where('held.since', '<=', today)
            .where((grant) => grant.or([grant('held.until', 'is', null), grant('held.until', '>=', today)]))
        )
      ])
    )
    .compile()
)

/** The account with its person, the roles it holds on `today`, its session and the college's name and zone; nothing when it is blocked. */
export const findAccount = async (db: Db, account_id: number, today: string, session_id = '') =>
  (await listAccounts(db, account_id, today, session_id)).at(0)

export function findCredentials(db: Db, login: string) {
  return db
    .selectFrom('account')
    .select(['id', 'password_hash', 'last_signed_in_at'])
    .where('login', '=', login)
    .where('blocked_at', 'is', null)
    .executeTakeFirst()
}

/** How often sign-in failed since the instant, for this login and from this address. */
export async function countFailures(db: Db, login: string, address: string, since: Date) {
  return db
    .selectFrom('failed_sign_in')
    .select((eb) => [
      eb.fn.countAll<number>().filterWhere('login', '=', login).as('of_login'),
      eb.fn.countAll<number>().filterWhere('address', '=', address).as('of_address')
    ])
    .where('at', '>', since)
    .where((eb) => eb.or([eb('login', '=', login), eb('address', '=', address)]))
    .executeTakeFirstOrThrow()
}

export const addFailure = (db: Db, login: string, address: string) =>
  db.insertInto('failed_sign_in').values({ login, address }).execute()

/** Forgets what failed for the login, and everything older than a day. */
export const dropFailures = (db: Db, login: string) =>
  db
    .deleteFrom('failed_sign_in')
    .where((eb) => eb.or([eb('login', '=', login), eb('at', '<', sql<Date>`now() - interval '1 day'`)]))
    .execute()

export const putLastSignIn = (db: Db, account_id: number, at: Date) =>
  db.updateTable('account').set({ last_signed_in_at: at }).where('id', '=', account_id).execute()
