import { sql } from 'kysely'
import type { Doer } from '../../access/actor.ts'
import { groupInSight } from '../../access/sight.ts'
import type { Db } from '../../platform/db.ts'
import { isOfStaff } from './sight.ts'

const right = 'accounts of students and parents: write'

const groups = (db: Db, actor: Doer, today: string) =>
  db
    .selectFrom('study_group')
    .select(['study_group.id', 'study_group.name'])
    .where(groupInSight(db, actor, right, today))
    .where((eb) => eb.or([eb('disbanded_on', 'is', null), eb('disbanded_on', '>=', today)]))

/** Enrolments of today, in raw words for two places. */
const enrolledOn = (db: Db, today: string) =>
  db
    .selectFrom('enrolment')
    .innerJoin('student', 'student.id', 'enrolment.student_id')
    .where('enrolment.since', '<=', today)
    .where((eb) => eb.or([eb('enrolment.until', 'is', null), eb('enrolment.until', '>=', today)]))

/** Groups whose credentials this person issues, with how many students there are and how many have signed in. */
export const listGroups = (db: Db, actor: Doer, today: string) =>
  groups(db, actor, today)
    .leftJoin(enrolledOn(db, today).selectAll('enrolment').select('student.person_id').as('roll'), (join) =>
      join.onRef('roll.study_group_id', '=', 'study_group.id')
    )
    .leftJoin('account', 'account.person_id', 'roll.person_id')
    .select(({ fn }) => [
      fn.count<number>('roll.student_id').as('students'),
      fn.count<number>('account.id').as('accounts'),
      fn.count<number>('account.last_signed_in_at').as('signed_in')
    ])
    .groupBy('study_group.id')
    .orderBy('study_group.name')
    .execute()

export const findGroup = (db: Db, actor: Doer, today: string, id: number) =>
  groups(db, actor, today).where('study_group.id', '=', id).executeTakeFirst()

/** The students of a group on that day, each followed by the parents, with their accounts. */
export function listGroupPeople(db: Db, group_id: number, today: string) {
  const students = enrolledOn(db, today)
    .where('enrolment.study_group_id', '=', group_id)
    .select(['student.person_id', 'student.person_id as child_id', sql<string>`''`.as('kinship')])
  const parents = enrolledOn(db, today)
    .innerJoin('guardian', 'guardian.student_id', 'student.id')
    .where('enrolment.study_group_id', '=', group_id)
    .where('guardian.since', '<=', today)
    .where((eb) => eb.or([eb('guardian.until', 'is', null), eb('guardian.until', '>=', today)]))
    .select(['guardian.person_id', 'student.person_id as child_id', 'guardian.kinship'])
  return db
    .selectFrom(students.unionAll(parents).as('somebody'))
    .innerJoin('person', 'person.id', 'somebody.person_id')
    .innerJoin('person as child', 'child.id', 'somebody.child_id')
    .leftJoin('account', 'account.person_id', 'person.id')
    .select(['somebody.person_id', 'somebody.child_id', 'somebody.kinship'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .select(['child.last_name as child_last_name', 'child.first_name as child_first_name'])
    .select(['account.id as account_id', 'account.login', 'account.last_signed_in_at', 'account.blocked_at'])
    .select(['account.password_is_temporary', 'account.issued_at'])
    .select(sql<boolean>`${isOfStaff(db)}`.as('is_staff'))
    .orderBy('child.last_name')
    .orderBy('child.first_name')
    .orderBy('somebody.child_id')
    .orderBy('somebody.kinship')
    .execute()
}
