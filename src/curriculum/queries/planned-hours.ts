import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/**
 * Hours of the curriculum that lessons are given for in the semester of the joined `course`: without self-study and the hours of
 * exams (R4 2.2.8). `item` is the column that holds the row of the plan.
 */
export const plannedHours = (
  db: Db,
  item: 'course.curriculum_item_id' | 'curriculum_item.id' = 'course.curriculum_item_id'
) =>
  db
    .selectFrom('curriculum_term as plan')
    .select((eb) => eb('plan.hours_total', '-', hoursOutside(db)).as('planned_hours'))
    .whereRef('plan.curriculum_item_id', '=', item as never)
    .whereRef('plan.semester', '=', 'course.semester' as never)

const hoursOutside = (db: Db) =>
  db
    .selectFrom('curriculum_hours as outside')
    .select(sql<number>`coalesce(sum(outside.hours), 0)`.as('hours'))
    .whereRef('outside.curriculum_item_id', '=', 'plan.curriculum_item_id' as never)
    .whereRef('outside.semester', '=', 'plan.semester' as never)
    .where('outside.kind', 'in', ['self_study', 'control'])
