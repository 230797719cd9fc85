import { sql } from 'kysely'
import { type Db, tableOf } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'
import type { Window } from './pages.ts'

/** The number of each student in the list of the whole group, of those who were in it on some day of the window. */
export async function listGroupNumbers(
  db: Db,
  study_group_id: number,
  { from, to }: Window
): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('enrolment')
    .innerJoin('student', 'student.id', 'enrolment.student_id')
    .innerJoin('person', 'person.id', 'student.person_id')
    .select('student.id')
    .where('enrolment.study_group_id', '=', study_group_id)
    .where('enrolment.since', '<=', to)
    .where((eb) => eb.or([eb('enrolment.until', 'is', null), eb('enrolment.until', '>=', from)]))
    .groupBy(['student.id', 'person.id'])
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .orderBy('student.id')
    .execute()
  return new Map(rows.map(({ id }, i) => [id, i + 1]))
}

/** One student who was in this subgroup and in another one of its division in the term. */
export type MoveRow = {
  student_id: number
  last_name: string
  first_name: string
  middle_name: string
  /** «1 2026-09-01 2026-11-19», «2 2026-11-20 »: subgroup, first and last day, joined with tabs */
  spells: string
  /** marks of the other subgroups' gradebooks of the subject, in the order of time */
  marks: string | null
  average: number | null
  hours_missed: number
}

/** Who changed the subgroup in the course's term, with what the gradebook of the other one says of them. */
export async function listMoves(db: Db, course_id: number): Promise<MoveRow[]> {
  const table = (name: keyof DB) => tableOf(db, name)
  const { rows } = await sql<MoveRow>`
    with page as (
      select course.*, subgroup.division, dates.starts_on, dates.ends_on from ${table('course')} as course
      join ${table('subgroup')} as subgroup on subgroup.id = course.subgroup_id
      join ${table('term_of_group')} as dates on dates.study_group_id = course.study_group_id and dates.term_id = course.term_id
      where course.id = ${course_id}),
    moved as (
      select member.student_id,
        string_agg(part.number || ' ' || member.since || ' ' || coalesce(member.until::text, ''), chr(9) order by member.since) as spells
      from page
      join ${table('subgroup')} as part on part.study_group_id = page.study_group_id and part.division = page.division
      join ${table('subgroup_member')} as member on member.subgroup_id = part.id
        and member.since <= page.ends_on and coalesce(member.until, 'infinity') >= page.starts_on
      group by member.student_id having bool_or(part.id = page.subgroup_id) and bool_or(part.id <> page.subgroup_id)),
    beside as (
      select lesson.id, lesson.held_on, lesson.pair_number from page
      join ${table('course')} as course on course.study_group_id = page.study_group_id
        and course.curriculum_item_id = page.curriculum_item_id and course.semester = page.semester
        and course.subgroup_id <> page.subgroup_id
      join ${table('lesson')} as lesson on lesson.course_id = course.id),
    marked as (
      select mark.student_id, string_agg(mark.value, ' ' order by beside.held_on, beside.pair_number, mark.work_number) as marks,
        round(avg(mark.value::int) filter (where length(mark.value) = 1), 2) as average
      from beside join ${table('mark')} as mark on mark.lesson_id = beside.id
      where mark.student_id in (select student_id from moved) group by 1),
    missed as (
      select absence.student_id, sum(absence.hours)::int as hours
      from beside join ${table('absence')} as absence on absence.lesson_id = beside.id
      where absence.student_id in (select student_id from moved) group by 1)
    select moved.student_id, person.last_name, person.first_name, person.middle_name, moved.spells, marked.marks, marked.average,
      coalesce(missed.hours, 0)::int as hours_missed
    from moved
    join ${table('student')} as student on student.id = moved.student_id
    join ${table('person')} as person on person.id = student.person_id
    left join marked on marked.student_id = moved.student_id
    left join missed on missed.student_id = moved.student_id
    order by person.last_name, person.first_name, person.middle_name, moved.student_id`.execute(db)
  return rows
}
