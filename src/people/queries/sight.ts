import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import { type Doer, scopesOf } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'
import { groupInSight } from '../../access/sight.ts'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'

/**
 * A condition on `student`: of the groups in reach of the right, those who are in one, come into one, or left the college from one.
 * Students that no order has put into a group yet are seen by those who see the whole college.
 */
export function studentInSight(db: Db, actor: Doer, right: Right, today: string): Expression<SqlBool> {
  if (scopesOf(actor, right).includes('all')) return sql<SqlBool>`true`
  const wasLater = db
    .selectFrom('enrolment as later')
    .select(sql.lit(1).as('one'))
    .whereRef('later.student_id', '=', 'enrolment.student_id' as never)
    .whereRef('later.since', '>', 'enrolment.since' as never)
    .where('later.since', '<=', today)
  return expressionBuilder<DB, 'student'>().exists(
    db
      .selectFrom('enrolment')
      .innerJoin('study_group', 'study_group.id', 'enrolment.study_group_id')
      .select(sql.lit(1).as('one'))
      .whereRef('enrolment.student_id', '=', 'student.id' as never)
      .where((eb) => eb.not(eb.exists(wasLater)))
      .where(groupInSight(db, actor, right, today))
  )
}
