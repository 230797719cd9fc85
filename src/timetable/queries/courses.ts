// Whom and what the timetable is made for: groups, their journals, who keeps them, rooms.
import { sql } from 'kysely'
import { shortName } from '../../college/queries/names.ts'
import type { Db } from '../../platform/db.ts'

/** Groups that have journals in the term, with how many rules and lessons each has, and lessons ahead on days that were made days off. */
export const listGroups = (db: Db, term_id: number, today: string) =>
  db
    .selectFrom('study_group')
    .innerJoin('course', 'course.study_group_id', 'study_group.id')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('timetable_rule')
          .select(sql<number>`count(*)::int`.as('n'))
          .whereRef('timetable_rule.course_id', '=', 'course.id')
          .as('rule'),
      (join) => join.onTrue()
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('timetable_entry')
          .select(sql<number>`coalesce(sum(timetable_entry.hours), 0)::int`.as('n'))
          .whereRef('timetable_entry.course_id', '=', 'course.id')
          .as('entry'),
      (join) => join.onTrue()
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('timetable_entry')
          .innerJoin('day_off', 'day_off.held_on', 'timetable_entry.held_on')
          .select(sql<number>`count(*)::int`.as('n'))
          .whereRef('timetable_entry.course_id', '=', 'course.id')
          .where('timetable_entry.held_on', '>=', today)
          .as('stray'),
      (join) => join.onTrue()
    )
    .select(['study_group.id', 'study_group.name'])
    .select([sql<number>`sum(rule.n)::int`.as('rules'), sql<number>`sum(entry.n)::int`.as('hours')])
    .select([sql<number>`count(*)::int`.as('courses'), sql<number>`sum(stray.n)::int`.as('on_days_off')])
    .where('course.term_id', '=', term_id)
    .groupBy('study_group.id')
    .orderBy('study_group.name')
    .execute()

export const findGroup = (db: Db, id: number) =>
  db.selectFrom('study_group').select(['id', 'name']).where('id', '=', id).executeTakeFirst()

/** Journals of the group in the term: who keeps them, hours of the plan, hours in the timetable. */
export const listCourses = (db: Db, study_group_id: number, term_id: number) =>
  db
    .selectFrom('course')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .leftJoin('curriculum_term as plan', (join) =>
      join
        .onRef('plan.curriculum_item_id', '=', 'course.curriculum_item_id')
        .onRef('plan.semester', '=', 'course.semester')
    )
    .select(['course.id', 'curriculum_item.name as subject', 'curriculum_item.kind', 'course.subgroup_id'])
    .select(['subgroup.number as subgroup_number', 'subgroup.division', 'plan.hours_total'])
    .select((eb) => [
      eb
        .selectFrom('timetable_entry')
        .select(sql<number>`coalesce(sum(timetable_entry.hours), 0)::int`.as('n'))
        .whereRef('timetable_entry.course_id', '=', 'course.id')
        .as('dated'),
      eb
        .selectFrom('timetable_correction as gone')
        .select(sql<number>`coalesce(sum(gone.from_hours), 0)::int`.as('n'))
        .whereRef('gone.course_id', '=', 'course.id')
        .where('gone.kind', 'in', ['cancel', 'subject'])
        .where('gone.undone_at', 'is', null)
        .as('cancelled'),
      eb
        .selectFrom('course_teacher')
        .innerJoin('staff_member', 'staff_member.id', 'course_teacher.staff_member_id')
        .innerJoin('person', 'person.id', 'staff_member.person_id')
        .select(sql<string>`coalesce(string_agg(${shortName()}, ', ' order by course_teacher.since), '')`.as('names'))
        .whereRef('course_teacher.course_id', '=', 'course.id')
        .where('course_teacher.until', 'is', null)
        .as('teachers'),
      eb
        .selectFrom('course_teacher')
        .select('course_teacher.staff_member_id')
        .whereRef('course_teacher.course_id', '=', 'course.id')
        .orderBy('course_teacher.since', 'desc')
        .limit(1)
        .as('teacher_id')
    ])
    .where('course.study_group_id', '=', study_group_id)
    .where('course.term_id', '=', term_id)
    .orderBy('curriculum_item.name')
    .orderBy('subgroup.number')
    .execute()

/** Who keeps the journal on the day. */
export const findKeeper = (db: Db, course_id: number, day: string) =>
  db
    .selectFrom('course_teacher')
    .select('staff_member_id')
    .where('course_id', '=', course_id)
    .where('since', '<=', day)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>=', day)]))
    .orderBy('since', 'desc')
    .limit(1)
    .executeTakeFirst()

/** The person keeps the journal on some of these days. */
export const isKeeper = async (
  db: Db,
  course_id: number,
  staff_member_id: number,
  { since, until }: { since: string; until: string }
) =>
  (await db
    .selectFrom('course_teacher')
    .select('course_id')
    .where('course_id', '=', course_id)
    .where('staff_member_id', '=', staff_member_id)
    .where('since', '<=', until)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>=', since)]))
    .executeTakeFirst()) !== undefined

export const findTeacherName = async (db: Db, id: number): Promise<string> =>
  (
    await db
      .selectFrom('staff_member')
      .innerJoin('person', 'person.id', 'staff_member.person_id')
      .select(shortName().as('name'))
      .where('staff_member.id', '=', id)
      .executeTakeFirst()
  )?.name ?? ''

/** Who may be put into the timetable, and where. */
export const listStaff = (db: Db, today: string) =>
  db
    .selectFrom('staff_member')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(['staff_member.id', shortName().as('title')])
    .where((eb) => eb.or([eb('dismissed_on', 'is', null), eb('dismissed_on', '>=', today)]))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('course_teacher')
          .select(sql.lit(1).as('one'))
          .whereRef('course_teacher.staff_member_id', '=', 'staff_member.id')
      )
    )
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .execute()

export const listRooms = (db: Db) =>
  db
    .selectFrom('room')
    .select(['id', 'name as title'])
    .orderBy(sql`lpad(coalesce(substring(room.name from '\\d+'), ''), 9, '0')`)
    .orderBy('name')
    .execute()
