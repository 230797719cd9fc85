import { sql } from 'kysely'
import { type Db, tableOf } from '../../platform/db.ts'
import { remembered } from '../../platform/remembering.ts'
import type { DB } from '../../platform/schema.ts'
import type { Window } from './pages.ts'

/** One row of the grid. `cells` are «column:work:text» of the window, joined with tabs; work 0 is the absence. Days are inclusive. */
export type RosterRow = {
  student_id: number
  last_name: string
  first_name: string
  middle_name: string
  /** «2026-09-01..2026-10-10» or «2026-09-01..», joined with spaces */
  periods: string
  cells: string
  average: number | null
  hours_missed: number
  /** «semester:4», joined with tabs */
  results: string | null
}

/**
 * Everybody who was in the course's group (and subgroup) on some day of the window, with their cells in it and their figures of
 * the whole term. One statement whatever the number of students and lessons; one row a student, not one a cell.
 */
export const listRoster = remembered((db: Db, course_id: number, { from, to }: Window) => {
  const table = (name: keyof DB) => tableOf(db, name)
  return sql<RosterRow>`
    with page as (select id, study_group_id, subgroup_id from ${table('course')} as course where id = ${course_id}),
    held as (
      select id, hours, held_on between ${from}::date and ${to}::date as is_shown,
        row_number() over (partition by held_on between ${from}::date and ${to}::date order by held_on, pair_number, id) || ':' as place
      from ${table('lesson')} as lesson where course_id = ${course_id}),
    marked as (
      select mark.student_id,
        string_agg(held.place || mark.work_number || ':' || mark.value, chr(9)) filter (where held.is_shown) as cells,
        round(avg(mark.value::int) filter (where length(mark.value) = 1), 2) as average -- зач and незач are words
      from held join ${table('mark')} as mark on mark.lesson_id = held.id group by mark.student_id),
    missed as (
      select absence.student_id, sum(absence.hours) as hours,
        string_agg(held.place || '0:' || absence.code ||
          case when absence.hours < held.hours and absence.code <> 'о' then absence.hours::text else '' end, chr(9))
          filter (where held.is_shown) as cells
      from held join ${table('absence')} as absence on absence.lesson_id = held.id group by absence.student_id),
    outcome as (
      select student_id, string_agg(kind || ':' || value, chr(9)) as results
      from ${table('result')} as result where course_id = ${course_id} group by student_id),
    present as (${presentIn(db, from, to)})
    select present.student_id, person.last_name, person.first_name, person.middle_name, present.periods,
      concat_ws(chr(9), missed.cells, marked.cells) as cells, marked.average, coalesce(missed.hours, 0)::int as hours_missed, outcome.results
    from present
    join ${table('student')} as student on student.id = present.student_id
    join ${table('person')} as person on person.id = student.person_id
    left join marked on marked.student_id = present.student_id
    left join missed on missed.student_id = present.student_id
    left join outcome on outcome.student_id = present.student_id
    order by person.last_name, person.first_name, person.middle_name, present.student_id`.compile(db)
})

/** Periods in the group, cut by those in the subgroup when the course has one. */
const presentIn = (db: Db, from: string, to: string) => sql`
  select spell.student_id, string_agg(spell.since || '..' || coalesce(spell.until::text, ''), ' ' order by spell.since) as periods
  from (
    select enrolment.student_id, greatest(enrolment.since, member.since) as since, least(enrolment.until, member.until) as until
    from page
    join ${tableOf(db, 'enrolment')} as enrolment on enrolment.study_group_id = page.study_group_id
    left join ${tableOf(db, 'subgroup_member')} as member
      on member.subgroup_id = page.subgroup_id and member.student_id = enrolment.student_id
    where page.subgroup_id is null or member.student_id is not null) as spell
  where spell.since <= ${to}::date and coalesce(spell.until, 'infinity') >= ${from}::date
    and spell.since <= coalesce(spell.until, 'infinity')
  group by spell.student_id`
