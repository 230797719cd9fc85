import type { Doer } from '../../access/actor.ts'
import { groupInSight } from '../../access/sight.ts'
import type { Db } from '../../platform/db.ts'

/** Days in groups in sight that touch the period: begun by its last day, not ended before its eve. */
export const listStaysOfPeriod = (db: Db, actor: Doer, today: string, { eve, to }: { eve: string; to: string }) =>
  db
    .selectFrom('enrolment')
    .innerJoin('study_group', 'study_group.id', 'enrolment.study_group_id')
    .leftJoin('movement_order as came', 'came.id', 'enrolment.since_order_id')
    .leftJoin('movement_order as went', 'went.id', 'enrolment.until_order_id')
    .select(['enrolment.study_group_id', 'study_group.name as group_name', 'enrolment.since', 'enrolment.until'])
    .select(['came.kind as since_kind', 'went.kind as until_kind'])
    .where(groupInSight(db, actor, 'movement orders: read', today))
    .where('enrolment.since', '<=', to)
    .where((eb) => eb.or([eb('enrolment.until', 'is', null), eb('enrolment.until', '>=', eve)]))
    .orderBy('study_group.name')
    .orderBy('study_group.id')
    .execute()
