import { createHash } from 'node:crypto'
import type { Db } from '../../platform/db.ts'
import { type Import, putImport } from '../queries/imports.ts'
import { listCells, putPlan } from '../queries/rows.ts'
import { findList, type List } from '../rules/lists.ts'
import { countsOf, type Planned } from '../rules/planning.ts'
import { placeOf, rowOf } from '../rules/rows.ts'
import { GROUP_TITLE } from '../rules/students.ts'
import { DEEDS } from './lists.ts'
import { inTurns } from './turns.ts'

export const listOf = (load: { list: string }): List => {
  const list = findList(load.list)
  if (!list) throw new Error(`no list ${load.list}`)
  return list
}

/** What the load would do now, by today's state of the journal. */
export async function makePlan(db: Db, load: Import, today: string): Promise<Planned<unknown>[]> {
  const list = listOf(load)
  const { header, chosen: columns, options } = load
  const cells = await listCells(db, load.id)
  const rows = await inTurns(cells, (line) => rowOf({ list, header, columns }, line.number, line.cells, today))
  const at = (number: number, field: string) =>
    columns[field] === undefined ? `строка ${number}` : placeOf(number, header, columns[field])
  const decisions = new Map(cells.map((line) => [line.number, line.decisions]))
  return DEEDS[list.kind].plan(db, { load, today, rows, decisions, options, at })
}

/** Two plans that make the same of the same have the same digest. */
export async function digestOf(plan: Planned<unknown>[]): Promise<string> {
  const hash = createHash('sha256')
  await inTurns(plan, ({ number, state, changes, write }) =>
    hash.update(JSON.stringify([number, state, changes, write]))
  )
  return hash.digest('hex')
}

/** Makes the plan anew and keeps it for the preview. */
export async function keepPlan(trx: Db, load: Import, today: string) {
  const plan = await makePlan(trx, load, today)
  await putPlan(trx, load.id, plan)
  const counts = countsOf(plan)
  const digest = await digestOf(plan)
  const enrols = plan.filter(({ changes }) => changes.some(({ title }) => title === GROUP_TITLE)).length
  const result = JSON.stringify({ enrols })
  await putImport(trx, load.id, { state: 'preview', counts: JSON.stringify(counts), digest, result })
  return { plan, counts, digest }
}
