import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../platform/db.ts'

/** Subgroups of the group, by divisions, with who is in each on that day. */
export const listSubgroups = (db: Db, study_group_id: number, day: string) =>
  db
    .selectFrom('subgroup')
    .select(['subgroup.id', 'subgroup.division', 'subgroup.number'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('subgroup_member')
          .select('subgroup_member.student_id')
          .whereRef('subgroup_member.subgroup_id', '=', 'subgroup.id')
          .where('subgroup_member.since', '<=', day)
          .where((on) => on.or([on('subgroup_member.until', 'is', null), on('subgroup_member.until', '>=', day)]))
      ).as('members')
    )
    .where('subgroup.study_group_id', '=', study_group_id)
    .orderBy('subgroup.division')
    .orderBy('subgroup.number')
    .execute()

/** Who is in the group on that day and until when, in the order of names. */
export const listEnrolled = (db: Db, study_group_id: number, day: string) =>
  db
    .selectFrom('enrolment')
    .innerJoin('student', 'student.id', 'enrolment.student_id')
    .innerJoin('person', 'person.id', 'student.person_id')
    .select(['student.id', 'person.last_name', 'person.first_name', 'person.middle_name'])
    .select(['enrolment.since', 'enrolment.until'])
    .where('enrolment.study_group_id', '=', study_group_id)
    .where('enrolment.since', '<=', day)
    .where((eb) => eb.or([eb('enrolment.until', 'is', null), eb('enrolment.until', '>=', day)]))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .orderBy('student.id')
    .execute()

/** Whether the group has a division of that name, however its letters are written. */
export async function hasDivision(db: Db, study_group_id: number, division: string): Promise<boolean> {
  const found = await db
    .selectFrom('subgroup')
    .select('id')
    .where('study_group_id', '=', study_group_id)
    .where(sql`lower(division)`, '=', division.toLowerCase())
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** Whether any gradebook, of whatever term, is of a subgroup of the division. */
export async function isTaught(db: Db, study_group_id: number, division: string): Promise<boolean> {
  const found = await db
    .selectFrom('course')
    .innerJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .select('course.id')
    .where('subgroup.study_group_id', '=', study_group_id)
    .where('subgroup.division', '=', division)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** Takes the division off with its subgroups and everybody's days in them. */
export async function dropDivision(trx: Db, study_group_id: number, division: string): Promise<void> {
  const own = trx
    .selectFrom('subgroup')
    .select('id')
    .where('study_group_id', '=', study_group_id)
    .where('division', '=', division)
  await trx.deleteFrom('interrupted_membership').where('subgroup_id', 'in', own).execute()
  await trx.deleteFrom('subgroup_member').where('subgroup_id', 'in', own).execute()
  await trx.deleteFrom('subgroup').where('id', 'in', own).execute()
}

/** The subgroups of the division by their numbers, those that were missing added. */
export async function ensureSubgroups(trx: Db, study_group_id: number, division: string, numbers: number[]) {
  await trx
    .insertInto('subgroup')
    .values(numbers.map((number) => ({ study_group_id, division, number })))
    .onConflict((conflict) => conflict.columns(['study_group_id', 'division', 'number']).doNothing())
    .execute()
  const rows = await trx
    .selectFrom('subgroup')
    .select(['id', 'number'])
    .where('study_group_id', '=', study_group_id)
    .where('division', '=', division)
    .execute()
  return new Map(rows.map(({ id, number }) => [number, id]))
}
