import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { PlaceCard, Span } from '../rules/practices.ts'

/** Makes the practice known, locked until the deed is over. */
export async function lockPractice(trx: Db, course_id: number): Promise<void> {
  await trx
    .insertInto('practice')
    .values({ course_id })
    .onConflict((one) => one.column('course_id').doUpdateSet({ course_id }))
    .execute()
}

export const putSpan = (trx: Db, course_id: number, span: Span) =>
  trx.updateTable('practice').set(span).where('course_id', '=', course_id).execute()

export const addPlace = (trx: Db, course_id: number, place: PlaceCard) =>
  trx
    .insertInto('practice_place')
    .values({ ...place, contract_on: place.contract_on || null, course_id })
    .returning('id')
    .executeTakeFirstOrThrow()

export const putPlace = (trx: Db, id: number, place: PlaceCard) =>
  trx
    .updateTable('practice_place')
    .set({ ...place, contract_on: place.contract_on || null })
    .where('id', '=', id)
    .execute()

/** Takes a place off; who was sent there is sent nowhere. */
export async function dropPlace(trx: Db, id: number): Promise<void> {
  await trx
    .updateTable('practice_student')
    .set({ practice_place_id: null })
    .where('practice_place_id', '=', id)
    .execute()
  await trx.deleteFrom('practice_place').where('id', '=', id).execute()
}

type Sent = { practice_place_id?: number | null; sheet_handed_on?: string | null }

/** The same for all these students. */
export const putStudents = (trx: Db, course_id: number, students: number[], sent: Sent) =>
  trx
    .insertInto('practice_student')
    .values(students.map((student_id) => ({ course_id, student_id, ...sent })))
    .onConflict((one) => one.columns(['course_id', 'student_id']).doUpdateSet(sent))
    .execute()

/** Who was sent where, and whose certificate of practice is in. */
export const listSent = (db: Db, course_id: number) =>
  db
    .selectFrom('practice_student')
    .select(['student_id', 'practice_place_id', 'sheet_handed_on'])
    .where('course_id', '=', course_id)
    .execute()

export type DayRow = { held_on: string; hours: number; topic: string }

export const listPlannedDays = (db: Db, course_id: number): Promise<DayRow[]> =>
  db
    .selectFrom('practice_day')
    .select(['held_on', 'hours', 'topic'])
    .where('course_id', '=', course_id)
    .orderBy('held_on')
    .execute()

/** Puts these days in place of those there were. */
export async function putDays(trx: Db, course_id: number, days: DayRow[]): Promise<void> {
  await trx.deleteFrom('practice_day').where('course_id', '=', course_id).execute()
  if (days.length > 0)
    await trx
      .insertInto('practice_day')
      .values(days.map((day) => ({ ...day, course_id })))
      .execute()
}

/** What the journal has of the practice, a row a day: its hours and the first lesson. */
export const listRecordedDays = (db: Db, course_id: number) =>
  db
    .selectFrom('lesson')
    .select(['held_on'])
    .select([
      sql<number>`sum(hours)::int`.as('hours'),
      sql<string>`coalesce(string_agg(distinct nullif(topic, ''), '; '), '')`.as('topic'),
      sql<number>`min(id)`.as('lesson_id')
    ])
    .where('course_id', '=', course_id)
    .groupBy('held_on')
    .orderBy('held_on')
    .execute()

/** Days on which the timetable has the practice: the first pair, the hours, and whether somebody stands in. */
export const listTimetabledDays = (db: Db, course_id: number) =>
  db
    .selectFrom('timetable_entry as entry')
    .leftJoin('substitution', 'substitution.timetable_entry_id', 'entry.id')
    .select('entry.held_on')
    .select([
      sql<number>`min(entry.pair_number)::int`.as('pair_number'),
      sql<number>`sum(entry.hours)::int`.as('hours'),
      sql<boolean>`bool_or(substitution.id is not null)`.as('is_substituted')
    ])
    .where('entry.course_id', '=', course_id)
    .groupBy('entry.held_on')
    .orderBy('entry.held_on')
    .execute()

/** Days on which the person teaches the course. */
export const listTeaching = (db: Db, course_id: number, staff_member_id: number) =>
  db
    .selectFrom('course_teacher')
    .select(['since', 'until'])
    .where('course_id', '=', course_id)
    .where('staff_member_id', '=', staff_member_id)
    .execute()

export const findPracticeKind = (db: Db) =>
  db
    .selectFrom('lesson_kind')
    .select('id')
    .orderBy(sql`name <> 'Практика'`)
    .orderBy('position')
    .limit(1)
    .executeTakeFirstOrThrow()

type LessonRow = DayRow & { course_id: number; pair_number: number; lesson_kind_id: number; taught_by: number }

/** Lessons of these days; nobody has called the roll of them yet. */
export const addLessons = (trx: Db, lessons: LessonRow[]) =>
  trx
    .insertInto('lesson')
    .values(lessons.map((lesson) => ({ ...lesson, topic_kept_at: sql<Date>`now()` })))
    .onConflict((one) => one.columns(['course_id', 'held_on', 'pair_number']).doNothing())
    .returning(['id', 'held_on'])
    .execute()
