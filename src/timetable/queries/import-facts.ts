// What an import is planned against: a bounded number of questions, whatever the length of the file.
import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../platform/db.ts'
import type { Course, StoredEntry, Vacated } from '../rules/import-entries.ts'

/** Groups that study: their plans and years of entry. */
export const listGroups = (db: Db) =>
  db
    .selectFrom('study_group')
    .select(['id', 'name as title', 'curriculum_id', 'entry_year'])
    .where('disbanded_on', 'is', null)
    .orderBy('name')
    .execute()

/** Everybody who works here on that day, by full name. */
export const listTeachers = (db: Db, today: string) =>
  db
    .selectFrom('staff_member')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select('staff_member.id')
    .select(
      sql<string>`trim(concat_ws(' ', ${sql.ref('person.last_name')}, nullif(${sql.ref('person.first_name')}, '—'),
        ${sql.ref('person.middle_name')}))`.as('title')
    )
    .where((eb) => eb.or([eb('dismissed_on', 'is', null), eb('dismissed_on', '>=', today)]))
    .orderBy('person.last_name')
    .execute()

export const listRooms = (db: Db) => db.selectFrom('room').select(['id', 'name as title']).orderBy('name').execute()

export const listTerms = (db: Db) =>
  db
    .selectFrom('term')
    .innerJoin('academic_year', 'academic_year.id', 'term.academic_year_id')
    .select(['term.id', 'term.half', 'term.name', 'term.starts_on', 'term.ends_on'])
    .select(['academic_year.starts_on as year_starts_on', sql<boolean>`term.closed_at is not null`.as('is_closed')])
    .orderBy('term.starts_on')
    .execute()

/** Days without lessons, and days that have the lessons of another weekday. */
export async function listSpecialDays(db: Db) {
  const off = await db.selectFrom('day_off').select('held_on').execute()
  const worked = await db.selectFrom('working_day').select(['held_on', 'follows_weekday']).execute()
  return {
    off: new Set(off.map(({ held_on }) => held_on)),
    worked: new Map(worked.map(({ held_on, follows_weekday }) => [held_on, follows_weekday]))
  }
}

/** Rows of these plans that are taught, with the semesters in which they are. */
export const listItems = (db: Db, curricula: number[]) =>
  db
    .selectFrom('curriculum_item')
    .innerJoin('curriculum_term', 'curriculum_term.curriculum_item_id', 'curriculum_item.id')
    .select(['curriculum_item.id', 'curriculum_item.curriculum_id', 'curriculum_item.name as title'])
    .select(['curriculum_item.item_index as index', sql<number[]>`array_agg(curriculum_term.semester)`.as('semesters')])
    .where('curriculum_item.curriculum_id', 'in', [...curricula, -1])
    .where('curriculum_item.kind', 'not in', ['module', 'heading'])
    .where('curriculum_item.dropped_at', 'is', null)
    .groupBy('curriculum_item.id')
    .orderBy('curriculum_item.position')
    .execute()

/** Gradebooks of these groups in these terms with who keeps them. */
export const listCourses = (db: Db, groups: number[], terms: number[]): Promise<Course[]> =>
  db
    .selectFrom('course')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .select(['course.id', 'course.study_group_id', 'course.curriculum_item_id as item_id', 'course.term_id'])
    .select(['course.subgroup_id', 'subgroup.number as subgroup'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('course_teacher')
          .select(['staff_member_id as id', 'since', 'until'])
          .whereRef('course_teacher.course_id', '=', 'course.id')
          .orderBy('since')
      ).as('teachers')
    )
    .where('course.study_group_id', 'in', [...groups, -1])
    .where('course.term_id', 'in', [...terms, -1])
    .orderBy('course.id')
    .execute()

/** The whole college's timetable of these days. */
export const listEntries = (db: Db, days: string[]): Promise<StoredEntry[]> =>
  db
    .selectFrom('timetable_entry as entry')
    .innerJoin('course', 'course.id', 'entry.course_id')
    .select(['entry.id', 'entry.course_id', 'entry.held_on', 'entry.pair_number', 'entry.hours', 'entry.room_id'])
    .select(['entry.staff_member_id', 'entry.kind', 'entry.form', 'entry.is_distant', 'entry.timetable_rule_id'])
    .select(['course.study_group_id', 'course.curriculum_item_id as item_id'])
    .leftJoin('substitution', 'substitution.timetable_entry_id', 'entry.id')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('timetable_correction as made')
          .select(['made.id', 'made.reason'])
          .whereRef('made.timetable_entry_id', '=', 'entry.id')
          .where('made.undone_at', 'is', null)
          .orderBy('made.id', 'desc')
          .limit(1)
          .as('made'),
      (join) => join.onTrue()
    )
    .select((eb) => [
      sql<boolean>`${eb.exists(
        eb
          .selectFrom('lesson')
          .select(sql.lit(1).as('one'))
          .whereRef('lesson.course_id', '=', 'entry.course_id')
          .whereRef('lesson.held_on', '=', 'entry.held_on')
          .whereRef('lesson.pair_number', '=', 'entry.pair_number')
      )}`.as('is_held'),
      sql<boolean>`substitution.id is not null`.as('is_substituted'),
      sql<boolean>`made.id is not null`.as('is_corrected'),
      'substitution.staff_member_id as substitute_id',
      eb.fn.coalesce('substitution.reason', 'made.reason').as('reason')
    ])
    .where('entry.held_on', '=', sql<string>`any(${days}::date[])`)
    .execute()

/** Places of these days from which a correction that stands took a lesson away. */
export async function listVacated(db: Db, days: string[]): Promise<Vacated[]> {
  const rows = await db
    .selectFrom('timetable_correction')
    .select(['course_id', 'from_on', 'from_pair', 'to_on', 'to_pair', 'reason'])
    .where('undone_at', 'is', null)
    .where('from_on', '=', sql<string>`any(${days}::date[])`)
    .execute()
  return rows.map(({ from_on, from_pair, ...row }) => ({ ...row, held_on: from_on ?? '', pair_number: from_pair ?? 0 }))
}

/** Subgroups of these groups: what each division is called and which of it this is. */
export const listSubgroups = (db: Db, groups: number[]) =>
  db
    .selectFrom('subgroup')
    .select(['id', 'study_group_id', 'division', 'number'])
    .where('study_group_id', '=', sql<number>`any(${groups}::bigint[])`)
    .orderBy('division')
    .orderBy('number')
    .execute()

export const listAliases = (db: Db) =>
  db.selectFrom('timetable_alias').select(['kind', 'scope_id', 'written', 'means_id']).execute()
