import { findSettings } from '../../college/queries.ts'
import { dayPlus } from '../../college/rules/days.ts'
import type { Db } from '../../platform/db.ts'
import { debtsOf } from '../rules/today.ts'
import { findNext, listPracticeDays, listToday, listUnfinished, listUnrecorded } from './today.ts'

/** What the person's lessons before the day still lack, by kinds, and the days of practice planned for the day itself. */
async function findDebts(db: Db, me: number, today: string) {
  const { marks_within_days } = await findSettings(db)
  const practice = await listPracticeDays(db, me, today)
  const sections = debtsOf(
    await listUnrecorded(db, me, today),
    await listUnfinished(db, me, today, dayPlus(today, -marks_within_days)),
    practice.filter(({ held_on }) => held_on < today)
  )
  return {
    sections,
    debts: sections.reduce((sum, { debts }) => sum + debts.length, 0),
    practice: practice.filter(({ held_on }) => held_on === today)
  }
}

/** A teacher's day: lessons and practice, the next lesson when there are none, and what earlier days lack. */
export async function findDay(db: Db, me: number, today: string) {
  const lessons = await listToday(db, me, today)
  const owed = await findDebts(db, me, today)
  const next = lessons.length + owed.practice.length === 0 ? await findNext(db, me, today) : undefined
  return { today, lessons, next, ...owed }
}
