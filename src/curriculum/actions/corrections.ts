import type { Actor } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { lockCurriculum } from '../queries/approving.ts'
import { listGiven, putTitle } from '../queries/corrections.ts'
import { listRows } from '../queries/plans.ts'
import { putTerms } from '../queries/rows.ts'
import { isTaught } from '../reader/curriculum.ts'
import { itemKey } from '../reader.ts'
import type { StoredRow } from '../rules/changes.ts'
import {
  type Correction,
  type CorrectionRefusal,
  moduleTermsOf,
  refuseCorrection,
  termsOf
} from '../rules/corrections.ts'

type Ids = { curriculum_id: number; item_id: number }

/** Corrects one row of a draft; hours of the modules above it are counted anew, never typed. */
export function correctRow(db: Db, actor: Actor, today: string, { curriculum_id, item_id }: Ids, typed: Correction) {
  return inTransaction(db, async (trx): Promise<'corrected' | 'no-such-row' | CorrectionRefusal> => {
    const plan = await lockCurriculum(trx, actor, today, curriculum_id)
    const rows = plan ? await listRows(trx, plan.id) : []
    const row = rows.find(({ id, is_dropped }) => id === item_id && !is_dropped)
    if (!plan || !row) return 'no-such-row'
    const title = { item_index: typed.item_index.trim(), name: typed.name.trim() }
    const terms = isTaught(row) ? termsOf(typed.cells, plan.semesters, row.terms) : row.terms
    const corrected = { ...title, item_key: itemKey(title.item_index), terms }
    const keys = rows.filter(({ id }) => id !== row.id).map(({ item_key }) => item_key)
    const facts = { state: plan.state, is_taught: isTaught(row), keys, given: await listGiven(trx, row.id) }
    const refusal = refuseCorrection(facts, corrected)
    if (refusal || terms === null) return refusal ?? 'bad-hours'
    await putTitle(trx, row.id, { ...title, item_key: corrected.item_key })
    if (isTaught(row)) await putTerms(trx, [{ id: row.id, terms }, ...modulesAbove(rows, { ...row, terms })])
    await record(trx, actor, {
      ...{ deed: 'curriculum.corrected', object_kind: 'curriculum', object_id: plan.id },
      before: { item: row.item_index, name: row.name, terms: row.terms },
      after: { item: title.item_index, name: title.name, terms }
    })
    return 'corrected'
  })
}

/** The modules and headings above the row with their hours counted anew, from the nearest up. */
function modulesAbove(rows: StoredRow[], corrected: StoredRow): { id: number; terms: StoredRow['terms'] }[] {
  const now = new Map(rows.filter(({ is_dropped }) => !is_dropped).map((row) => [row.id, row]))
  now.set(corrected.id, corrected)
  const above: StoredRow[] = []
  for (let key = corrected.parent_key; key !== null; ) {
    const parent = [...now.values()].find(({ item_key }) => item_key === key)
    if (!parent || above.some(({ id }) => id === parent.id)) break
    const children = [...now.values()].filter(({ parent_key }) => parent_key === parent.item_key)
    const counted = { ...parent, terms: moduleTermsOf(children) }
    now.set(parent.id, counted)
    above.push(counted)
    key = parent.parent_key
  }
  return above
}
