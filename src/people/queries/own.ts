import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'

/** Whose data this person may ask after and report: the own, and those of children until they come of age (R0 3.5). */
const personIsOwn = (db: Db, person_id: number, today: string): Expression<SqlBool> => {
  const eb = expressionBuilder<DB, 'person'>()
  const child = db
    .selectFrom('guardian')
    .innerJoin('student as child', 'child.id', 'guardian.student_id')
    .select(sql.lit(1).as('one'))
    .where('guardian.person_id', '=', person_id)
    .whereRef('child.person_id', '=', 'person.id' as never)
    .where('guardian.since', '<=', today)
    .where((on) => on.or([on('guardian.until', 'is', null), on('guardian.until', '>=', today)]))
    .where(sql<SqlBool>`(person.born_on is null or age(${today}::date, person.born_on) < interval '18 years')`)
  return eb.or([eb('person.id', '=', person_id), eb.exists(child)])
}

/** The person and the children, oneself first. */
export const listOwnPersons = (db: Db, person_id: number, today: string) =>
  db
    .selectFrom('person')
    .leftJoin('student', 'student.person_id', 'person.id')
    .leftJoin('staff_member', 'staff_member.person_id', 'person.id')
    .leftJoin('department', 'department.id', 'staff_member.department_id')
    .select(['person.id as person_id', 'person.last_name', 'person.first_name', 'person.middle_name', 'person.sex'])
    .select(['person.born_on', 'student.id as student_id', 'student.record_number'])
    .select(['staff_member.post', 'department.name as department_name'])
    .where(personIsOwn(db, person_id, today))
    .orderBy((eb) => eb('person.id', '=', person_id), 'desc')
    .orderBy('person.first_name')
    .execute()
export type OwnPerson = Awaited<ReturnType<typeof listOwnPersons>>[number]
