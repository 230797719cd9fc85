import { type Expression, sql } from 'kysely'
import { type Db, tableOf } from '../../platform/db.ts'
import { findSettings } from '../queries.ts'
import type { StudyDays } from '../rules/days.ts'
import type { SpecialDay } from '../rules/production.ts'

/** The days between these two that are not like the others: what `isStudyDay` and `weekdayOf` of rules/days.ts are asked with. */
export async function findStudyDays(db: Db, from: string, to: string): Promise<StudyDays> {
  const rows = await listSpecialDays(db, from, to)
  return {
    off: new Map(rows.flatMap(({ day, follows, name }) => (follows === 0 ? [[day, name]] : []))),
    working: new Map(rows.flatMap(({ day, follows }) => (follows > 0 ? [[day, follows]] : []))),
    study_days_per_week: (await findSettings(db)).study_days_per_week
  }
}

/** Days off (`follows` 0) and working days (the weekday they follow), in order, with how many lessons the timetable has on them. */
export async function listSpecialDays(db: Db, from: string, to: string): Promise<(SpecialDay & { lessons: number })[]> {
  const { rows } = await sql<SpecialDay & { lessons: number }>`
    with special as (
      select held_on, 0 as follows, name from ${tableOf(db, 'day_off')} as day_off
      union all select held_on, follows_weekday, name from ${tableOf(db, 'working_day')} as working_day)
    select held_on as day, follows::int, name, (
      select count(*)::int from ${tableOf(db, 'timetable_entry')} as entry where entry.held_on = special.held_on) as lessons
    from special where held_on between ${from}::date and ${to}::date order by held_on`.execute(db)
  return rows
}

/** The weekday whose bells a day of a statement follows; what `weekdayOf` is in rules/days.ts. */
export const weekdayOn = (db: Db, day: Expression<string>) =>
  sql<number>`coalesce(${db
    .selectFrom('working_day')
    .select('working_day.follows_weekday')
    .where('working_day.held_on', '=', day)}, extract(isodow from ${day}))`

/** Puts these days in place of what stood on them. */
export async function putSpecialDays(trx: Db, days: SpecialDay[]): Promise<void> {
  await dropSpecialDays(
    trx,
    days.map(({ day }) => day)
  )
  const off = days.filter(({ follows }) => follows === 0).map(({ day, name }) => ({ held_on: day, name }))
  const working = days
    .filter(({ follows }) => follows > 0)
    .map(({ day, follows, name }) => ({ held_on: day, follows_weekday: follows, name }))
  if (off.length > 0)
    await trx
      .insertInto('day_off')
      .values(off)
      .onConflict((one) => one.column('held_on').doNothing())
      .execute()
  if (working.length > 0)
    await trx
      .insertInto('working_day')
      .values(working)
      .onConflict((one) => one.column('held_on').doNothing())
      .execute()
}

export async function dropSpecialDays(trx: Db, days: string[]): Promise<void> {
  if (days.length === 0) return
  await trx.deleteFrom('day_off').where('held_on', 'in', days).execute()
  await trx.deleteFrom('working_day').where('held_on', 'in', days).execute()
}

export const listYears = (db: Db) =>
  db.selectFrom('academic_year').select(['id', 'starts_on', 'ends_on']).orderBy('starts_on', 'desc').execute()
