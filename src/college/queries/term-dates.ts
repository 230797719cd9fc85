import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

const dateOf = (db: Db, end: 'starts_on' | 'ends_on') =>
  sql<string>`(${db
    .selectFrom('term_of_group as dates')
    .select(`dates.${end}`)
    .whereRef('dates.study_group_id', '=', 'course.study_group_id' as never)
    .whereRef('dates.term_id', '=', 'course.term_id' as never)})`

/**
 * First and last day of the course's term as they are for its group: its own, or else those of the term. For a statement that has
 * `course`; raw statements join the view `term_of_group` on the group and the term instead.
 */
export const termDatesOf = (db: Db) => [dateOf(db, 'starts_on').as('starts_on'), lastDay(db).as('ends_on')] as const

/** The last day of the course's term for its group: the day by which results are due (R1 6.9). */
export const lastDay = (db: Db) => dateOf(db, 'ends_on')
