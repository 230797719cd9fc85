import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { isDay } from '../../platform/days.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { dropSpecialDays, findStudyDays, listSpecialDays, putSpecialDays } from '../queries/days.ts'
import { type DayFields, type DayForm, daysFrom, refuseDays } from '../rules/days.ts'
import { type SpecialDay, weekdayAccusative } from '../rules/production.ts'

const NO_DAY = '0001-01-01'

/** Makes days off, or one day that follows the timetable of another weekday. */
export function addDays(db: Db, actor: Doer, form: DayForm): Promise<DayFields> {
  return inTransaction(db, async (trx) => {
    const last = form.last || form.first
    const known = isDay(form.first) && isDay(last)
    const refusals = refuseDays(form, await findStudyDays(trx, known ? form.first : NO_DAY, known ? last : NO_DAY))
    if (Object.keys(refusals).length > 0) return refusals
    const follows = form.kind === 'working' ? form.follows : 0
    const days = daysFrom(form.first, last).map((day) => ({ day, follows, name: form.name }))
    await putSpecialDays(trx, days)
    await note(trx, actor, [], days)
    return {}
  })
}

/** Makes a day like the others again; false when it is one. */
export function removeDay(db: Db, actor: Doer, day: string): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const standing = await listSpecialDays(trx, day, day)
    if (standing.length === 0) return false
    await dropSpecialDays(trx, [day])
    await note(trx, actor, standing, [])
    return true
  })
}

/** Takes over the days chosen in the preview of a production calendar; answers with how many. */
export function takeDays(db: Db, actor: Doer, days: SpecialDay[]): Promise<number> {
  return inTransaction(db, async (trx) => {
    const chosen = [...new Map(days.map((one) => [one.day, one])).values()].toSorted((a, b) => (a.day < b.day ? -1 : 1))
    const [first, last] = [chosen.at(0), chosen.at(-1)]
    if (!first || !last) return 0
    const wanted = new Set(chosen.map(({ day }) => day))
    const before = (await listSpecialDays(trx, first.day, last.day)).filter(({ day }) => wanted.has(day))
    await putSpecialDays(trx, chosen)
    await note(trx, actor, before, chosen)
    return chosen.length
  })
}

const note = (trx: Db, actor: Doer, before: SpecialDay[], after: SpecialDay[]) =>
  record(trx, actor, {
    ...{ deed: 'days.changed', object_kind: 'day' },
    before: before.length > 0 ? wordsOf(before) : null,
    after: after.length > 0 ? wordsOf(after) : null
  })

const wordsOf = (days: SpecialDay[]) => ({
  off: days.filter(({ follows }) => follows === 0).map(({ day, name }) => `${day} ${name}`),
  working: days
    .filter(({ follows }) => follows > 0)
    .map(({ day, follows }) => `${day} за ${weekdayAccusative(follows)}`)
})
