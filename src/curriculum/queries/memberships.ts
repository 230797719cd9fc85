import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

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
