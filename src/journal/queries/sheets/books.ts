import { findProfile, findSettings } from '../../../college/queries.ts'
import type { Db } from '../../../platform/db.ts'
import { dayIn } from '../../../platform/formats.ts'
import { type Interval, yearOf } from '../../rules/printing.ts'
import { listCourses } from './courses.ts'
import { findGroupTitle, listYears } from './groups.ts'
import { listStays, listSubgroupStays } from './people.ts'
import { listPractices } from './practices.ts'
import { listAbsences, listHoursMissed, listLessons, listMarks, listResults } from './records.ts'

type Wanted = Interval & { study_group_id: number; course_ids: number[] }
export type BookRows = Awaited<ReturnType<typeof findBookRows>>

/** All rows of a group's book, as they are at one instant: thirteen statements whatever the size of the book. */
export const findBookRows = (db: Db, order: Wanted, now: Date) =>
  atOneInstant(db, async (snapshot) => {
    const { study_group_id, course_ids } = order
    const profile = await findProfile(snapshot)
    const today = dayIn(now, profile?.time_zone ?? 'utc') ?? order.to
    const courses = await listCourses(snapshot, study_group_id, order)
    const ofYear = courses.filter(({ is_of_year }) => is_of_year).map(({ id }) => id)
    const all = courses.map(({ id }) => id)
    return {
      ...{ profile, courses, settings: await findSettings(snapshot) },
      group: await findGroupTitle(snapshot, study_group_id, order, today),
      year: yearOf(await listYears(snapshot, study_group_id), order),
      stays: await listStays(snapshot, study_group_id, order),
      parts: await listSubgroupStays(snapshot, study_group_id, order),
      lessons: await listLessons(snapshot, course_ids, order),
      marks: await listMarks(snapshot, course_ids, order),
      absences: await listAbsences(snapshot, course_ids, order),
      practices: await listPractices(snapshot, course_ids),
      results: await listResults(snapshot, all),
      missed: await listHoursMissed(snapshot, ofYear, order.to)
    }
  })

/** A mark that is given while the book is being read stands on all of its pages or on none. */
export function atOneInstant<T>(db: Db, read: (snapshot: Db) => Promise<T>): Promise<T> {
  if (db.isTransaction) return read(db)
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read)
}
