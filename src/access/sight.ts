import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../platform/db.ts'
import type { DB } from '../platform/schema.ts'
import { type Doer, departmentsOf, scopesOf } from './actor.ts'
import type { Right } from './rights.ts'

/** A condition on `course` joined with `study_group` that holds for the courses in reach of the actor's right on `today`. */
export function courseInSight(db: Db, actor: Doer, right: Right, today: string): Expression<SqlBool> {
  const own = courseInOwnSight(db, actor, right, today)
  if (!SUBSTITUTED.includes(right) || !scopesOf(actor, right).includes('own load')) return own
  return expressionBuilder<DB, 'course'>().or([own, courseIsSubstituted(db, actor, today)])
}

/** What a substitution shows: the journal of its dates. Lesson plans, load and printouts stay with who keeps the journal. */
const SUBSTITUTED: Right[] = ['journal: read', 'journal: write', 'results: read']

/** The same without what a substitution shows. */
export function courseInOwnSight(db: Db, actor: Doer, right: Right, today: string): Expression<SqlBool> {
  const scopes = scopesOf(actor, right)
  if (scopes.includes('all')) return sql<SqlBool>`true`
  const eb = expressionBuilder<DB, 'course' | 'study_group'>()
  const ways: Expression<SqlBool>[] = []
  if (scopes.includes('department')) ways.push(groupInDepartments(actor))
  if (scopes.includes('own group')) ways.push(groupIsCurated(db, actor, today))
  if (scopes.includes('own load')) ways.push(courseIsTaught(db, actor))
  return ways.length > 0 ? eb.or(ways) : sql<SqlBool>`false`
}

/** A condition on `study_group` that holds for the groups in reach of the actor's right on `today`. */
export function groupInSight(db: Db, actor: Doer, right: Right, today: string): Expression<SqlBool> {
  const scopes = scopesOf(actor, right)
  if (scopes.includes('all')) return sql<SqlBool>`true`
  const eb = expressionBuilder<DB, 'study_group'>()
  const ways: Expression<SqlBool>[] = []
  if (scopes.includes('department')) ways.push(groupInDepartments(actor))
  if (scopes.includes('own group')) ways.push(groupIsCurated(db, actor, today))
  if (scopes.includes('own load')) ways.push(groupIsTaught(db, actor))
  return ways.length > 0 ? eb.or(ways) : sql<SqlBool>`false`
}

const groupInDepartments = (actor: Doer) =>
  expressionBuilder<DB, 'study_group'>()('study_group.department_id', 'in', [...departmentsOf(actor), -1])

const groupIsCurated = (db: Db, actor: Doer, today: string) =>
  expressionBuilder<DB, 'study_group'>().exists(
    db
      .selectFrom('curatorship')
      .select(sql.lit(1).as('one'))
      .whereRef('curatorship.study_group_id', '=', 'study_group.id' as never)
      .where('curatorship.staff_member_id', '=', actor.staff_member_id ?? -1)
      .where('curatorship.since', '<=', today)
      .where((eb) => eb.or([eb('curatorship.until', 'is', null), eb('curatorship.until', '>=', today)]))
  )

const courseIsTaught = (db: Db, actor: Doer) =>
  expressionBuilder<DB, 'course'>().exists(
    db
      .selectFrom('course_teacher')
      .select(sql.lit(1).as('one'))
      .whereRef('course_teacher.course_id', '=', 'course.id' as never)
      .where('course_teacher.staff_member_id', '=', actor.staff_member_id ?? -1)
  )

/**
 * The substitute sees the page for the dates of the substitution: until the lesson is recorded, and a week after it for marks of
 * written works (R1 5.6, 6.3). Which lessons are theirs to open and keep is the journal's own rule.
 */
const courseIsSubstituted = (db: Db, actor: Doer, today: string) =>
  expressionBuilder<DB, 'course'>().exists(
    db
      .selectFrom('substitution')
      .innerJoin('timetable_entry', 'timetable_entry.id', 'substitution.timetable_entry_id')
      .leftJoin('lesson', (join) =>
        join
          .onRef('lesson.course_id', '=', 'timetable_entry.course_id')
          .onRef('lesson.held_on', '=', 'timetable_entry.held_on')
          .onRef('lesson.pair_number', '=', 'timetable_entry.pair_number')
      )
      .select(sql.lit(1).as('one'))
      .whereRef('timetable_entry.course_id', '=', 'course.id' as never)
      .where('substitution.staff_member_id', '=', actor.staff_member_id ?? -1)
      .where((eb) =>
        eb.or([eb('lesson.id', 'is', null), eb('timetable_entry.held_on', '>=', sql<string>`${today}::date - 7`)])
      )
  )

const groupIsTaught = (db: Db, actor: Doer) =>
  expressionBuilder<DB, 'study_group'>().exists(
    db
      .selectFrom('course_teacher')
      .innerJoin('course', 'course.id', 'course_teacher.course_id')
      .select(sql.lit(1).as('one'))
      .whereRef('course.study_group_id', '=', 'study_group.id' as never)
      .where('course_teacher.staff_member_id', '=', actor.staff_member_id ?? -1)
  )
