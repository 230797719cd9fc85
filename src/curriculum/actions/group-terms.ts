import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { lockGroups } from '../../movement/queries/groups.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { dropOwnTerms, listGroups, listGroupTerms, putOwnTerms } from '../queries/calendars.ts'
import { boundsOf, type Days } from '../rules/calendars.ts'
import { type GroupTermFields, isSame, type OwnDays, refuseOwnDays, type TermFacts } from '../rules/group-terms.ts'

type Change = {
  year: { id: number; starts_on: string }
  wanted: OwnDays
  /** the own days of the group that were on the screen */
  was: OwnDays
  others: number[]
}
export type GroupTermsChanged = GroupTermFields | 'no-such-group'

/** Gives a group, and others alike, dates of terms of their own, or the common ones again. */
export function changeGroupTerms(db: Db, actor: Doer, group_id: number, change: Change): Promise<GroupTermsChanged> {
  return inTransaction(db, async (trx) => {
    const known = (await listGroups(trx, change.year.starts_on)).map(({ id }) => id)
    if (!known.includes(group_id)) return 'no-such-group'
    const groups = [...new Set([group_id, ...change.others])].filter((id) => known.includes(id))
    await lockGroups(trx, groups)
    const byGroup = Map.groupBy(await listGroupTerms(trx, change.year.id, groups), (row) => row.study_group_id)
    for (const id of groups) {
      const terms = (byGroup.get(id) ?? []).map(factsOf)
      const refusals = refuseOwnDays(terms, change.wanted, boundsOf(change.year.starts_on))
      if (Object.keys(refusals).length > 0) return refusals
      const isLate = id === group_id && terms.some((term) => !isSame(term.own, change.was.get(term.id) ?? term.own))
      if (isLate) return { form: 'changed-meanwhile' as const }
    }
    const lines = [...byGroup].flatMap(([id, rows]) =>
      rows.flatMap((row) => {
        const [before, after] = [factsOf(row).own, change.wanted.get(row.id) ?? factsOf(row).own]
        return isSame(before, after) ? [] : [{ id, term_id: row.id, name: row.name, before, after }]
      })
    )
    await write(trx, lines)
    await record(
      trx,
      actor,
      ...lines.map(({ id, name, before, after }) => ({
        ...{ deed: 'group_term.changed', object_kind: 'study_group', object_id: id },
        ...{ before: { name, ...before }, after: { name, ...after } }
      }))
    )
    return {}
  })
}

type Row = Awaited<ReturnType<typeof listGroupTerms>>[number]

/** What the rule asks of a term for one group. */
export const factsOf = ({ own_starts_on, own_ends_on, ...term }: Row): TermFacts & { name: string } => ({
  ...term,
  own: { starts_on: own_starts_on ?? '', ends_on: own_ends_on ?? '' }
})

type Line = { id: number; term_id: number; after: Days }

async function write(trx: Db, lines: Line[]): Promise<void> {
  const own = lines.filter(({ after }) => after.starts_on !== '')
  const common = lines.filter(({ after }) => after.starts_on === '')
  if (own.length > 0)
    await putOwnTerms(
      trx,
      own.map(({ id, term_id, after }) => ({ study_group_id: id, term_id, ...after }))
    )
  if (common.length === 0) return
  const ids = (of: (line: Line) => number) => [...new Set(common.map(of))]
  await dropOwnTerms(
    trx,
    ids(({ id }) => id),
    ids(({ term_id }) => term_id)
  )
}
