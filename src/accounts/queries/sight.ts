import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import { type Doer, scopesOf } from '../../access/actor.ts'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'

type Truth = Expression<SqlBool>
const one = sql.lit(1).as('one')
const PERSON = 'person.id' as never

/** Conditions on `person`, left joined with `account` or the other way round. */
const builder = () => expressionBuilder<DB, 'person' | 'account'>()

const isPupil = (db: Db): Truth =>
  builder().or([
    builder().exists(db.selectFrom('student').select(one).whereRef('student.person_id', '=', PERSON)),
    builder().exists(db.selectFrom('guardian').select(one).whereRef('guardian.person_id', '=', PERSON))
  ])

const works = (db: Db): Truth =>
  builder().or([
    builder().exists(db.selectFrom('staff_member').select(one).whereRef('staff_member.person_id', '=', PERSON)),
    builder().exists(
      db
        .selectFrom('role_grant')
        .select(one)
        .whereRef('role_grant.account_id', '=', 'account.id' as never)
        .where('role_grant.role', 'not in', ['student', 'parent'])
    )
  ])

/** Somebody of the staff who is also a parent has an account of the staff: a curator must not issue a colleague's password. */
export const isOfStaff = (db: Db): Truth => builder().or([works(db), builder().not(isPupil(db))])

/** Students of the curator's groups and their parents. */
function isOfOwnGroup(db: Db, actor: Doer, today: string): Truth {
  const curated = db
    .selectFrom('enrolment')
    .innerJoin('student', 'student.id', 'enrolment.student_id')
    .innerJoin('curatorship', 'curatorship.study_group_id', 'enrolment.study_group_id')
    .leftJoin('guardian', 'guardian.student_id', 'student.id')
    .select(one)
    .where('curatorship.staff_member_id', '=', actor.staff_member_id ?? -1)
    .where('curatorship.since', '<=', today)
    .where((eb) => eb.or([eb('curatorship.until', 'is', null), eb('curatorship.until', '>=', today)]))
    .where('enrolment.since', '<=', today)
    .where((eb) => eb.or([eb('enrolment.until', 'is', null), eb('enrolment.until', '>=', today)]))
    .where((eb) => eb.or([eb('student.person_id', '=', eb.ref(PERSON)), eb('guardian.person_id', '=', eb.ref(PERSON))]))
  return builder().exists(curated)
}

/** Holds for the accounts this person keeps: of the staff, of all students and parents, or of the own groups (R2 4.2). */
export function accountInSight(db: Db, actor: Doer, today: string): Truth {
  const ways: Truth[] = []
  if (scopesOf(actor, 'accounts of staff: write').includes('all')) ways.push(isOfStaff(db))
  const pupils = scopesOf(actor, 'accounts of students and parents: write')
  const notStaff = builder().not(isOfStaff(db))
  if (pupils.includes('all')) ways.push(notStaff)
  else if (pupils.includes('own group')) ways.push(builder().and([notStaff, isOfOwnGroup(db, actor, today)]))
  return ways.length > 0 ? builder().or(ways) : sql<SqlBool>`false`
}
