import { record } from '../../audit/actions.ts'
import { listRows } from '../../curriculum/queries/plans.ts'
import type { Db } from '../../platform/db.ts'
import { findSemesters, putHours, putParents } from '../queries/curricula.ts'
import { addNumbered, addRows, type Effect } from '../queries/effects.ts'
import { planSubjects, type SubjectWrite } from '../rules/subjects.ts'
import type { Setting, Writing } from './lists.ts'
import { added, changeRows, type Done } from './writing.ts'

export async function planSubjectRows(db: Db, { rows, decisions, at, load }: Setting) {
  const id = load.curriculum_id ?? 0
  return planSubjects(rows, decisions, { at, rows: await listRows(db, id), semesters: await findSemesters(db, id) })
}

const ITEM_TYPES =
  'curriculum_id bigint, position int, item_index text, item_key text, name text, kind text, cycle_index text, cycle_name text'

/** New rows stand after those of the plan; nothing is taken out of it. */
export async function writeSubjects(trx: Db, { actor, writes, load, step }: Writing<SubjectWrite>): Promise<Done> {
  const curriculum_id = load.curriculum_id ?? 0
  const stored = await listRows(trx, curriculum_id)
  const last = Math.max(0, ...stored.map(({ position }) => position))
  const fresh = writes.filter(({ id }) => id === null)
  const rows = fresh.map(({ item_key, item_index, title }, i) => ({
    ...{ curriculum_id, position: last + i + 1, item_index, item_key, name: '', kind: 'discipline' },
    ...{ cycle_index: '', cycle_name: '', ...title }
  }))
  const ids = await addNumbered(trx, 'curriculum_item', ITEM_TYPES, rows)
  const byKey = new Map(stored.map(({ item_key, id }) => [item_key, id]))
  for (const [i, { item_key }] of fresh.entries()) byKey.set(item_key, ids[i] ?? 0)
  await putParents(
    trx,
    fresh.flatMap(({ item_key, parent_key }) =>
      parent_key === '' ? [] : [{ id: byKey.get(item_key) ?? 0, parent_id: byKey.get(parent_key) ?? 0 }]
    )
  )
  await step()
  const changes = await changeRows(
    trx,
    'curriculum_item',
    writes.flatMap(({ id, title }) => (id === null ? [] : [{ id, fields: title }]))
  )
  const hours = await writeHours(trx, writes, byKey)
  await record(trx, actor, {
    ...{ deed: 'curriculum.renewed', object_kind: 'curriculum', object_id: curriculum_id },
    before: { rows: changes.map(({ row_key, before }) => ({ ...row_key, ...before })) },
    after: {
      file_name: load.file_name,
      rows: writes.map(({ item_index, title, hours: own }) => ({ item_index, ...title, terms: own }))
    }
  })
  await step()
  return { effects: [...ids.map((id) => added('curriculum_item', { id })), ...changes, ...hours], result: {} }
}

async function writeHours(trx: Db, writes: SubjectWrite[], byKey: Map<string, number>): Promise<Effect[]> {
  const all = writes.flatMap(({ item_key, hours }) =>
    hours.map((one) => ({ ...one, curriculum_item_id: byKey.get(item_key) ?? 0 }))
  )
  const fresh = all.filter(({ isNew }) => isNew)
  await addRows(trx, 'curriculum_term', 'curriculum_item_id bigint, semester smallint, hours_total numeric', fresh)
  const before = await putHours(
    trx,
    all.filter(({ isNew }) => !isNew)
  )
  return [
    ...fresh.map((row) => added('curriculum_term', row)),
    ...before.map(
      ({ was, hours_total, ...row_key }): Effect => ({
        ...{ table_name: 'curriculum_term', row_key, before: { hours_total: was }, after: { hours_total } }
      })
    )
  ]
}
