import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { lockGroups } from '../../movement/queries/groups.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import * as queries from '../queries/calendars.ts'
import {
  boundsOf,
  inWords,
  refuseSpans,
  type Span,
  type SpanFields,
  type SpanRow,
  spansOf
} from '../rules/calendars.ts'

type Change = {
  year_starts_on: string
  rows: SpanRow[]
  /** other groups that get the same calendar */
  others: number[]
  /** the calendar of the group that was on the screen, in words */
  was: string
}
export type CalendarChanged = SpanFields | 'no-such-group'

/** Writes the calendar of a group's year, and of others alike; what they had in the year is replaced. */
export function changeCalendar(db: Db, actor: Doer, group_id: number, change: Change): Promise<CalendarChanged> {
  return inTransaction(db, async (trx) => {
    const known = (await queries.listGroups(trx, change.year_starts_on)).map(({ id }) => id)
    if (!known.includes(group_id)) return 'no-such-group'
    const bounds = boundsOf(change.year_starts_on)
    const refusals = refuseSpans(change.rows, bounds)
    if (Object.keys(refusals).length > 0) return refusals
    const groups = [...new Set([group_id, ...change.others])].filter((id) => known.includes(id))
    await lockGroups(trx, groups)
    const standing = Map.groupBy(await queries.listSpans(trx, groups, bounds), ({ study_group_id }) => study_group_id)
    const before = (id: number) => inWords(standing.get(id) ?? [])
    const spans = spansOf(change.rows)
    const after = inWords(spans)
    const changed = groups.filter((id) => before(id).join() !== after.join())
    if (changed.length === 0) return {}
    if (before(group_id).join() !== change.was) return { form: 'changed-meanwhile' as const }
    await queries.putSpans(trx, changed, bounds, spans satisfies Span[])
    await record(
      trx,
      actor,
      ...changed.map((id) => ({
        ...{ deed: 'calendar.changed', object_kind: 'study_group', object_id: id },
        ...{ before: { spans: before(id) }, after: { spans: after } }
      }))
    )
    return {}
  })
}
