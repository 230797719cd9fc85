import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { PlacedTopic } from '../rules/lesson-plan-topics.ts'
import type { PlanState } from '../rules/lesson-plans.ts'

type NewPlan = { curriculum_item_id: number; semester: number; author_id: number | null; changed_by: number | null }

export async function addPlan(trx: Db, plan: NewPlan): Promise<number> {
  const added = trx.insertInto('lesson_plan').values(plan).returning('id')
  return (await added.executeTakeFirstOrThrow()).id
}

export const dropPlan = async (trx: Db, id: number) => {
  await trx.updateTable('course').set({ lesson_plan_id: null }).where('lesson_plan_id', '=', id).execute()
  await trx.deleteFrom('lesson_plan_topic').where('lesson_plan_id', '=', id).execute()
  await trx.deleteFrom('lesson_plan').where('id', '=', id).execute()
}

/** Notes who changed the plan; `state` says what it became, when it became something. */
export const putPlanChange = (trx: Db, id: number, changed_by: number | null, state?: PlanState) =>
  trx
    .updateTable('lesson_plan')
    .set({ version: sql`version + 1`, changed_at: sql<Date>`now()`, changed_by, ...(state && { state }) })
    .where('id', '=', id)
    .execute()

export const addStep = (trx: Db, step: { lesson_plan_id: number; state: PlanState; made_by: string; remark: string }) =>
  trx.insertInto('lesson_plan_step').values(step).execute()

/** Writes the topics of a plan whole, in at most three statements; those that keep their number keep the lessons taken from them. */
export async function putTopics(trx: Db, lesson_plan_id: number, topics: PlacedTopic[]): Promise<void> {
  const placed = topics.map((topic, i) => ({ ...topic, position: i + 1, lesson_plan_id }))
  const known = placed.flatMap(({ id, ...topic }) => (id === null ? [] : [{ ...topic, id }]))
  const added = placed.flatMap(({ id, ...topic }) => (id === null ? [topic] : []))
  await trx
    .deleteFrom('lesson_plan_topic')
    .where('lesson_plan_id', '=', lesson_plan_id)
    .where('id', 'not in', [...known.map(({ id }) => id), -1])
    .execute()
  if (known.length > 0) await changeTopics(trx, lesson_plan_id, known)
  if (added.length > 0) await trx.insertInto('lesson_plan_topic').values(added).execute()
}

/** Puts remarks at these topics and takes away all others of the plan. */
export const putRemarks = (trx: Db, lesson_plan_id: number, rows: { topic_id: number; remark: string }[]) =>
  trx
    .updateTable('lesson_plan_topic')
    .set({
      remark: sql<string>`coalesce((select line.remark from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as line(topic_id bigint, remark text) where line.topic_id = lesson_plan_topic.id), '')`
    })
    .where('lesson_plan_id', '=', lesson_plan_id)
    .execute()

type Known = Omit<PlacedTopic, 'id'> & { id: number; position: number }

const TYPES = `id bigint, position integer, section text, title text, hours smallint, lesson_kind_id bigint, visual_aids text,
  homework text, note text, planned_on date`

const changeTopics = (trx: Db, lesson_plan_id: number, topics: Known[]) =>
  trx
    .updateTable('lesson_plan_topic as topic')
    .from(sql<Known>`jsonb_to_recordset(${JSON.stringify(topics)}::jsonb)`.as<'line'>(sql.raw(`line(${TYPES})`)))
    .set((eb) => ({
      position: eb.ref('line.position'),
      section: eb.ref('line.section'),
      title: eb.ref('line.title'),
      hours: eb.ref('line.hours'),
      lesson_kind_id: eb.ref('line.lesson_kind_id'),
      visual_aids: eb.ref('line.visual_aids'),
      homework: eb.ref('line.homework'),
      note: eb.ref('line.note'),
      planned_on: eb.ref('line.planned_on')
    }))
    .whereRef('topic.id', '=', 'line.id')
    .where('topic.lesson_plan_id', '=', lesson_plan_id)
    .execute()
