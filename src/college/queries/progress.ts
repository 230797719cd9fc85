import { sql } from 'kysely'
import { type Db, tableOf } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'
import type { CourseProgress } from '../rules/terms.ts'
import { shortName } from './names.ts'

export type CourseRow = CourseProgress & {
  id: number
  term_id: number
  group_name: string
  subject: string
  subgroup_number: number | null
  teachers: string
}

/** Courses of these terms with how many results each has, among those who are in it at the end of the term (or today). */
export async function listProgress(db: Db, term_ids: number[], today: string): Promise<CourseRow[]> {
  const table = (name: keyof DB) => tableOf(db, name)
  const { rows } = await sql<CourseRow>`
    with page as (
      select course.*, term.starts_on, least(term.ends_on, ${today}::date) as day
      from ${table('course')} as course join ${table('term_of_group')} as term
        on term.term_id = course.term_id and term.study_group_id = course.study_group_id
      where course.term_id = any(${term_ids}::bigint[])),
    pupil as (
      select distinct page.id as course_id, enrolment.student_id
      from page
      join ${table('enrolment')} as enrolment on enrolment.study_group_id = page.study_group_id
        and page.day between enrolment.since and coalesce(enrolment.until, 'infinity')
      left join ${table('subgroup_member')} as member on member.subgroup_id = page.subgroup_id
        and member.student_id = enrolment.student_id and page.day between member.since and coalesce(member.until, 'infinity')
      where page.subgroup_id is null or member.student_id is not null),
    roll as (select course_id, count(*)::int as students from pupil group by course_id),
    counted as (
      select course_id, kind, count(*)::int as n from pupil join ${table('result')} as result using (course_id, student_id) group by 1, 2),
    outcome as (select course_id, jsonb_object_agg(kind, n) as given from counted group by 1),
    control as (
      select page.id as course_id, array_agg(control.control_form) as forms
      from page join ${table('curriculum_control')} as control
        on control.curriculum_item_id = page.curriculum_item_id and control.semester = page.semester
      where not exists (
        select from ${table('course')} as kept join ${table('term')} as later on later.id = kept.term_id
        where (kept.study_group_id, kept.curriculum_item_id, kept.semester) = (page.study_group_id, page.curriculum_item_id, page.semester)
          and kept.subgroup_id is not distinct from page.subgroup_id and later.starts_on > page.starts_on)
      group by 1),
    teacher as (
      select course_teacher.course_id, string_agg(distinct ${shortName()}, ', ') as names
      from page
      join ${table('course_teacher')} as course_teacher on course_teacher.course_id = page.id
        and page.day between course_teacher.since and coalesce(course_teacher.until, 'infinity')
      join ${table('staff_member')} as staff_member on staff_member.id = course_teacher.staff_member_id
      join ${table('person')} as person on person.id = staff_member.person_id group by 1)
    select page.id, page.term_id, study_group.name as group_name, item.name as subject, subgroup.number as subgroup_number,
      coalesce(teacher.names, '') as teachers, coalesce(roll.students, 0) as students, item.kind as item_kind, coalesce(control.forms, '{}') as controls,
      coalesce(outcome.given, '{}') as given
    from page
    join ${table('study_group')} as study_group on study_group.id = page.study_group_id
    join ${table('curriculum_item')} as item on item.id = page.curriculum_item_id
    left join ${table('subgroup')} as subgroup on subgroup.id = page.subgroup_id
    left join teacher on teacher.course_id = page.id
    left join roll on roll.course_id = page.id
    left join control on control.course_id = page.id
    left join outcome on outcome.course_id = page.id
    order by study_group.name, item.name, subgroup.number, page.id`.execute(db)
  return rows
}
