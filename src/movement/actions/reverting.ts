import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import type { Db } from '../../platform/db.ts'
import { lockGroups } from '../queries/groups.ts'
import { listFormerNames, revertNames } from '../queries/names.ts'
import * as queries from '../queries/promotion.ts'
import { dayBefore } from '../rules/lines.ts'
import { foldName } from '../rules/names.ts'
import type { Begun } from '../rules/promotion.ts'

/** What of the new year keeps a promotion from being taken back; nothing for orders that promoted no group. */
export async function findBegun(trx: Db, order_id: number): Promise<Begun | undefined> {
  const promoted = await queries.listPromoted(trx, order_id)
  if (promoted.length === 0) return undefined
  const ids = promoted.map(({ id }) => id)
  await lockGroups(trx, ids)
  const again = await queries.findPromotedAgain(trx, order_id)
  if (again) return { begun: 'later-year', group_name: again.name }
  const record = await queries.findFirstRecord(trx, order_id)
  if (record) {
    const { day, ...where } = record
    return day === null ? { begun: 'result', ...where } : { begun: 'lesson', ...where, day }
  }
  const eve = dayBefore(promoted[0]?.starts_on ?? '')
  const standing = (await queries.listStandingNames(trx, eve, ids)).map(({ name }) => foldName(name))
  const taken = (await listFormerNames(trx, order_id)).find(({ name }) => standing.includes(foldName(name ?? '')))
  const group = promoted.find(({ id }) => id === taken?.study_group_id)
  return group ? { begun: 'name-taken', group_name: group.name } : undefined
}

/** Groups are back on the course and under the names they had before the order. */
export async function revertPromotion(trx: Db, actor: Doer, order_id: number): Promise<void> {
  const promoted = await queries.listPromoted(trx, order_id)
  if (promoted.length === 0) return
  await revertNames(trx, order_id)
  await queries.dropYears(trx, order_id)
  await record(
    trx,
    actor,
    ...promoted.map(({ id, name, course }) => ({
      ...{ deed: 'group.promotion_reverted', object_kind: 'study_group', object_id: id },
      ...{ before: { course, name }, after: { order_id, course: course - 1 } }
    }))
  )
}
