import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { type Db, tableOf } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'
import { PLANNED_KINDS } from '../rules/lesson-plans.ts'
import type { Figures } from '../rules/years.ts'

const years = (db: Db) =>
  db
    .selectFrom('academic_year')
    .select(['academic_year.id', 'academic_year.starts_on', 'academic_year.ends_on'])
    .select(['academic_year.opened_at', 'academic_year.closed_at'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('term')
          .select(['term.id', 'term.name', 'term.starts_on', 'term.ends_on'])
          .select((on) => on('term.closed_at', 'is not', null).as('is_closed'))
          .whereRef('term.academic_year_id', '=', 'academic_year.id')
          .orderBy('term.number')
      ).as('terms')
    )

/** Academic years with their terms, the newest first. */
export const listAcademicYears = (db: Db) => years(db).orderBy('academic_year.starts_on', 'desc').execute()

export const findAcademicYear = (db: Db, id: number) => years(db).where('academic_year.id', '=', id).executeTakeFirst()

/** Keeps other changes of this year waiting until the transaction ends. */
export const lockAcademicYear = (trx: Db, id: number) =>
  trx.selectFrom('academic_year').select('id').where('id', '=', id).forNoKeyUpdate().execute()

type Instants = { opened_at?: Date; closed_at?: Date | null }

export const putAcademicYear = (trx: Db, id: number, change: Instants) =>
  trx.updateTable('academic_year').set(change).where('id', '=', id).execute()

type Year = { id: number; starts_on: string; ends_on: string }

/** `one`: groups that are there on the day; `here`: those of them that study in the year, their last course not over. */
const groupsOf = (db: Db, year: Year, day: string) => sql`
  one as (
    select study_group.*, ${Number(year.starts_on.slice(0, 4))}::int - study_group.entry_year + 1 as course, curriculum.semesters,
      exists (select from ${tableOf(db, 'study_group_year')} as kept where kept.study_group_id = study_group.id) as has_years,
      exists (select from ${tableOf(db, 'study_group_year')} as kept where kept.study_group_id = study_group.id
        and kept.academic_year_id = ${year.id}::bigint) as has_year
    from ${tableOf(db, 'study_group')} as study_group
    left join ${tableOf(db, 'curriculum')} as curriculum on curriculum.id = study_group.curriculum_id
    where coalesce(disbanded_on, 'infinity') >= ${day}::date
      and study_group.entry_year <= ${Number(year.starts_on.slice(0, 4))}::int),
  here as (select * from one where course <= ceil(coalesce(semesters, 12) / 2.0))`

/** All that the steps of opening the year count, as it is on that day. */
export async function countFigures(db: Db, year: Year, day: string): Promise<Figures> {
  const table = (name: keyof DB) => tableOf(db, name)
  const named = (where: ReturnType<typeof sql>, from = sql`here`) =>
    sql`(select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name), '[]') from ${from} where ${where})`
  const { rows } = await sql<Figures>`
    with ${groupsOf(db, year, day)},
    term as (select * from ${table('term')} as term where academic_year_id = ${year.id}::bigint),
    planned as (
      select here.id as study_group_id, term.id as term_id, item.id as item_id
      from here cross join term
      join ${table('curriculum_item')} as item on item.curriculum_id = here.curriculum_id and item.dropped_at is null
        and item.kind not in ('module', 'heading')
      join ${table('curriculum_term')} as part on part.curriculum_item_id = item.id and part.semester = (here.course - 1) * 2 + term.half),
    pupil as (
      select student.person_id from here
      join ${table('enrolment')} as enrolment on enrolment.study_group_id = here.id
        and ${day}::date between enrolment.since and coalesce(enrolment.until, 'infinity')
      join ${table('student')} as student on student.id = enrolment.student_id),
    written as (
      select plan.state from term join ${table('course')} as course on course.term_id = term.id
      join ${table('curriculum_item')} as item on item.id = course.curriculum_item_id
        and item.kind = any(${PLANNED_KINDS}::text[])
      left join ${table('lesson_plan')} as plan on plan.id = course.lesson_plan_id),
    entry as (
      select distinct course.study_group_id from term join ${table('course')} as course on course.term_id = term.id
      join ${table('timetable_entry')} as entry on entry.course_id = course.id)
    select (select count(*)::int from term) as terms,
      (select count(*)::int from ${table('day_off')} as off where held_on between ${year.starts_on}::date and ${year.ends_on}::date) as days_off,
      (select count(distinct extract(year from held_on))::int from ${table('day_off')} as off
        where held_on between ${year.starts_on}::date and ${year.ends_on}::date) as calendars,
      (select count(distinct weekday)::int from ${table('bell')} as bell) as bell_days,
      (select count(*)::int from here) as groups,
      (select count(*)::int from here where course = 1) as first_course,
      ${named(sql`course > 1 and has_years and not has_year`)} as unpromoted,
      ${named(sql`course > ceil(semesters / 2.0)`, sql`one`)} as graduating,
      ${named(sql`not exists (select from ${table('curatorship')} as held where held.study_group_id = here.id
        and ${day}::date between held.since and coalesce(held.until, 'infinity'))`)} as without_curator,
      ${named(sql`curriculum_id is null`)} as without_curriculum,
      ${named(sql`not exists (select from ${table('study_span')} as span where span.study_group_id = here.id
        and span.starts_on <= ${year.ends_on}::date and span.ends_on >= ${year.starts_on}::date)`)} as without_calendar,
      ${named(sql`not exists (select from entry where entry.study_group_id = here.id)`)} as without_timetable,
      (select count(*)::int from planned) as items,
      (select count(*)::int from planned where exists (
        select from ${table('course')} as course join ${table('course_teacher')} as teacher on teacher.course_id = course.id
        where course.study_group_id = planned.study_group_id and course.term_id = planned.term_id
          and course.curriculum_item_id = planned.item_id)) as taught,
      (select count(*)::int from ${table('staff_member')} as staff_member
        where coalesce(dismissed_on, 'infinity') >= ${day}::date) as teachers,
      (select count(*)::int from written) as planned_courses,
      (select count(*)::int from written where state = 'approved') as approved_courses,
      (select count(*)::int from term join ${table('course')} as course on course.term_id = term.id
        join ${table('timetable_entry')} as entry on entry.course_id = course.id) as timetable_entries,
      (select count(*)::int from pupil) as students,
      (select count(*)::int from pupil where not exists (
        select from ${table('account')} as account where account.person_id = pupil.person_id)) as without_account`.execute(
    db
  )
  return rows[0] as Figures
}

/** Groups whose years are not kept yet or that begin to study in this one: the opening writes the year for them. */
export async function listUnkept(db: Db, year: Year): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`with ${groupsOf(db, year, year.starts_on)}
    select id from here where not has_year and (course = 1 or not has_years)`.execute(db)
  return rows.map(({ id }) => id)
}

export type Left = { debts: number; sheetless: { id: number; name: string }[] }

/** What closing the year leaves behind: debts of its courses that are open, and groups without a printed consolidated sheet of it. */
export async function findLeft(db: Db, year: Year): Promise<Left> {
  const title = `${year.starts_on.slice(0, 4)}/${Number(year.starts_on.slice(0, 4)) + 1}`
  const { rows } = await sql<Left>`
    with page as (
      select course.id, course.study_group_id from ${tableOf(db, 'course')} as course
      join ${tableOf(db, 'term')} as term on term.id = course.term_id where term.academic_year_id = ${year.id}::bigint)
    select (select count(*)::int from ${tableOf(db, 'debt')} as debt where cleared_on is null and course_id in (select id from page)) as debts,
      (select coalesce(jsonb_agg(jsonb_build_object('id', study_group.id, 'name', study_group.name) order by study_group.name), '[]')
        from ${tableOf(db, 'study_group')} as study_group
        where study_group.id in (select study_group_id from page) and not exists (
          select from ${tableOf(db, 'printout')} as printout where printout.kind = 'sheet' and printout.state = 'done'
            and printout.study_group_id = study_group.id and printout.parameters ->> 'academicYear' = ${title})) as sheetless`.execute(
    db
  )
  return rows[0] as Left
}
