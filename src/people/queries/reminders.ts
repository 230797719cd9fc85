import { type Doer, scopesOf } from '../../access/actor.ts'
import type { Db } from '../../platform/db.ts'
import { daysSince, isStale } from '../rules/reminders.ts'
import { studentInSight } from './sight.ts'
import { findTermOn } from './terms.ts'

/** What the first page reminds of: the own portfolio that waits to be renewed (R4 3.5.5), entries that wait for the curator. */
export async function findReminders(db: Db, actor: Doer, today: string) {
  const isTeacher = scopesOf(actor, 'staff portfolio: write').includes('self') && actor.staff_member_id !== null
  const isCurator = scopesOf(actor, 'portfolio: write').includes('own group')
  return {
    portfolio: isTeacher ? await findOwn(db, actor.staff_member_id ?? -1, today) : null,
    waiting: isCurator ? await countWaiting(db, actor, today) : 0
  }
}

async function findOwn(db: Db, staff_member_id: number, today: string) {
  const last = await db
    .selectFrom('portfolio_entry')
    .select((eb) => eb.fn.max('changed_on').as('day'))
    .where('staff_member_id', '=', staff_member_id)
    .executeTakeFirst()
  const day = last?.day ?? null
  return { days: daysSince(day, today), isStale: isStale(day, await findTermOn(db, today), today) }
}

async function countWaiting(db: Db, actor: Doer, today: string): Promise<number> {
  const { entries } = await db
    .selectFrom('portfolio_entry')
    .innerJoin('student', 'student.id', 'portfolio_entry.student_id')
    .select((eb) => eb.fn.countAll<number>().as('entries'))
    .where('portfolio_entry.state', '=', 'waiting')
    .where(studentInSight(db, actor, 'portfolio: write', today))
    .executeTakeFirstOrThrow()
  return entries
}
