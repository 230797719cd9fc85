import { findProfile } from '../../college/queries.ts'
import { atOneInstant } from '../../journal/queries/sheets/books.ts'
import { listCourses } from '../../journal/queries/sheets/courses.ts'
import { findGroupTitle } from '../../journal/queries/sheets/groups.ts'
import { listStays } from '../../journal/queries/sheets/people.ts'
import { listHoursMissed, listResults } from '../../journal/queries/sheets/records.ts'
import type { Interval } from '../../journal/rules/printing.ts'
import type { Db } from '../../platform/db.ts'
import { dayIn } from '../../platform/formats.ts'

export type SheetRows = Awaited<ReturnType<typeof findSheetRows>>

/** All rows of a group's consolidated sheet, as they are at one instant: six statements whatever the size of the group. */
export const findSheetRows = (
  db: Db,
  { study_group_id, ...period }: Interval & { study_group_id: number },
  now: Date
) =>
  atOneInstant(db, async (snapshot) => {
    const profile = await findProfile(snapshot)
    const today = dayIn(now, profile?.time_zone ?? 'utc') ?? period.to
    const all = await listCourses(snapshot, study_group_id, period)
    const courses = all.filter(
      ({ is_of_year, starts_on, ends_on }) => is_of_year && starts_on <= period.to && ends_on >= period.from
    )
    const ids = courses.map(({ id }) => id)
    return {
      ...{ profile, courses },
      group: await findGroupTitle(snapshot, study_group_id, period, today),
      stays: await listStays(snapshot, study_group_id, period),
      results: await listResults(snapshot, ids),
      missed: await listHoursMissed(snapshot, ids, period.to)
    }
  })

/** Whether the group has a course in the period at all. */
export const findAnyCourse = (db: Db, study_group_id: number, { from, to }: Interval) =>
  db
    .selectFrom('course')
    .innerJoin('term_of_group as term', (join) =>
      join.onRef('term.term_id', '=', 'course.term_id').onRef('term.study_group_id', '=', 'course.study_group_id')
    )
    .select('course.id')
    .where('course.study_group_id', '=', study_group_id)
    .where('term.starts_on', '<=', to)
    .where('term.ends_on', '>=', from)
    .limit(1)
    .executeTakeFirst()
