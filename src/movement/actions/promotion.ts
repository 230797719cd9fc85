import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { attempt, type Db } from '../../platform/db.ts'
import { lockGroups } from '../queries/groups.ts'
import { addLines } from '../queries/lines.ts'
import { addNames, applyNames, ensureNames } from '../queries/names.ts'
import { addOrder } from '../queries/orders.ts'
import { listGoingOn, listOnLeave, listPromotable, listStandingNames } from '../queries/promotion.ts'
import { addYears, fillYears, listOpenYears } from '../queries/years.ts'
import { type Heading, type OrderRefusal, refuseHeading } from '../rules/orders.ts'
import { type Fate, fatesOf, type PromotionRefusal, reasonOf, type Student, seenOf } from '../rules/promotion.ts'
import { signWithin } from './signing.ts'

type Year = { id: number; starts_on: string }

/** What a promotion of these groups into the year would do to every one of them and to everybody in them. */
export async function foreseePromotion(db: Db, today: string, year: Year, ids: number[]) {
  const all = await listPromotable(db, year)
  const chosen = all.filter(({ id }) => ids.includes(id))
  const own = chosen.map(({ id }) => id)
  const fates = fatesOf(chosen, Number(year.starts_on.slice(0, 4)), await listStandingNames(db, today, own))
  const going = await listGoingOn(db, own, year.starts_on)
  return { fates, going, onLeave: await listOnLeave(db, own, year.starts_on), seen: seenOf(going) }
}

export type Promotion = Omit<Heading, 'kind'> & { year_id: number; group_ids: number[]; seen: string }
type Promoted = { order_id: number } | OrderRefusal | PromotionRefusal

/**
 * Promotes groups from course to course by one order (R0 3.2, R2 5.2): a line for every student, the year and the course of every
 * group, and the names that change with the course; all of it or nothing, in a number of statements that does not depend on how many.
 */
export function promoteGroups(db: Db, actor: Doer, today: string, promotion: Promotion): Promise<Promoted> {
  const { year_id, group_ids, seen, ...heading } = promotion
  return attempt<Promoted>(
    db,
    (outcome) => typeof outcome === 'object',
    async (trx): Promise<Promoted> => {
      const year = (await listOpenYears(trx)).find(({ id }) => id === year_id)
      if (!year) return 'no-year'
      await lockGroups(trx, group_ids)
      const { fates, going, seen: now } = await foreseePromotion(trx, today, year, group_ids)
      if (fates.length === 0) return 'no-groups'
      if (fates.some(({ obstacle }) => obstacle !== null)) return 'wrong-groups'
      const refusal = refuseHeading({ ...heading, kind: 'promotion' })
      if (refusal) return refusal
      if (seen !== now) return 'changed-meanwhile'
      const order_id = await addOrder(trx, { ...heading, kind: 'promotion' })
      if (order_id === undefined) return 'number-taken'
      await addLines(trx, linesOf(order_id, going, year.starts_on))
      if ((await signWithin(trx, actor, today, order_id)) !== 'signed') return 'not-signed'
      await moveGroups(trx, today, { order_id, year, fates })
      await record(trx, actor, ...fates.map((fate) => promotedLine(order_id, year, fate)))
      return { order_id }
    }
  )
}

const linesOf = (order_id: number, going: Student[], effective_on: string) =>
  going.map((student) => ({
    ...{ order_id, student_id: student.id, study_group_id: null, effective_on, until_on: null },
    ...{ reason: reasonOf(student), last_name: null }
  }))

type Moved = { order_id: number; year: Year; fates: Fate[] }

async function moveGroups(trx: Db, today: string, { order_id, year, fates }: Moved): Promise<void> {
  const ids = fates.map(({ id }) => id)
  await fillYears(trx, ids, year.starts_on)
  await addYears(
    trx,
    fates.map(({ id, course }) => ({ study_group_id: id, academic_year_id: year.id, course, order_id }))
  )
  await ensureNames(trx, ids)
  await addNames(
    trx,
    fates
      .filter(({ name, new_name }) => name !== new_name)
      .map(({ id, new_name }) => ({ study_group_id: id, name: new_name, since: year.starts_on, order_id }))
  )
  await applyNames(trx, today)
}

const promotedLine = (order_id: number, year: Year, { id, name, new_name, course }: Fate) => ({
  ...{ deed: 'group.promoted', object_kind: 'study_group', object_id: id },
  ...{ before: { course: course - 1, name }, after: { order_id, academic_year_id: year.id, course, name: new_name } }
})
