import { type SqlBool, sql } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import { departmentsOf, scopesOf } from '../../access/actor.ts'
import { courseInSight } from '../../access/sight.ts'
import { shortName } from '../../college/queries/names.ts'
import { lastDay, termDatesOf } from '../../college/queries/term-dates.ts'
import type { Db } from '../../platform/db.ts'
import { beyondOwnLoad } from './groups.ts'
import { plannedHours } from './planned-hours.ts'

/** Academic years with a term, the newest first. */
export const listYears = (db: Db) =>
  db
    .selectFrom('academic_year')
    .select(['id', 'starts_on', 'ends_on'])
    .where((eb) =>
      eb.exists(eb.selectFrom('term').select('term.id').whereRef('term.academic_year_id', '=', 'academic_year.id'))
    )
    .orderBy('starts_on', 'desc')
    .execute()

/**
 * Who teaches which journal in the year: those in sight, all of a teacher's own department, and one's own. Hours of the plan are
 * those that lessons are given for; `given` is what this teacher gave, `given_by_others` what the rest did.
 */
export const listLoad = (db: Db, actor: Actor, today: string, academic_year_id: number, staff_member_id?: number) =>
  db
    .selectFrom('course_teacher')
    .innerJoin('course', 'course.id', 'course_teacher.course_id')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item as item', 'item.id', 'course.curriculum_item_id')
    .innerJoin('term', 'term.id', 'course.term_id')
    .innerJoin('staff_member', 'staff_member.id', 'course_teacher.staff_member_id')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .leftJoin('department', 'department.id', 'staff_member.department_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .select([
      'course_teacher.staff_member_id',
      'course_teacher.since',
      'course_teacher.until',
      'course.id as course_id'
    ])
    .select(['person.last_name', 'person.first_name', 'person.middle_name', 'department.name as department'])
    .select(['study_group.id as study_group_id', 'study_group.name as group_name', 'course.semester'])
    .select(['item.item_index', 'item.name', 'item.kind', 'subgroup.division', 'subgroup.number as subgroup_number'])
    .select(['term.id as term_id', 'term.number as term_number', 'term.name as term_name'])
    .select(termDatesOf(db))
    .select([
      sql<number | null>`${plannedHours(db)}::float`.as('planned'),
      sql<number>`${hoursGiven(db, sql<SqlBool>`lesson.taught_by = course_teacher.staff_member_id`)}`.as('given'),
      sql<number>`${hoursGiven(db, sql<SqlBool>`lesson.taught_by <> course_teacher.staff_member_id`)}`.as(
        'given_by_others'
      ),
      sql<boolean>`exists (${keptBefore(db)})`.as('is_taken_over')
    ])
    .where('term.academic_year_id', '=', academic_year_id)
    .$if(staff_member_id !== undefined, (some) =>
      some.where('course_teacher.staff_member_id', '=', staff_member_id ?? -1)
    )
    .where(isInSight(db, actor, today))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .orderBy('course_teacher.staff_member_id')
    .orderBy('term.starts_on')
    .orderBy('study_group.name')
    .orderBy('item.position')
    .orderBy('subgroup.number')
    .execute()

const isInSight = (db: Db, actor: Actor, today: string) =>
  sql<SqlBool>`(${courseInSight(db, beyondOwnLoad(actor), 'load: read', today)}
    or course_teacher.staff_member_id = ${actor.staff_member_id ?? -1} or ${isOfDepartment(actor)})`

/** The member of the staff belongs to a department this person heads. */
const isOfDepartment = (actor: Actor) =>
  scopesOf(actor, 'load: read').includes('department')
    ? sql<SqlBool>`staff_member.department_id = any(${departmentsOf(actor)}::bigint[])`
    : sql<SqlBool>`false`

const hoursGiven = (db: Db, isSo: ReturnType<typeof sql<SqlBool>>) =>
  db
    .selectFrom('lesson')
    .select(sql<number>`coalesce(sum(lesson.hours), 0)::int`.as('hours'))
    .whereRef('lesson.course_id', '=', 'course.id' as never)
    .where(isSo)

/** Somebody kept the journal and left it before the term was over. */
const keptBefore = (db: Db) =>
  db
    .selectFrom('course_teacher as former')
    .select(sql.lit(1).as('one'))
    .whereRef('former.course_id', '=', 'course.id' as never)
    .where('former.until', '<', lastDay(db))

/** Teachers who work here and whose load could be empty: all, or those of departments this person heads. */
export const listPedagogical = (db: Db, actor: Actor, today: string) => {
  const isAll = scopesOf(actor, 'load: read').includes('all')
  return members(db)
    .where('staff_member.is_pedagogical', '=', true)
    .where((eb) => eb.or([eb('staff_member.dismissed_on', 'is', null), eb('staff_member.dismissed_on', '>=', today)]))
    .where(isAll ? sql<SqlBool>`true` : isOfDepartment(actor))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .execute()
}

/** A member of the staff whose load, empty or not, is this person's to see. */
export const findMember = (db: Db, actor: Actor, id: number) =>
  members(db)
    .where('staff_member.id', '=', id)
    .where(
      scopesOf(actor, 'load: read').includes('all')
        ? sql<SqlBool>`true`
        : sql<SqlBool>`(${isOfDepartment(actor)} or staff_member.id = ${actor.staff_member_id ?? -1})`
    )
    .executeTakeFirst()

const members = (db: Db) =>
  db
    .selectFrom('staff_member')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .leftJoin('department', 'department.id', 'staff_member.department_id')
    .select(['staff_member.id as staff_member_id', 'department.name as department'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])

/**
 * Lessons of the year that the teacher gave for somebody else, and own ones that somebody else gave, by journal and person: hours
 * (R1 6.1, 7.3).
 */
export const listSubstitutions = (db: Db, academic_year_id: number, staff_member_id: number) =>
  db
    .selectFrom('lesson')
    .innerJoin('course', 'course.id', 'lesson.course_id')
    .innerJoin('term', 'term.id', 'course.term_id')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .innerJoin('staff_member', (join) =>
      join.on(sql<boolean>`staff_member.id = case when lesson.taught_by = ${staff_member_id} then lesson.substitutes_for
        else lesson.taught_by end`)
    )
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(['study_group.name as group_name', 'curriculum_item.name as subject', shortName().as('other')])
    .select([
      sql<boolean>`lesson.taught_by = ${staff_member_id}`.as('is_given'),
      sql<number>`sum(lesson.hours)::int`.as('hours'),
      sql<string>`min(lesson.held_on)::text`.as('first_on'),
      sql<string>`max(lesson.held_on)::text`.as('last_on')
    ])
    .where('term.academic_year_id', '=', academic_year_id)
    .where('lesson.substitutes_for', 'is not', null)
    .where((eb) =>
      eb.or([eb('lesson.taught_by', '=', staff_member_id), eb('lesson.substitutes_for', '=', staff_member_id)])
    )
    .groupBy([
      'study_group.name',
      'curriculum_item.name',
      'person.last_name',
      'person.first_name',
      'person.middle_name'
    ])
    .groupBy(['lesson.taught_by', 'lesson.substitutes_for'])
    .orderBy('is_given', 'desc')
    .orderBy('study_group.name')
    .execute()
