import { type ExpressionBuilder, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Doer } from '../../access/actor.ts'
import type { Role } from '../../access/rights.ts'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'
import { accountInSight, isOfStaff } from './sight.ts'

export type AccountFilter = { q: string; role: string; state: string; limit: number; offset: number }

const pattern = (q: string) =>
  `%${q
    .trim()
    .replace(/[\\%_]/g, '\\$&')
    .replace(/\s+/g, '%')}%`
const fullName = sql<string>`concat_ws(' ', person.last_name, person.first_name, nullif(person.middle_name, ''))`

/** Accounts in sight with their people and the roles held on `today`. */
const accounts = (db: Db, actor: Doer, today: string) =>
  db
    .selectFrom('account')
    .leftJoin('person', 'person.id', 'account.person_id')
    .select(['account.id', 'account.login', 'account.person_id', 'account.blocked_at', 'account.last_signed_in_at'])
    .select(['account.password_is_temporary', 'person.last_name', 'person.first_name', 'person.middle_name'])
    .select((eb) => [
      jsonArrayFrom(heldOn(eb, today).orderBy('role_grant.since')).as('roles'),
      sql<boolean>`${eb.exists(heldOn(eb, today).where('role_grant.role', '=', 'administrator'))}`.as(
        'is_administrator'
      ),
      sql<boolean>`${isOfStaff(db)}`.as('is_staff')
    ])
    .where(accountInSight(db, actor, today))

const heldOn = (eb: ExpressionBuilder<DB, 'account'>, today: string) =>
  eb
    .selectFrom('role_grant')
    .select('role_grant.role')
    .$narrowType<{ role: Role }>()
    .whereRef('role_grant.account_id', '=', 'account.id')
    .where('role_grant.since', '<=', today)
    .where((grant) => grant.or([grant('role_grant.until', 'is', null), grant('role_grant.until', '>=', today)]))

/** One page of accounts by name, and one more to know whether another page follows. */
export function listAccounts(db: Db, actor: Doer, today: string, { q, role, state, limit, offset }: AccountFilter) {
  const like = pattern(q)
  return accounts(db, actor, today)
    .$if(q.trim() !== '', (query) =>
      query.where((eb) => eb.or([eb('account.login', 'ilike', like), eb(fullName, 'ilike', like)]))
    )
    .$if(role !== '', (query) => query.where((eb) => eb.exists(heldOn(eb, today).where('role_grant.role', '=', role))))
    .$if(state === 'blocked', (query) => query.where('account.blocked_at', 'is not', null))
    .$if(state === 'unused', (query) => query.where('account.last_signed_in_at', 'is', null))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('account.login')
    .limit(limit + 1)
    .offset(offset)
    .execute()
}

/** One account in sight. */
export const findAccountCard = (db: Db, actor: Doer, today: string, id: number) =>
  accounts(db, actor, today)
    .select(['account.created_at', 'account.issued_at'])
    .where('account.id', '=', id)
    .executeTakeFirst()

/** Keeps other keepers of this account waiting until the transaction ends. */
export const lockAccount = (trx: Db, id: number) =>
  trx.selectFrom('account').select('id').where('id', '=', id).forNoKeyUpdate().execute()

/** People in sight who have no account: at work, enrolled today, or parents of such. */
const peopleWithout = (db: Db, actor: Doer, today: string) =>
  db
    .selectFrom('person')
    .leftJoin('account', 'account.person_id', 'person.id')
    .select(['person.id', 'person.last_name', 'person.first_name', 'person.middle_name'])
    .select(sql<boolean>`${isOfStaff(db)}`.as('is_staff'))
    .where('account.id', 'is', null)
    .where(accountInSight(db, actor, today))
    .where((eb) => eb.or([isAtWork(eb, today), eb('person.id', 'in', enrolledPeople(db, today))]))

const isAtWork = (eb: ExpressionBuilder<DB, 'person'>, today: string) =>
  eb.exists(
    eb
      .selectFrom('staff_member')
      .select(sql.lit(1).as('one'))
      .whereRef('staff_member.person_id', '=', 'person.id')
      .where((own) => own.or([own('dismissed_on', 'is', null), own('dismissed_on', '>=', today)]))
  )

const enrolledPeople = (db: Db, today: string) => {
  const enrolled = db
    .selectFrom('enrolment')
    .innerJoin('student', 'student.id', 'enrolment.student_id')
    .where('enrolment.since', '<=', today)
    .where((eb) => eb.or([eb('enrolment.until', 'is', null), eb('enrolment.until', '>=', today)]))
  return enrolled
    .select('student.person_id')
    .union(enrolled.innerJoin('guardian', 'guardian.student_id', 'student.id').select('guardian.person_id'))
}

export function listWithoutAccount(db: Db, actor: Doer, today: string, { q, limit, offset }: AccountFilter) {
  return peopleWithout(db, actor, today)
    .$if(q.trim() !== '', (query) => query.where(fullName, 'ilike', pattern(q)))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.id')
    .limit(limit + 1)
    .offset(offset)
    .execute()
}

export const findWithoutAccount = (db: Db, actor: Doer, today: string, person_id: number) =>
  peopleWithout(db, actor, today).where('person.id', '=', person_id).executeTakeFirst()

export const putBlocked = (trx: Db, id: number, blocked_at: Date | null) =>
  trx.updateTable('account').set({ blocked_at }).where('id', '=', id).execute()
