import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

type Where = { term_id: number; day: string; groups: number[] }

/**
 * Who is in a group on that day, but in none of the subgroups by which a subject of theirs is taught in the term: nobody's
 * gradebook has a row for them. One row for each student and division.
 */
export const listUnplaced = (db: Db, { term_id, day, groups }: Where) =>
  db
    .selectFrom(divisionsTaught(db, term_id, groups))
    .innerJoin('enrolment', 'enrolment.study_group_id', 'taught.study_group_id')
    .innerJoin('student', 'student.id', 'enrolment.student_id')
    .innerJoin('person', 'person.id', 'student.person_id')
    .select(['taught.study_group_id', 'taught.division', 'enrolment.student_id', 'enrolment.since'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .where('enrolment.since', '<=', day)
    .where((eb) => eb.or([eb('enrolment.until', 'is', null), eb('enrolment.until', '>=', day)]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('subgroup')
            .innerJoin('subgroup_member', 'subgroup_member.subgroup_id', 'subgroup.id')
            .select(sql.lit(1).as('one'))
            .whereRef('subgroup.study_group_id', '=', 'taught.study_group_id')
            .whereRef('subgroup.division', '=', 'taught.division')
            .whereRef('subgroup_member.student_id', '=', 'enrolment.student_id')
            .where('subgroup_member.since', '<=', day)
            .where((on) => on.or([on('subgroup_member.until', 'is', null), on('subgroup_member.until', '>=', day)]))
        )
      )
    )
    .orderBy('taught.study_group_id')
    .orderBy('taught.division')
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .execute()

const divisionsTaught = (db: Db, term_id: number, groups: number[]) =>
  db
    .selectFrom('course')
    .innerJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .select(['course.study_group_id', 'subgroup.division'])
    .distinct()
    .where('course.term_id', '=', term_id)
    .where('course.study_group_id', 'in', [...groups, -1])
    .as('taught')
