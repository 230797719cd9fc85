import { record } from '../../audit/actions.ts'
import { fillYears } from '../../movement/queries/years.ts'
import { dayBefore } from '../../movement/rules/lines.ts'
import type { Db } from '../../platform/db.ts'
import * as college from '../queries/college.ts'
import { addNumbered, addRows, type Effect } from '../queries/effects.ts'
import { type GroupWrite, planGroups } from '../rules/groups.ts'
import type { Setting, Writing } from './lists.ts'
import { added, changeRows, type Done, type Fields } from './writing.ts'

export async function planGroupRows(db: Db, { today, rows, decisions, at }: Setting) {
  return planGroups(rows, decisions, {
    ...{ at, groups: await college.listStudyGroups(db, today), specialties: await college.listSpecialties(db) },
    ...{ departments: await college.listDepartments(db), curators: await college.listCurators(db, today) }
  })
}

const GROUP_TYPES = 'name text, department_id bigint, specialty_id bigint, entry_year smallint, study_form text'

/** New groups with their names, years and curators, and changed ones. */
export async function writeGroups(trx: Db, writing: Writing<GroupWrite>): Promise<Done> {
  const { actor, writes, today, step } = writing
  const fresh = writes.filter(({ id }) => id === null)
  const ids = await addNumbered(trx, 'study_group', GROUP_TYPES, fresh)
  const numbers = new Map(writes.map(({ number, id }) => [number, id ?? 0]))
  for (const [i, { number }] of fresh.entries()) numbers.set(number, ids[i] ?? 0)
  const names = fresh.map(({ name, entry_year }, i) => ({
    study_group_id: ids[i] ?? 0,
    name,
    since: `${entry_year}-09-01`
  }))
  await addRows(trx, 'study_group_name', 'study_group_id bigint, name text, since date', names)
  if (ids.length > 0) await fillYears(trx, ids, today)
  const years = await college.listYears(trx, ids)
  await step()

  const changes = await changeRows(
    trx,
    'study_group',
    writes.flatMap((one) => (one.id === null ? [] : [{ id: one.id, fields: fieldsOf(one) }]))
  )
  const curators = await putCurators(trx, writing, numbers)
  await record(
    trx,
    actor,
    ...fresh.map(({ number, ...group }) => ({
      ...{ deed: 'group.added', object_kind: 'study_group', object_id: numbers.get(number) ?? 0, after: { ...group } }
    })),
    ...changes.map(({ row_key, before, after }) => ({
      ...{ deed: 'group.changed', object_kind: 'study_group', object_id: Number(row_key.id), before, after }
    }))
  )
  await step()
  const groups = ids.map((id) => added('study_group', { id }))
  const history = [
    ...names.map((row) => added('study_group_name', row)),
    ...years.map((row) => added('study_group_year', row))
  ]
  return { effects: [...groups, ...history, ...changes, ...curators], result: {} }
}

const fieldsOf = ({ department_id, specialty_id, entry_year, study_form }: GroupWrite): Fields => {
  const fields = Object.entries({ department_id, specialty_id, entry_year, study_form: study_form || null })
  return Object.fromEntries(fields.filter((pair): pair is [string, string | number] => pair[1] !== null))
}

/** The curator of the file begins today; the one before ends yesterday, or never was when they began today too. */
async function putCurators(
  trx: Db,
  { actor, writes, today }: Writing<GroupWrite>,
  numbers: Map<number, number>
): Promise<Effect[]> {
  const appointed = writes.flatMap(({ number, curator_id }) =>
    curator_id === null ? [] : [{ study_group_id: numbers.get(number) ?? 0, staff_member_id: curator_id, since: today }]
  )
  if (appointed.length === 0) return []
  const present = await college.listCuratorships(
    trx,
    appointed.map(({ study_group_id }) => study_group_id),
    today
  )
  const until = dayBefore(today)
  const ending = present.filter(({ since }) => since < today)
  await college.endCuratorships(trx, ending, until)
  const rows = appointed.filter(
    (one) => !present.some((old) => old.since === today && old.study_group_id === one.study_group_id)
  )
  await addRows(trx, 'curatorship', 'study_group_id bigint, staff_member_id bigint, since date', rows)
  await record(
    trx,
    actor,
    ...rows.map(({ study_group_id, staff_member_id, since }) => ({
      ...{
        deed: 'curator.appointed',
        object_kind: 'study_group',
        object_id: study_group_id,
        after: { staff_member_id, since }
      }
    }))
  )
  const ended = ending.map(
    ({ study_group_id, staff_member_id, since, until: was }): Effect => ({
      ...{ table_name: 'curatorship', row_key: { study_group_id, staff_member_id, since } },
      ...{ before: { until: was }, after: { until } }
    })
  )
  return [...ended, ...rows.map((row) => added('curatorship', row))]
}
