import { sql } from 'kysely'
import type { ResultKind } from '../../college/rules/results.ts'
import { type Db, tableOf } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'

export type StandingResult = {
  kind: ResultKind
  value: string
  note: string
  /** «2026-12-25» in the college's zone */
  given_on: string
  /** days the debt of this result was opened and cleared */
  opened_on: string | null
  cleared_on: string | null
}

/** One student of the course with the figures of the whole term up to today. */
export type StudentRow = {
  student_id: number
  person_id: number
  last_name: string
  first_name: string
  middle_name: string
  /** in the group and subgroup on the last day of the term, or today when that is earlier */
  is_enrolled: boolean
  left_on: string | null
  marks: number
  average: number | null
  hours_missed: number
  /** hours of the lessons held on days the student was in the group */
  hours_held: number
  results: StandingResult[]
}

/** Everybody who was in the course on some day of its term, in Russian order. One statement whatever the number of students. */
export async function listStudents(db: Db, course_id: number, today: string, time_zone: string): Promise<StudentRow[]> {
  const table = (name: keyof DB) => tableOf(db, name)
  const { rows } = await sql<StudentRow>`
    with page as (
      select course.study_group_id, course.subgroup_id, term.starts_on, term.ends_on, least(term.ends_on, ${today}::date) as day
      from ${table('course')} as course join ${table('term_of_group')} as term
        on term.term_id = course.term_id and term.study_group_id = course.study_group_id where course.id = ${course_id}),
    spell as (
      select enrolment.student_id, page.day, greatest(enrolment.since, member.since) as since,
        least(coalesce(enrolment.until, 'infinity'), coalesce(member.until, 'infinity')) as until
      from page
      join ${table('enrolment')} as enrolment on enrolment.study_group_id = page.study_group_id
      left join ${table('subgroup_member')} as member
        on member.subgroup_id = page.subgroup_id and member.student_id = enrolment.student_id
      where (page.subgroup_id is null or member.student_id is not null)
        and greatest(enrolment.since, member.since) <= page.ends_on
        and least(coalesce(enrolment.until, 'infinity'), coalesce(member.until, 'infinity'))
          >= greatest(page.starts_on, enrolment.since, member.since)),
    present as (
      select student_id, bool_or(day between since and until) as is_enrolled, nullif(max(until), 'infinity') as left_on
      from spell group by student_id),
    held as (select id, held_on, hours from ${table('lesson')} as lesson where course_id = ${course_id} and held_on <= ${today}::date),
    attendance as (
      select spell.student_id, sum(held.hours)::int as hours
      from spell join held on held.held_on between spell.since and spell.until group by 1),
    marked as (
      select mark.student_id, count(*)::int as marks,
        round(avg(mark.value::numeric) filter (where mark.value in ('5', '4', '3', '2')), 2) as average
      from ${table('mark')} as mark where mark.lesson_id in (select id from held) group by 1),
    missed as (
      select absence.student_id, sum(absence.hours)::int as hours
      from ${table('absence')} as absence where absence.lesson_id in (select id from held) group by 1),
    owed as (
      select distinct on (student_id, kind) student_id, kind, opened_on, cleared_on
      from ${table('debt')} as debt where course_id = ${course_id} order by student_id, kind, id desc),
    outcome as (
      select result.student_id, jsonb_agg(jsonb_build_object('kind', result.kind, 'value', result.value, 'note', result.note,
        'given_on', (result.given_at at time zone ${time_zone})::date, 'opened_on', owed.opened_on,
        'cleared_on', owed.cleared_on)) as results
      from ${table('result')} as result
      left join owed on owed.student_id = result.student_id and owed.kind = result.kind
      where result.course_id = ${course_id} group by 1)
    select present.student_id, student.person_id, person.last_name, person.first_name, person.middle_name, present.is_enrolled,
      present.left_on, coalesce(marked.marks, 0) as marks, marked.average, coalesce(missed.hours, 0) as hours_missed,
      coalesce(attendance.hours, 0) as hours_held, coalesce(outcome.results, '[]') as results
    from present
    join ${table('student')} as student on student.id = present.student_id
    join ${table('person')} as person on person.id = student.person_id
    left join attendance on attendance.student_id = present.student_id
    left join marked on marked.student_id = present.student_id
    left join missed on missed.student_id = present.student_id
    left join outcome on outcome.student_id = present.student_id
    order by person.last_name, person.first_name, person.middle_name, present.student_id`.execute(db)
  return rows
}
