import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { listBells, lockBells, putBells } from '../queries/bells.ts'
import { type Bell, type BellFields, bellsInWords, refuseBells, weekdayName } from '../rules/bells.ts'

type Change = {
  weekday: number
  bells: Bell[]
  /** other weekdays that get the same bells */
  others: number[]
  /** the bells of the weekday that were on the screen, in words */
  was: string
}

/** Changes the bells of a weekday, and of others alike. */
export function changeBells(db: Db, actor: Doer, { weekday, bells, others, was }: Change): Promise<BellFields> {
  return inTransaction(db, async (trx) => {
    const refusals = refuseBells(bells)
    if (Object.keys(refusals).length > 0) return refusals
    await lockBells(trx)
    const all = Map.groupBy(await listBells(trx), (bell) => bell.weekday)
    const wordsOf = (day: number) => bellsInWords(all.get(day) ?? [])
    const wanted = bellsInWords(bells)
    const changed = [...new Set([weekday, ...others])].filter((day) => wordsOf(day) !== wanted)
    if (changed.length === 0) return {}
    if (wordsOf(weekday) !== was) return { form: 'changed-meanwhile' as const }
    await putBells(trx, changed, bells)
    await record(
      trx,
      actor,
      ...changed.map((day) => ({
        ...{ deed: 'bells.changed', object_kind: 'bell' },
        before: { weekday: weekdayName(day), bells: wordsOf(day) },
        after: { weekday: weekdayName(day), bells: wanted }
      }))
    )
    return {}
  })
}
