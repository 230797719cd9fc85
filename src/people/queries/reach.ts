import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import type { Doer } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'
import { reachOf, withoutStaffing } from '../rules/reach.ts'
import { studentInSight } from './sight.ts'

const one = sql.lit(1).as('one')
const PERSON = 'person.id' as never

const isOfStaff = (db: Db): Expression<SqlBool> =>
  expressionBuilder<DB, 'person'>().exists(
    db.selectFrom('staff_member').select(one).whereRef('staff_member.person_id', '=', PERSON)
  )

/** A student of the groups in sight, or somebody who represents one today. */
const isOfGroups = (db: Db, actor: Doer, right: Right, today: string): Expression<SqlBool> =>
  expressionBuilder<DB, 'person'>().exists(
    db
      .selectFrom('student')
      .leftJoin('guardian', (join) =>
        join
          .onRef('guardian.student_id', '=', 'student.id')
          .on((on) => on.or([on('guardian.until', 'is', null), on('guardian.until', '>=', today)]))
      )
      .select(one)
      .where((eb) =>
        eb.or([eb('student.person_id', '=', eb.ref(PERSON)), eb('guardian.person_id', '=', eb.ref(PERSON))])
      )
      .where(studentInSight(db, withoutStaffing(actor), right, today))
  )

/** A condition on `person`: those whose consents and changes are the actor's to see or to keep. */
export function personInReach(db: Db, actor: Doer, right: Right, today: string): Expression<SqlBool> {
  const reach = reachOf(actor, right)
  if (reach.all) return sql<SqlBool>`true`
  const ways = [...(reach.staff ? [isOfStaff(db)] : []), ...(reach.groups ? [isOfGroups(db, actor, right, today)] : [])]
  return ways.length > 0 ? expressionBuilder<DB, 'person'>().or(ways) : sql<SqlBool>`false`
}
