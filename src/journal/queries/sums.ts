import { type RawBuilder, sql } from 'kysely'
import { type Db, tableOf } from '../../platform/db.ts'
import { remembered } from '../../platform/remembering.ts'

export type Sums = { student_id: number; average: number | null; hours_missed: number }

/** Average of numeric marks and hours missed in the course: the two figures at the end of each row (rules.md, Figures). Who has neither is missing. */
export const listSums = remembered((db: Db, course_id: number, student_ids: number[]) =>
  sumsOf(db, course_id, student_ids, entriesOf(db)).compile(db)
)

/** Rows of `lesson_id`, `student_id`, `value` of a mark or `hours` missed. */
const entriesOf = (db: Db) => sql`
  select lesson_id, student_id, value, null::smallint as hours from ${tableOf(db, 'mark')} as mark
  union all select lesson_id, student_id, null, hours from ${tableOf(db, 'absence')} as absence`

export const sumsOf = (db: Db, course_id: number, student_ids: number[], entries: RawBuilder<unknown>) => sql<Sums>`
  select student_id, coalesce(sum(hours), 0)::int as hours_missed,
    round(avg(value::int) filter (where length(value) = 1), 2) as average -- зач and незач are words
  from (${entries}) as entry
  where student_id = any(${student_ids}) -- a list of lessons and not a join: one search of the index finds neighbours together
    and lesson_id = any(array(select id from ${tableOf(db, 'lesson')} as lesson where course_id = ${course_id}))
  group by student_id`
