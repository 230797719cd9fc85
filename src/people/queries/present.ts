import type { ExpressionBuilder } from 'kysely'
import type { DB } from '../../platform/schema.ts'

/** The group in which the joined `student` is on the day: `present.group_id`, `present.group_name`; at most one. */
export const presentGroup = (today: string) => (eb: ExpressionBuilder<DB, 'student'>) =>
  eb
    .selectFrom('enrolment')
    .innerJoin('study_group', 'study_group.id', 'enrolment.study_group_id')
    .select(['study_group.id as group_id', 'study_group.name as group_name'])
    .whereRef('enrolment.student_id', '=', 'student.id')
    .where('enrolment.since', '<=', today)
    .where((on) => on.or([on('enrolment.until', 'is', null), on('enrolment.until', '>=', today)]))
    .as('present')
