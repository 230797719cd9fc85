import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/**
 * Hours of the curriculum that lessons are given for in the whole semester of `course.semester`: without self-study and the hours
 * of exams (R4 2.2.8). `item` is the column that holds the row of the plan.
 */
export const semesterHours = (db: Db, item: 'course.curriculum_item_id' | 'curriculum_item.id') =>
  db
    .selectFrom('curriculum_term as plan')
    .select((eb) => eb('plan.hours_total', '-', hoursOutside(db)).as('planned_hours'))
    .whereRef('plan.curriculum_item_id', '=', item as never)
    .whereRef('plan.semester', '=', 'course.semester' as never)

/** The same of the joined `curriculum_term`. */
export const lessonHours = (db: Db) =>
  sql<number>`curriculum_term.hours_total - (${hoursOutside(db, 'curriculum_term')})`

const hoursOutside = (db: Db, plan: 'plan' | 'curriculum_term' = 'plan') =>
  db
    .selectFrom('curriculum_hours as outside')
    .select(sql<number>`coalesce(sum(outside.hours), 0)`.as('hours'))
    .whereRef('outside.curriculum_item_id', '=', `${plan}.curriculum_item_id` as never)
    .whereRef('outside.semester', '=', `${plan}.semester` as never)
    .where('outside.kind', 'in', ['self_study', 'control'])

/**
 * Of the hours of the semester those that the joined `course` and its `term` are for: all of them, or, where the group has the
 * row in several terms of one semester (quarters), a share by the days of the term; the shares make up the whole.
 */
export const plannedHours = (db: Db) =>
  semesterHours(db, 'course.curriculum_item_id')
    .clearSelect()
    .innerJoinLateral(termDays(db).as('share'), (join) => join.onTrue())
    .select((eb) => {
      const whole = eb.parens(eb('plan.hours_total', '-', hoursOutside(db)))
      return sql<number>`case when share.until = share.total then ${whole} else round(${whole} * share.until / share.total) end
        - coalesce(round(${whole} * share.before / share.total), 0)`.as('planned_hours')
    })

/** Days of the terms of the semester in which the group has a journal of the row: all, before this term, and with this term. */
const termDays = (db: Db) => {
  const days = sql`sum(part.ends_on - part.starts_on + 1)`
  return db
    .selectFrom('term as part')
    .select([
      sql<number>`${days}`.as('total'),
      sql<number | null>`${days} filter (where part.starts_on < term.starts_on)`.as('before'),
      sql<number>`${days} filter (where part.starts_on <= term.starts_on)`.as('until')
    ])
    .where('part.id', 'in', (eb) =>
      eb
        .selectFrom('course as kept')
        .select('kept.term_id')
        .whereRef('kept.curriculum_item_id', '=', 'course.curriculum_item_id' as never)
        .whereRef('kept.study_group_id', '=', 'course.study_group_id' as never)
        .whereRef('kept.semester', '=', 'course.semester' as never)
    )
}
