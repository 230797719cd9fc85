import { type Expression, type ExpressionBuilder, expressionBuilder, type SqlBool, sql } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import { holds, scopesOf } from '../../access/actor.ts'
import { courseInOwnSight } from '../../access/sight.ts'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'

/** Lessons this person may open; every read and every deed of the journal starts here (sight before deed). */
export const lessonsInSight = (db: Db, reader: Actor, today: string) =>
  db
    .selectFrom('lesson')
    .innerJoin('course', 'course.id', 'lesson.course_id')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('term', 'term.id', 'course.term_id')
    .where((eb) => eb.or([courseInOwnSight(db, reader, 'journal: read', today), taughtBy(reader, eb)]))

/** A substitute opens the lessons that he gave and no others of the journal (R1 5.6). */
const taughtBy = (reader: Actor, eb: ExpressionBuilder<DB, 'lesson'>): Expression<SqlBool> =>
  scopesOf(reader, 'journal: read').includes('own load')
    ? eb('lesson.taught_by', '=', reader.staff_member_id ?? -1)
    : sql<SqlBool>`false`

/** A condition as a column that says true or false. */
export const answerOf = (condition: Expression<SqlBool>) => sql<boolean>`${condition}`

type LessonScope = ExpressionBuilder<DB, 'lesson' | 'course'>

/** True when the person taught the lesson, or teaches the course that day and nobody substituted (R1 5.6, R0 3.7). */
export function keepsLesson(db: Db, actor: Actor, eb: LessonScope): Expression<SqlBool> {
  if (!holds(actor, 'journal: write') || actor.staff_member_id === null) return sql<SqlBool>`false`
  return eb.or([
    eb('lesson.taught_by', '=', actor.staff_member_id),
    eb.and([eb('lesson.substitutes_for', 'is', null), teachesOn(db, actor.staff_member_id, eb.ref('lesson.held_on'))])
  ])
}

/** The person is a teacher of the course on that day. */
export const teachesOn = (db: Db, staff_member_id: number, day: Expression<string>) =>
  expressionBuilder<DB, 'course'>().exists(
    db
      .selectFrom('course_teacher')
      .select(sql.lit(1).as('one'))
      .whereRef('course_teacher.course_id', '=', 'course.id' as never)
      .where('course_teacher.staff_member_id', '=', staff_member_id)
      .where((teacher) =>
        teacher.and([
          teacher('course_teacher.since', '<=', day),
          teacher.or([teacher('course_teacher.until', 'is', null), teacher('course_teacher.until', '>=', day)])
        ])
      )
  )

/** The person curates the course's group today and so may name reasons of absences (R1 5.3). */
export function curatesGroup(db: Db, actor: Actor, today: string): Expression<SqlBool> {
  if (!holds(actor, 'absence reasons: write') || actor.staff_member_id === null) return sql<SqlBool>`false`
  return expressionBuilder<DB, 'course'>().exists(
    db
      .selectFrom('curatorship')
      .select(sql.lit(1).as('one'))
      .whereRef('curatorship.study_group_id', '=', 'course.study_group_id' as never)
      .where('curatorship.staff_member_id', '=', actor.staff_member_id)
      .where('curatorship.since', '<=', today)
      .where((eb) => eb.or([eb('curatorship.until', 'is', null), eb('curatorship.until', '>=', today)]))
  )
}

/** The term is closed and nobody opened the page for today (R1 2.1). */
export const isClosed = (db: Db, today: string): Expression<SqlBool> =>
  sql<SqlBool>`(${sql.ref('term.closed_at')} is not null and not ${expressionBuilder<DB, 'course'>().exists(
    db
      .selectFrom('unlocking')
      .select(sql.lit(1).as('one'))
      .whereRef('unlocking.course_id', '=', 'course.id' as never)
      .where('unlocking.since', '<=', today)
      .where('unlocking.until', '>=', today)
  )})`

/** The student was in the group, and in the subgroup if the course has one, on the day (R4 3.7.2, R0 3.7). */
export function wasEnrolled(db: Db, student: Expression<number>, day: Expression<string>): Expression<SqlBool> {
  const eb = expressionBuilder<DB, 'course'>()
  const inGroup = db
    .selectFrom('enrolment')
    .select(sql.lit(1).as('one'))
    .whereRef('enrolment.study_group_id', '=', 'course.study_group_id' as never)
    .where((one) => one.and([one('enrolment.student_id', '=', student), one('enrolment.since', '<=', day)]))
    .where((one) => one.or([one('enrolment.until', 'is', null), one('enrolment.until', '>=', day)]))
  const inSubgroup = db
    .selectFrom('subgroup_member')
    .select(sql.lit(1).as('one'))
    .whereRef('subgroup_member.subgroup_id', '=', 'course.subgroup_id' as never)
    .where((one) => one.and([one('subgroup_member.student_id', '=', student), one('subgroup_member.since', '<=', day)]))
    .where((one) => one.or([one('subgroup_member.until', 'is', null), one('subgroup_member.until', '>=', day)]))
  return eb.and([eb.exists(inGroup), eb.or([eb('course.subgroup_id', 'is', null), eb.exists(inSubgroup)])])
}
