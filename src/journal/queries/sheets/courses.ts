import { sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Doer } from '../../../access/actor.ts'
import { courseInSight } from '../../../access/sight.ts'
import { plannedHours } from '../../../curriculum/queries/planned-hours.ts'
import type { Db } from '../../../platform/db.ts'
import type { Interval } from '../../rules/printing.ts'
import { controlsOf } from '../pages.ts'
import { fullName } from './groups.ts'

const named = (db: Db) =>
  db
    .selectFrom('course')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item as item', 'item.id', 'course.curriculum_item_id')
    .innerJoin('term', 'term.id', 'course.term_id')
    .innerJoin('term_of_group as dates', (join) =>
      join.onRef('dates.term_id', '=', 'course.term_id').onRef('dates.study_group_id', '=', 'course.study_group_id')
    )

/** Courses of the group whose term, as the group has it, has a day in the interval, and whether each is in reach of the right to print. */
export const listPrintable = (db: Db, actor: Doer, today: string, study_group_id: number, { from, to }: Interval) =>
  named(db)
    .select(['course.id', 'item.id as item_id', 'item.item_index', 'item.name'])
    .select(sql<boolean>`${courseInSight(db, actor, 'journal printout: print', today)}`.as('is_in_sight'))
    .where('course.study_group_id', '=', study_group_id)
    .where('dates.starts_on', '<=', to)
    .where('dates.ends_on', '>=', from)
    .orderBy('item.name')
    .execute()

/**
 * Courses of the group in the academic year up to the day, and those of earlier years that belong to a module: its total names
 * them all. With names, hours of lessons, forms of control and teachers.
 */
export const listCourses = (db: Db, study_group_id: number, { from, to }: Interval) =>
  named(db)
    .innerJoin('academic_year', 'academic_year.id', 'term.academic_year_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .select(['course.id', 'course.subgroup_id', 'subgroup.number as subgroup_number', 'term.number as term_number'])
    .select(['item.id as item_id', 'item.item_index', 'item.name', 'item.kind', 'item.position'])
    .select(['dates.starts_on', 'dates.ends_on', 'term.name as term_name'])
    .$narrowType<{ starts_on: string; ends_on: string }>()
    .select(sql<boolean>`academic_year.ends_on >= ${from}`.as('is_of_year'))
    .select([
      moduleOf(db).as('module'),
      plannedHours(db).as('planned_hours'),
      controlsOf(db).as('controls'),
      teachersOf(db).as('teachers')
    ])
    .where('course.study_group_id', '=', study_group_id)
    .where('dates.starts_on', '<=', to)
    .where((eb) => eb.or([eb('academic_year.ends_on', '>=', from), eb('item.parent_id', 'is not', null)]))
    .orderBy('dates.starts_on')
    .orderBy('item.position')
    .orderBy('subgroup.number')
    .execute()

export type CourseRow = Awaited<ReturnType<typeof listCourses>>[number]

const moduleOf = (db: Db) =>
  jsonObjectFrom(
    db
      .selectFrom('curriculum_item as module')
      .select(['module.id', 'module.item_index', 'module.name'])
      .whereRef('module.id', '=', 'item.parent_id' as never)
      .where('module.kind', '=', 'module')
  )

const teachersOf = (db: Db) =>
  jsonArrayFrom(
    db
      .selectFrom('course_teacher')
      .innerJoin('staff_member', 'staff_member.id', 'course_teacher.staff_member_id')
      .innerJoin('person', 'person.id', 'staff_member.person_id')
      .select(['course_teacher.since', 'course_teacher.until', fullName().as('name')])
      .whereRef('course_teacher.course_id', '=', 'course.id' as never)
      .orderBy('course_teacher.since')
      .orderBy('person.last_name')
  )
