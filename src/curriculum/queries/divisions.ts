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

/** All days of everybody in the subgroups of the group, in the order of time. */
export const listMemberships = (db: Db, study_group_id: number, division?: string) =>
  db
    .selectFrom('subgroup_member')
    .innerJoin('subgroup', 'subgroup.id', 'subgroup_member.subgroup_id')
    .select(['subgroup_member.subgroup_id', 'subgroup_member.student_id'])
    .select(['subgroup_member.since', 'subgroup_member.until', 'subgroup.division', 'subgroup.number'])
    .where('subgroup.study_group_id', '=', study_group_id)
    .$if(division !== undefined, (all) => all.where('subgroup.division', '=', division ?? ''))
    .orderBy('subgroup_member.since')
    .execute()

/** The names of those who once were in a subgroup of the group. */
export const listMemberNames = (db: Db, study_group_id: number) =>
  db
    .selectFrom('student')
    .innerJoin('person', 'person.id', 'student.person_id')
    .select(['student.id', 'person.last_name', 'person.first_name', 'person.middle_name'])
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('subgroup_member')
          .innerJoin('subgroup', 'subgroup.id', 'subgroup_member.subgroup_id')
          .select(sql.lit(1).as('one'))
          .whereRef('subgroup_member.student_id', '=', 'student.id')
          .where('subgroup.study_group_id', '=', study_group_id)
      )
    )
    .orderBy('person.last_name')
    .orderBy('person.first_name')
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

type Member = { subgroup_id: number; student_id: number; since: string; until: string | null }

/** Writes the days of these students in these subgroups anew. */
export async function putMemberships(trx: Db, subgroups: number[], students: number[], rows: Member[]): Promise<void> {
  await trx
    .deleteFrom('subgroup_member')
    .where('subgroup_id', 'in', [...subgroups, -1])
    .where('student_id', 'in', [...students, -1])
    .execute()
  if (rows.length > 0) await trx.insertInto('subgroup_member').values(rows).execute()
}

/** Marks and absences of these students from that day on in gradebooks of these subgroups: one row for each student and day. */
export const listEntries = (db: Db, subgroups: number[], students: number[], since: string) =>
  db
    .selectFrom('course')
    .innerJoin('lesson', 'lesson.course_id', 'course.id')
    .innerJoin(cells(db), 'cell.lesson_id', 'lesson.id')
    .innerJoin('student', 'student.id', 'cell.student_id')
    .innerJoin('person', 'person.id', 'student.person_id')
    .select(['cell.student_id', 'lesson.held_on', 'person.last_name as name'])
    .select((eb) => eb.ref('course.subgroup_id').$notNull().as('subgroup_id'))
    .where('course.subgroup_id', 'in', [...subgroups, -1])
    .where('lesson.held_on', '>=', since)
    .where('cell.student_id', 'in', [...students, -1])
    .distinct()
    .orderBy('lesson.held_on')
    .execute()

const cells = (db: Db) =>
  db
    .selectFrom('mark')
    .select(['mark.lesson_id', 'mark.student_id'])
    .union(db.selectFrom('absence').select(['absence.lesson_id', 'absence.student_id']))
    .as('cell')
