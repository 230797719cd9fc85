import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { listProgress } from '../../college/queries/progress.ts'
import { missingOf } from '../../college/rules/terms.ts'
import { fillYears } from '../../movement/queries/years.ts'
import type { Clock } from '../../platform/clock.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import * as queries from '../queries/years.ts'
import {
  dayWithin,
  refuseYearClosing,
  refuseYearOpening,
  refuseYearReopening,
  stepsOf,
  type YearRefusal
} from '../rules/years.ts'

type Outcome = YearRefusal | 'no-such-year' | null

/** Opens the year (R0 3.2): its needed steps are done; groups that begin in it are written down as its first course. */
export function openYear(db: Db, actor: Doer, clock: Clock, id: number) {
  return inTransaction(db, async (trx): Promise<Outcome> => {
    await queries.lockAcademicYear(trx, id)
    const year = await queries.findAcademicYear(trx, id)
    if (!year) return 'no-such-year'
    const figures = await queries.countFigures(trx, year, dayWithin(year, clock.today()))
    const refusal = refuseYearOpening(year, figures)
    if (refusal) return refusal
    await fillYears(trx, await queries.listUnkept(trx, year), year.ends_on)
    await queries.putAcademicYear(trx, id, { opened_at: clock.now().toJSDate() })
    const undone = stepsOf(figures)
      .filter(({ isDone }) => !isDone)
      .map(({ title }) => title)
    const line = { deed: 'year.opened', object_kind: 'academic_year', object_id: id }
    await record(trx, actor, { ...line, after: { starts_on: year.starts_on, undone } })
    return null
  })
}

/** Closes the year when its terms are closed; what it leaves behind stays on the audit trail (R0 2.4, R1 6.9). */
export function closeYear(db: Db, actor: Doer, clock: Clock, id: number) {
  return inTransaction(db, async (trx): Promise<Outcome> => {
    await queries.lockAcademicYear(trx, id)
    const year = await queries.findAcademicYear(trx, id)
    if (!year) return 'no-such-year'
    const refusal = refuseYearClosing(year, year.terms.filter(({ is_closed }) => !is_closed).length)
    if (refusal) return refusal
    const { debts, sheetless, unfinished } = await whatIsLeft(trx, year, clock.today())
    const missing = unfinished.reduce((sum, course) => sum + course.missing, 0)
    await queries.putAcademicYear(trx, id, { closed_at: clock.now().toJSDate() })
    const line = { deed: 'year.closed', object_kind: 'academic_year', object_id: id }
    await record(trx, actor, { ...line, after: { missing, debts, sheetless: sheetless.length } })
    return null
  })
}

type Year = { id: number; starts_on: string; ends_on: string; terms: { id: number }[] }

/** Courses that lack results, debts that are open, groups without a consolidated sheet. */
export async function whatIsLeft(db: Db, year: Year, today: string) {
  const ids = year.terms.map(({ id }) => id)
  const courses = (await listProgress(db, ids, today)).map((course) => ({ ...course, missing: missingOf(course) }))
  const left = await queries.findLeft(db, year)
  return { ...left, unfinished: courses.filter(({ missing }) => missing > 0) }
}

/** A year closed by mistake is open again, with a reason. */
export function reopenYear(db: Db, actor: Doer, id: number, reason: string) {
  return inTransaction(db, async (trx): Promise<Outcome> => {
    await queries.lockAcademicYear(trx, id)
    const year = await queries.findAcademicYear(trx, id)
    if (!year) return 'no-such-year'
    const refusal = refuseYearReopening(year, reason)
    if (refusal) return refusal
    await queries.putAcademicYear(trx, id, { closed_at: null })
    const line = { deed: 'year.reopened', object_kind: 'academic_year', object_id: id }
    await record(trx, actor, { ...line, before: { closed_at: year.closed_at }, after: { reason } })
    return null
  })
}
