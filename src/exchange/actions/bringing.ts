import type { Actor } from '../../access/actor.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { listWritablePlans } from '../queries/college.ts'
import * as imports from '../queries/imports.ts'
import { type Reading, readAside } from '../reader.ts'
import { columnsOf, headerKey, headOf, isExample, refuseColumns } from '../rules/columns.ts'
import { FILE_REFUSALS, MOST_ROWS, refuseFile } from '../rules/files.ts'
import type { List } from '../rules/lists.ts'
import { findOwn } from './finding.ts'
import { keepPlan, listOf } from './planning.ts'

export type BroughtFile = { name: string; content: Buffer; is_cut: boolean }
export type Refused = { refusal: string; field: string }
const refused = (refusal: string, field = 'file'): Refused => ({ refusal, field })

/** Keeps a file until its person decides; nothing of it is written. Answers with its number or with why it was not kept. */
export async function bringFile(db: Db, actor: Actor, list: List, file: BroughtFile | null, curriculum_id: number) {
  const curricula = list.kind === 'subjects' ? await listWritablePlans(db, actor) : []
  if (list.kind === 'subjects' && !curricula.some(({ id }) => id === curriculum_id))
    return refused('Выберите учебный план.', 'curriculum')
  const wrong = refuseFile(file)
  if (wrong || !file) return refused(FILE_REFUSALS[wrong ?? 'no-file'])
  const reading = await readAside(file.content)
  const shaped = await shapeOf(db, list, reading)
  if ('refusal' in shaped) return shaped
  return inTransaction(db, async (trx) => {
    await imports.dropOld(trx)
    const brought = {
      list: list.kind,
      account_id: actor.account_id,
      file_name: file.name.slice(-200),
      content: file.content
    }
    const plan = list.kind === 'subjects' ? curriculum_id : null
    const id = await imports.addImport(trx, { ...brought, curriculum_id: plan }, shaped.shape)
    await imports.putRows(trx, id, shaped.lines)
    return { import_id: id }
  })
}

async function shapeOf(db: Db, list: List, reading: Reading) {
  if (!reading.ok) return refused(FILE_REFUSALS[reading.refusal])
  const { sheets, sheet, lines, spans, notices } = reading.table
  const learnt = await imports.listHeaders(db, list.kind)
  const head = headOf(lines, spans, list, learnt)
  if (!head) return refused(FILE_REFUSALS['no-header'])
  const chosen = columnsOf(head.header, list, learnt)
  const rows = head.lines.filter(({ cells }) => !isExample(cells))
  if (rows.length === 0) return refused(FILE_REFUSALS['no-rows'])
  if (rows.length > MOST_ROWS) return refused(FILE_REFUSALS['too-many-rows'])
  if (rows.length < head.lines.length) notices.push('Строка-образец из шаблона пропущена.')
  return { lines: rows, shape: { sheets, sheet, notices, chosen, header: head.header } }
}

/** Reads another sheet of the same file. */
export async function chooseSheet(db: Db, actor: Actor, id: number, sheet: string) {
  const load = await findOwn(db, actor, id)
  const stored = load && (await imports.findContent(db, id))
  if (!load || !isOpen(load) || !stored?.content) return 'no-such-page' as const
  const shaped = await shapeOf(db, listOf(load), await readAside(stored.content, sheet))
  if ('refusal' in shaped) return shaped
  return inTransaction(db, async (trx) => {
    await imports.lockImport(trx, id)
    await imports.putShape(trx, id, shaped.shape)
    await imports.putRows(trx, id, shaped.lines)
    await imports.putImport(trx, id, { state: 'columns' })
    return 'chosen' as const
  })
}

export const isOpen = ({ state }: { state: string }): boolean => ['columns', 'preview', 'failed'].includes(state)

/** Says which column is which; the answer is remembered for the next file, and the preview is made. */
export function chooseColumns(db: Db, actor: Actor, today: string, id: number, chosen: Record<string, number>) {
  return inTransaction(db, async (trx): Promise<'chosen' | 'no-such-page' | Refused> => {
    await imports.lockImport(trx, id)
    const load = await findOwn(trx, actor, id)
    if (!load || !isOpen(load)) return 'no-such-page'
    const list = listOf(load)
    const refusal = refuseColumns(chosen, list)
    if (refusal) return refused(refusal, 'columns')
    await imports.putImport(trx, id, { chosen: JSON.stringify(chosen) })
    const learnt = new Map(
      Object.entries(chosen).map(([field, column]) => [headerKey(load.header[column] ?? ''), field] as const)
    )
    learnt.delete('')
    await imports.putHeaders(
      trx,
      list.kind,
      [...learnt].map(([header, field]) => ({ header, field }))
    )
    await keepPlan(trx, { ...load, chosen }, today)
    return 'chosen'
  })
}

/** Gives a file up; nothing was written from it. */
export function dropFile(db: Db, actor: Actor, id: number) {
  return inTransaction(db, async (trx) => {
    await imports.lockImport(trx, id)
    const load = await findOwn(trx, actor, id)
    if (!load || !isOpen(load)) return 'no-such-page' as const
    await imports.dropImport(trx, id)
    return load.list
  })
}
