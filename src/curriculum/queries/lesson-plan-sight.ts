import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import { type Doer, scopesOf } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'
import { courseInSight } from '../../access/sight.ts'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'

/** Plans in reach of the right: of the rows that courses in sight follow in that semester, and one's own. */
export function planInSight(db: Db, actor: Doer, right: Right, today: string): Expression<SqlBool> {
  if (scopesOf(actor, right).includes('all')) return sql<SqlBool>`true`
  const eb = expressionBuilder<DB, 'lesson_plan'>()
  return eb.or([
    eb('lesson_plan.author_id', '=', actor.staff_member_id ?? -1),
    eb.exists(
      db
        .selectFrom('course')
        .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
        .select(sql.lit(1).as('one'))
        .whereRef('course.curriculum_item_id', '=', 'lesson_plan.curriculum_item_id' as never)
        .whereRef('course.semester', '=', 'lesson_plan.semester' as never)
        .where(courseInSight(db, actor, right, today))
    )
  ])
}

/** Written by its author and by those who teach by it today; the deputy, whose right reaches everything, decides and does not write. */
export function isOwnPlan(db: Db, actor: Doer, today: string): Expression<SqlBool> {
  const eb = expressionBuilder<DB, 'lesson_plan'>()
  if (!scopesOf(actor, 'work programmes: write').includes('own load')) return sql<SqlBool>`false`
  const me = actor.staff_member_id ?? -1
  return eb.or([
    eb('lesson_plan.author_id', '=', me),
    eb.exists(
      db
        .selectFrom('course')
        .innerJoin('course_teacher', 'course_teacher.course_id', 'course.id')
        .select(sql.lit(1).as('one'))
        .whereRef('course.lesson_plan_id', '=', 'lesson_plan.id' as never)
        .where('course_teacher.staff_member_id', '=', me)
        .where((one) => one.or([one('course_teacher.until', 'is', null), one('course_teacher.until', '>=', today)]))
    )
  ])
}
