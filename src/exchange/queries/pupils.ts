import { type SqlBool, sql } from 'kysely'
import type { Doer } from '../../access/actor.ts'
import { groupInSight } from '../../access/sight.ts'
import { studentInSight } from '../../people/queries/sight.ts'
import type { Db } from '../../platform/db.ts'
import { listPupils } from './people.ts'

const right = 'student cards: read'

/** Students of today in sight, and those whom no order has put into a group yet; of one group when it is named. */
export const listPupilsInSight = (db: Db, actor: Doer, today: string, study_group_id: number) => {
  const stays = db
    .selectFrom('enrolment')
    .select(sql.lit(1).as('one'))
    .whereRef('enrolment.student_id', '=', 'student.id' as never)
  const present = stays
    .where((eb) => eb.or([eb('enrolment.until', 'is', null), eb('enrolment.until', '>=', today)]))
    .$if(study_group_id > 0, (some) => some.where('enrolment.study_group_id', '=', study_group_id))
  const isToday =
    study_group_id > 0 ? sql<SqlBool>`exists ${present}` : sql<SqlBool>`(exists ${present} or not exists ${stays})`
  return listPupils(db, today, sql<SqlBool>`${studentInSight(db, actor, right, today)} and ${isToday}`)
}

/** Groups whose lists this person may take. */
export const listGroupsInSight = (db: Db, actor: Doer, today: string) =>
  db
    .selectFrom('study_group')
    .select(['id', 'name'])
    .where('disbanded_on', 'is', null)
    .where(groupInSight(db, actor, right, today))
    .orderBy('name')
    .execute()
