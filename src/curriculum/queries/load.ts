import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Actor } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'
import { courseInSight } from '../../access/sight.ts'
import { termDatesOf } from '../../college/queries/term-dates.ts'
import type { Db } from '../../platform/db.ts'
import type { ControlForm, ItemKind } from '../reader.ts'
import { lessonHours, plannedHours } from './planned-hours.ts'

/** Every term with its academic year, the newest first. */
export const listTerms = (db: Db) => terms(db).orderBy('term.starts_on', 'desc').execute()

export const findTerm = (db: Db, id: number) => terms(db).where('term.id', '=', id).executeTakeFirst()

/** The first and the last day of the term for this group, its own or the common ones. */
export const findTermDates = (db: Db, term_id: number, study_group_id: number) =>
  db
    .selectFrom('term_of_group')
    .select(['starts_on', 'ends_on', 'is_own'])
    .$narrowType<{ starts_on: string; ends_on: string; is_own: boolean }>()
    .where('term_id', '=', term_id)
    .where('study_group_id', '=', study_group_id)
    .executeTakeFirst()

const terms = (db: Db) =>
  db
    .selectFrom('term')
    .innerJoin('academic_year', 'academic_year.id', 'term.academic_year_id')
    .select(['term.id', 'term.number', 'term.half', 'term.name', 'term.starts_on', 'term.ends_on', 'term.closed_at'])
    .select('academic_year.starts_on as year_starts_on')

/** Rows of the plan that are taught in the semester, with its hours and forms of control. */
export const listTaught = (db: Db, curriculum_id: number, semester: number) =>
  db
    .selectFrom('curriculum_item')
    .innerJoin('curriculum_term', 'curriculum_term.curriculum_item_id', 'curriculum_item.id')
    .select(['curriculum_item.id', 'curriculum_item.item_index', 'curriculum_item.name', 'curriculum_item.position'])
    .select(['curriculum_term.hours_total', 'curriculum_term.weeks', 'curriculum_item.parent_id'])
    .select((eb) => [
      eb.ref('curriculum_item.kind').$castTo<ItemKind>().as('kind'),
      lessonHours(db).as('lesson_hours'),
      jsonArrayFrom(
        eb
          .selectFrom('curriculum_control as control')
          .select('control.control_form')
          .$narrowType<{ control_form: ControlForm }>()
          .whereRef('control.curriculum_item_id', '=', 'curriculum_item.id')
          .whereRef('control.semester', '=', 'curriculum_term.semester')
      ).as('controls')
    ])
    .where('curriculum_item.curriculum_id', '=', curriculum_id)
    .where('curriculum_item.kind', 'not in', ['module', 'heading'])
    .where('curriculum_item.dropped_at', 'is', null)
    .where('curriculum_term.semester', '=', semester)
    .orderBy('curriculum_item.position')
    .execute()

/** Rows of the group that are taught in another term of the same semester, with its name: a year may have quarters. */
export const listElsewhere = (db: Db, study_group_id: number, term_id: number, semester: number) =>
  db
    .selectFrom('course')
    .innerJoin('term', 'term.id', 'course.term_id')
    .select(['course.curriculum_item_id', sql<string>`string_agg(distinct term.name, ', ')`.as('terms')])
    .where('course.study_group_id', '=', study_group_id)
    .where('course.semester', '=', semester)
    .where('course.term_id', '<>', term_id)
    .groupBy('course.curriculum_item_id')
    .execute()

const courses = (db: Db, actor: Actor, right: Right, today: string) =>
  db
    .selectFrom('course')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .innerJoin('term', 'term.id', 'course.term_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .select(['course.id', 'course.curriculum_item_id', 'course.subgroup_id', 'course.study_group_id', 'course.term_id'])
    .select(['curriculum_item.item_index', 'curriculum_item.name', 'curriculum_item.position', 'course.semester'])
    .select(['study_group.name as group_name', 'subgroup.division', 'subgroup.number as subgroup_number'])
    .select(['term.name as term_name', 'term.closed_at'])
    .select(termDatesOf(db))
    .select(plannedHours(db).as('planned'))
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('course_teacher')
          .innerJoin('staff_member', 'staff_member.id', 'course_teacher.staff_member_id')
          .innerJoin('person', 'person.id', 'staff_member.person_id')
          .select(['course_teacher.staff_member_id', 'course_teacher.since', 'course_teacher.until'])
          .select(['person.last_name', 'person.first_name', 'person.middle_name'])
          .whereRef('course_teacher.course_id', '=', 'course.id')
          .orderBy('course_teacher.since')
      ).as('teachers')
    )
    .where(courseInSight(db, actor, right, today))

/** Gradebooks of the group in the term that are in sight, with all their teachers. */
export const listCourses = (db: Db, actor: Actor, today: string, study_group_id: number, term_id: number) =>
  courses(db, actor, 'load: read', today)
    .where('course.study_group_id', '=', study_group_id)
    .where('course.term_id', '=', term_id)
    .orderBy('curriculum_item.position')
    .orderBy('subgroup.division')
    .orderBy('subgroup.number')
    .execute()

export const findCourse = (db: Db, actor: Actor, right: Right, today: string, id: number) =>
  courses(db, actor, right, today).where('course.id', '=', id).executeTakeFirst()

/** Everybody who works here on that day, by departments. */
export const listStaff = (db: Db, today: string) =>
  db
    .selectFrom('staff_member')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .leftJoin('department', 'department.id', 'staff_member.department_id')
    .select([
      'staff_member.id',
      'staff_member.post',
      'staff_member.department_id',
      'department.name as department_name'
    ])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .where((eb) => eb.or([eb('dismissed_on', 'is', null), eb('dismissed_on', '>=', today)]))
    .orderBy('department.name', (order) => order.asc().nullsLast())
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .execute()

/** Which of these work here on that day. */
export async function listWorking(db: Db, today: string, ids: number[]): Promise<Set<number>> {
  const rows = await db
    .selectFrom('staff_member')
    .select('id')
    .where('id', 'in', [...ids, -1])
    .where((eb) => eb.or([eb('dismissed_on', 'is', null), eb('dismissed_on', '>=', today)]))
    .execute()
  return new Set(rows.map(({ id }) => id))
}
