import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../platform/db.ts'
import type { DB } from '../platform/schema.ts'
import { type Doer, departmentsOf, scopesOf } from './actor.ts'
import type { Right } from './rights.ts'

/** A condition on `course` joined with `study_group` that holds for the courses in reach of the actor's right on `today`. */
export function courseInSight(db: Db, actor: Doer, right: Right, today: string): Expression<SqlBool> {
  const scopes = scopesOf(actor, right)
  if (scopes.includes('all')) return sql<SqlBool>`true`
  const eb = expressionBuilder<DB, 'course' | 'study_group'>()
  const ways: Expression<SqlBool>[] = []
  if (scopes.includes('department')) ways.push(groupInDepartments(actor))
  if (scopes.includes('own group')) ways.push(groupIsCurated(db, actor, today))
  if (scopes.includes('own load')) ways.push(courseIsTaught(db, actor), courseIsSubstituted(db, actor))
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

/** The substitute sees the page; which lessons are theirs to keep is the deed's rule (R1 5.6). */
const courseIsSubstituted = (db: Db, actor: Doer) =>
  expressionBuilder<DB, 'course'>().exists(
    db
      .selectFrom('substitution')
      .innerJoin('timetable_entry', 'timetable_entry.id', 'substitution.timetable_entry_id')
      .select(sql.lit(1).as('one'))
      .whereRef('timetable_entry.course_id', '=', 'course.id' as never)
      .where('substitution.staff_member_id', '=', actor.staff_member_id ?? -1)
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
