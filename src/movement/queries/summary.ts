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
    .leftJoin('movement_order_line as line', (join) =>
      join.onRef('line.order_id', '=', 'went.id').onRef('line.student_id', '=', 'enrolment.student_id')
    )
    .leftJoin('questionnaire', 'questionnaire.student_id', 'enrolment.student_id')
    .select(['came.kind as since_kind', 'went.kind as until_kind', 'line.reason', 'study_group.study_form'])
    .select(['study_group.financing as group_financing', 'questionnaire.financing'])
    .where(groupInSight(db, actor, 'movement orders: read', today))
    .where('enrolment.since', '<=', to)
    .where((eb) => eb.or([eb('enrolment.until', 'is', null), eb('enrolment.until', '>=', eve)]))
    .orderBy('study_group.name')
    .orderBy('study_group.id')
    .execute()

/** Those expelled from an academic leave in the period: they were in no group then. */
export const listReleasedOfPeriod = (db: Db, actor: Doer, today: string, { from, to }: { from: string; to: string }) =>
  db
    .selectFrom('enrolment')
    .innerJoin('study_group', 'study_group.id', 'enrolment.study_group_id')
    .leftJoin('movement_order_line as line', (join) =>
      join
        .onRef('line.order_id', '=', 'enrolment.released_order_id')
        .onRef('line.student_id', '=', 'enrolment.student_id')
    )
    .select('line.reason')
    .where(groupInSight(db, actor, 'movement orders: read', today))
    .where('enrolment.released_on', '>=', from)
    .where('enrolment.released_on', '<=', to)
    .execute()
