import type { Actor } from '../../access/actor.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { readTables, TABLE_REFUSALS } from '../../platform/tables.ts'
import { addPlanImport, dropPlanImport, findPlanImport } from '../queries/lesson-plan-imports.ts'
import { findPlan, listPlanKinds, listPlanTopics, listUses } from '../queries/lesson-plans.ts'
import { type Defaults, topicsIn } from '../reader/lesson-plan.ts'
import { type Columns, headOf } from '../rules/lesson-plan-columns.ts'
import { changeOf, MOST_TOPICS, type PlacedTopic, type Topic } from '../rules/lesson-plan-topics.ts'
import { isEditable, PLAN_REFUSALS } from '../rules/lesson-plans.ts'
import { lockOwnPlan, writeTopics } from './lesson-plans.ts'

type Brought = { name: string; content: Buffer }

/** Reads a table of topics and keeps it until it is confirmed: nothing of the plan changes. */
export async function bringTable(db: Db, actor: Actor, today: string, plan_id: number, { name, content }: Brought) {
  const plan = await findPlan(db, actor, 'work programmes: write', today, plan_id)
  if (!plan?.is_own) return 'no-such-plan' as const
  if (!isEditable(plan.state)) return { refusal: PLAN_REFUSALS['not-a-draft'] }
  const reading = await readTables(content)
  if (!reading.ok) return { refusal: TABLE_REFUSALS[reading.refusal] }
  const brought = { lesson_plan_id: plan.id, account_id: actor.account_id, file_name: name, sheets: reading.sheets }
  return { import_id: await inTransaction(db, (trx) => addPlanImport(trx, brought)) }
}

/** What the person chose in the preview; what is not chosen is guessed. */
export type Choice = { sheet: number; columns: Columns | null; defaults: Defaults; replaces: boolean | null }

/** The waiting table as topics, and what the plan would become. */
export async function previewTable(
  db: Db,
  actor: Actor,
  today: string,
  ids: { plan: number; table: number },
  choice: Choice
) {
  const plan = await findPlan(db, actor, 'work programmes: write', today, ids.plan)
  const table = plan?.is_own && (await findPlanImport(db, actor.account_id, ids.plan, ids.table))
  if (!plan || !table) return undefined
  const sheet = table.sheets[choice.sheet] ?? table.sheets[0]
  const head = headOf(sheet?.lines ?? [])
  const columns = choice.columns ?? head.columns
  const kinds = await listPlanKinds(db)
  const known = kinds.find(({ id }) => id === choice.defaults.lesson_kind_id) ?? kinds[0]
  const defaults = { hours: choice.defaults.hours, lesson_kind_id: known?.id ?? 0 }
  const read = topicsIn(head.lines, columns, kinds, defaults)
  const standing = await listPlanTopics(db, plan.id)
  const replaces = choice.replaces ?? isSameTable(read.topics, standing)
  const after = afterLoad(read.topics, standing, replaces)
  const { added, changed, removed } = changeOf(standing, after)
  return {
    ...{ plan, table, head, columns, kinds, defaults, read, standing, after, used: await listUses(db, plan.id) },
    ...{ choice: { ...choice, replaces }, is_same: added + changed + removed === 0 }
  }
}

type Titled = { title: string }

/** A table brought again, perhaps with corrections, stands in for the topics it was: added once more they would double. */
function isSameTable(read: Titled[], standing: Titled[]): boolean {
  const known = new Set(standing.map(({ title }) => title.toLowerCase()))
  return read.filter(({ title }) => known.has(title.toLowerCase())).length * 2 > read.length
}

const afterLoad = (read: Topic[], standing: (Topic & { id: number })[], replaces: boolean) =>
  placed(
    read.map(bare),
    standing.map((topic) => ({ ...bare(topic), id: topic.id })),
    replaces
  )

/** Topics of the same words keep their numbers, and with them the lessons taken from them. */
function placed(read: Topic[], standing: (Topic & { id: number })[], replaces: boolean): PlacedTopic[] {
  if (!replaces) return [...standing, ...read.map((topic) => ({ ...topic, id: null }))]
  const free = Map.groupBy(standing, ({ title }) => title.toLowerCase())
  return read.map((topic) => ({ ...topic, id: free.get(topic.title.toLowerCase())?.shift()?.id ?? null }))
}

const bare = ({ section, title, hours, lesson_kind_id, visual_aids, homework, note, planned_on }: Topic): Topic => ({
  ...{ section, title, hours, lesson_kind_id, visual_aids, homework, note, planned_on }
})

/** Writes the waiting table into the plan, whole, and forgets it; with an error in any row nothing is written. */
export function loadTable(db: Db, actor: Actor, today: string, ids: { plan: number; table: number }, choice: Choice) {
  return inTransaction(db, async (trx): Promise<'loaded' | 'no-such-plan' | { refusal: string }> => {
    const plan = await lockOwnPlan(trx, actor, today, ids.plan)
    const preview = plan && (await previewTable(trx, actor, today, ids, choice))
    if (!plan || !preview) return 'no-such-plan'
    const { read, standing, after } = preview
    if (!isEditable(plan.state)) return { refusal: PLAN_REFUSALS['not-a-draft'] }
    if (read.topics.length === 0) return { refusal: 'Тем не нашлось: укажите, в каком столбце темы.' }
    if (read.errors.length > 0)
      return { refusal: 'В таблице есть ошибки: исправьте их в файле или выберите другие столбцы.' }
    if (after.length > MOST_TOPICS) return { refusal: `В плане не может быть больше ${MOST_TOPICS} тем.` }
    await writeTopics(trx, actor, plan, standing, after)
    await dropPlanImport(trx, preview.table.id)
    return 'loaded'
  })
}

/** Forgets a waiting table; nothing was written from it. */
export function forgetTable(db: Db, actor: Actor, ids: { plan: number; table: number }) {
  return inTransaction(db, async (trx): Promise<'forgotten' | 'no-such-plan'> => {
    if (!(await findPlanImport(trx, actor.account_id, ids.plan, ids.table))) return 'no-such-plan'
    await dropPlanImport(trx, ids.table)
    return 'forgotten'
  })
}
