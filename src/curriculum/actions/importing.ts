import { type Doer, departmentsOf, scopesOf } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { findSamePlan, listRows, lockSpecialty, putPlan } from '../queries/plans.ts'
import { addRows, dropRows, putRows, putTerms, removeRows } from '../queries/rows.ts'
import type { Curriculum } from '../reader.ts'
import {
  type Change,
  changesOf,
  type HoursChange,
  hoursChangeOf,
  type PlannedRow,
  type PlanRow,
  type StoredRow
} from '../rules/changes.ts'
import { type ImportRefusal, refuseImport } from '../rules/importing.ts'

export type ImportPlan = {
  /** The plan that is renewed; null when the file brings a new one. */
  curriculum_id: number | null
  refusal: ImportRefusal | null
  /** Nothing at all would be written. */
  is_same: boolean
  rows: PlannedRow[]
  counts: Record<Change, number>
  /** Academic hours of each semester and in all, without the modules, which repeat their rows. */
  hours: HoursChange[]
  total: { before: number | null; after: number }
}

/** What an import of this curriculum would do; writes nothing. */
export async function planImport(db: Db, actor: Doer, curriculum: Curriculum): Promise<ImportPlan> {
  const same = await findSamePlan(db, curriculum)
  const stored = same ? await listRows(db, same.id) : null
  const rows = changesOf(stored ?? [], curriculum.items)
  const own = scopesOf(actor, 'curriculum: write').includes('all') ? null : departmentsOf(actor)
  const following = same?.following.map(({ department_id }) => department_id) ?? []
  const isTitleSame = same?.qualification === curriculum.qualification && same.semesters === curriculum.semesters
  const is_same = isTitleSame && rows.every(({ writes }) => !writes.item && !writes.terms)
  return {
    curriculum_id: same?.id ?? null,
    refusal: refuseImport(curriculum, { following, own, is_approved: same?.state === 'approved' && !is_same }),
    is_same,
    rows,
    counts: countsOf(rows),
    ...hoursChangeOf(stored, curriculum)
  }
}

function countsOf(rows: PlannedRow[]): Record<Change, number> {
  const counts = { created: 0, changed: 0, left: 0, dropped: 0, removed: 0 }
  for (const { change } of rows) counts[change]++
  return counts
}

/**
 * Takes a curriculum in, or answers why not. Again is harmless: the same file writes nothing. Rows keep their numbers, because
 * journals stand on them; a row gone from the file is removed, or marked as dropped when a journal or lesson plan stands on it.
 */
export function importCurriculum(db: Db, actor: Doer, curriculum: Curriculum, fileName: string) {
  return inTransaction(db, async (trx): Promise<{ curriculum_id: number; plan: ImportPlan } | ImportRefusal> => {
    const refusal = refuseImport(curriculum, { following: [], own: null })
    if (refusal) return refusal
    const specialty_id = await lockSpecialty(trx, curriculum)
    const plan = await planImport(trx, actor, curriculum)
    if (plan.refusal) return plan.refusal
    if (plan.is_same && plan.curriculum_id !== null) return { curriculum_id: plan.curriculum_id, plan }

    const { qualification, study_form, base_education, entry_year, name, semesters } = curriculum
    const title = { qualification, study_form, base_education, entry_year, name, semesters }
    const id = await putPlan(trx, plan.curriculum_id, { ...title, specialty_id, file_name: fileName })
    await writeRows(trx, id, plan.rows)
    await record(trx, actor, {
      deed: plan.curriculum_id === null ? 'curriculum.added' : 'curriculum.renewed',
      ...{ object_kind: 'curriculum', object_id: id },
      before: plan.curriculum_id === null ? null : { hours: plan.total.before, rows: rowsBefore(plan.rows) },
      after: { file_name: fileName, name, hours: plan.total.after, counts: plan.counts, rows: rowsAfter(plan.rows) }
    })
    return { curriculum_id: id, plan }
  })
}

/** The number of statements does not depend on the length of the plan. */
async function writeRows(trx: Db, curriculum_id: number, rows: PlannedRow[]): Promise<void> {
  const gone = (change: Change) => rows.flatMap((row) => (row.change === change && row.before ? [row.before.id] : []))
  const ids = new Map(rows.flatMap(({ before }) => (before ? [[before.item_key, before.id] as const] : [])))
  const added = await addRows(
    trx,
    curriculum_id,
    rows.flatMap(({ change, after }) => (change === 'created' && after ? [after] : []))
  )
  for (const [key, id] of added) ids.set(key, id)
  const numbered = (row: PlanRow) => ({
    ...row,
    id: ids.get(row.item_key) ?? 0,
    parent_id: ids.get(row.parent_key ?? '') ?? null
  })
  await putRows(
    trx,
    rows.flatMap(({ writes, after }) => (writes.item && after ? [numbered(after)] : []))
  )
  await putTerms(
    trx,
    rows.flatMap(({ writes, after }) => (writes.terms && after ? [numbered(after)] : []))
  )
  await dropRows(trx, gone('dropped'))
  await removeRows(trx, gone('removed'))
}

const brief = ({ item_index, name, terms }: PlanRow | StoredRow) => ({ item_index, name, terms })
const isTold = ({ change }: PlannedRow) => change !== 'left'
const rowsBefore = (rows: PlannedRow[]) => rows.filter(isTold).flatMap(({ before }) => (before ? [brief(before)] : []))
const rowsAfter = (rows: PlannedRow[]) => rows.filter(isTold).flatMap(({ after }) => (after ? [brief(after)] : []))
