import { sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Role } from '../access/rights.ts'
import type { Db } from '../platform/db.ts'
import { remembered } from '../platform/remembering.ts'

/** Accounts that are open, each with its person and with the roles granted to it on whatever days. */
const accounts = (db: Db) =>
  db
    .selectFrom('account')
    .leftJoin('person', 'person.id', 'account.person_id')
    .leftJoin('staff_member', 'staff_member.person_id', 'account.person_id')
    .leftJoin('student', 'student.person_id', 'account.person_id')
    .select(['account.id as account_id', 'account.person_id', 'account.login', 'account.password_is_temporary'])
    .select(['staff_member.id as staff_member_id', 'staff_member.dismissed_on', 'student.id as student_id'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('role_grant')
          .select(['role_grant.role', 'role_grant.department_id', 'role_grant.since', 'role_grant.until'])
          .$narrowType<{ role: Role }>()
          .whereRef('role_grant.account_id', '=', 'account.id')
      ).as('grants')
    )
    .where('account.blocked_at', 'is', null)

/** The account with its person and grants; nothing when it is blocked. */
export const findAccount = (db: Db, account_id: number) =>
  accounts(db).where('account.id', '=', account_id).executeTakeFirst()

const listVisits = remembered((db: Db, session_id: string, now: Date) =>
  db
    .selectFrom('session')
    .leftJoin('setting', (join) => join.on('setting.name', '=', 'lock_after_minutes'))
    .leftJoin('college_profile', (join) => join.onTrue())
    .select(['session.content', 'session.seen_at', 'session.locked_at', 'setting.value as lock_after'])
    .select(['college_profile.short_name', 'college_profile.time_zone'])
    .select(jsonObjectFrom(accounts(db).whereRef('account.id', '=', sql.ref('session.account_id'))).as('account'))
    .where('session.id', '=', session_id)
    .where('session.expires_at', '>', now)
    .compile()
)

/** All that a request has to know before anything else: the session, its account unless that is blocked, the college's name and zone. */
export const findVisit = async (db: Db, session_id: string, now: Date) => (await listVisits(db, session_id, now)).at(0)
export type Visit = NonNullable<Awaited<ReturnType<typeof findVisit>>>

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
