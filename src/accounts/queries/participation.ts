import { type ExpressionBuilder, sql } from 'kysely'
import { type Doer, departmentsOf, scopesOf } from '../../access/actor.ts'
import { groupInSight } from '../../access/sight.ts'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'
import type { Kind } from '../rules/participation.ts'

const right = 'oversight: read'

const isCurrent = <T extends 'enrolment' | 'guardian' | 'role_grant'>(table: T, today: string) =>
  sql<boolean>`${today} between ${sql.ref(`${table}.since`)} and coalesce(${sql.ref(`${table}.until`)}, 'infinity')`

/** Accounts of teachers in reach: all, of the departments one heads, or one's own. */
function teachers(db: Db, actor: Doer, today: string) {
  const scopes = scopesOf(actor, right)
  const query = db
    .selectFrom('account')
    .innerJoin('role_grant', 'role_grant.account_id', 'account.id')
    .leftJoin('staff_member', 'staff_member.person_id', 'account.person_id')
    .where('role_grant.role', '=', 'teacher')
    .where(isCurrent('role_grant', today))
  const within = scopes.includes('all')
    ? query
    : query.where((eb) =>
        eb.or([
          eb('staff_member.department_id', 'in', [...departmentsOf(actor), -1]),
          eb('account.id', '=', scopes.includes('self') ? (actor.account_id ?? -1) : -1)
        ])
      )
  return within.where('account.blocked_at', 'is', null).select(['account.id', sql<Kind>`'teacher'`.as('kind')])
}

const pupils = (db: Db, actor: Doer, today: string) =>
  db
    .selectFrom('enrolment')
    .innerJoin('student', 'student.id', 'enrolment.student_id')
    .innerJoin('study_group', 'study_group.id', 'enrolment.study_group_id')
    .where(isCurrent('enrolment', today))
    .where(groupInSight(db, actor, right, today))

const students = (db: Db, actor: Doer, today: string) =>
  pupils(db, actor, today)
    .innerJoin('account', 'account.person_id', 'student.person_id')
    .where('account.blocked_at', 'is', null)
    .select(['account.id', sql<Kind>`'student'`.as('kind')])

const parents = (db: Db, actor: Doer, today: string) =>
  pupils(db, actor, today)
    .innerJoin('guardian', 'guardian.student_id', 'student.id')
    .innerJoin('account', 'account.person_id', 'guardian.person_id')
    .where(isCurrent('guardian', today))
    .where('account.blocked_at', 'is', null)
    .select(['account.id', sql<Kind>`'parent'`.as('kind')])

/** Each account once for every kind of user it is. */
const members = (db: Db, actor: Doer, today: string) =>
  teachers(db, actor, today)
    .union(students(db, actor, today))
    .union(parents(db, actor, today))
    .as('member')

/** Terms begun by that day, the newest first, from the first day that any group has them to the last: some have their own dates. */
export const listTermsBegun = (db: Db, today: string) =>
  db
    .selectFrom('term')
    .innerJoin('academic_year', 'academic_year.id', 'term.academic_year_id')
    .leftJoin('group_term as own', 'own.term_id', 'term.id')
    .select(['term.id', 'term.name', 'academic_year.starts_on as year_starts_on'])
    .select([
      sql<string>`least(term.starts_on, min(own.starts_on))`.as('starts_on'),
      sql<string>`greatest(term.ends_on, max(own.ends_on))`.as('ends_on')
    ])
    .groupBy(['term.id', 'academic_year.starts_on'])
    .having(sql<boolean>`least(term.starts_on, min(own.starts_on)) <= ${today}::date`)
    .orderBy('starts_on', 'desc')
    .execute()

/** How many have an account, by kind. */
export const countMembers = (db: Db, actor: Doer, today: string) =>
  db
    .selectFrom(members(db, actor, today))
    .select(['member.kind', ({ fn }) => fn.countAll<number>().as('accounts')])
    .groupBy('member.kind')
    .execute()

type Span = { from: Date; to: Date; zone: string }
const weekOf = (eb: ExpressionBuilder<DB, 'audit_entry'>, zone: string) =>
  sql<string>`date_trunc('week', ${eb.ref('audit_entry.at')} at time zone ${sql.lit(zone)})::date`

/** How many different accounts signed in, by kind and week; a week is named by its Monday in the college's zone. */
export const countSignedIn = (db: Db, actor: Doer, today: string, { from, to, zone }: Span) =>
  db
    .selectFrom('audit_entry')
    .innerJoin(members(db, actor, today), 'member.id', 'audit_entry.account_id')
    .select((eb) => [
      'member.kind',
      weekOf(eb, zone).as('week'),
      eb.fn.count<number>('member.id').distinct().as('people')
    ])
    .where('audit_entry.deed', '=', 'session.begun')
    .where('audit_entry.at', '>=', from)
    .where('audit_entry.at', '<', to)
    .groupBy(['member.kind', 'week'])
    .execute()
