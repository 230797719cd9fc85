import { type Expression, sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Doer } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'
import { shortName } from '../../college/queries/names.ts'
import type { Db } from '../../platform/db.ts'
import type { HourKind } from '../reader.ts'
import type { PlanState } from '../rules/lesson-plans.ts'
import { isOwnPlan, planInSight } from './lesson-plan-sight.ts'

/** Hours of the row in the semester, whole and by kinds; null when it has none. */
export const planHours = (db: Db, item: Expression<number>, semester: Expression<number>) =>
  jsonObjectFrom(
    db
      .selectFrom('curriculum_term as plan')
      .select('plan.hours_total')
      .select((eb) => [
        jsonArrayFrom(
          eb
            .selectFrom('curriculum_hours as part')
            .select('part.hours')
            .select((one) => one.ref('part.kind').$castTo<HourKind>().as('kind'))
            .whereRef('part.curriculum_item_id', '=', 'plan.curriculum_item_id')
            .whereRef('part.semester', '=', 'plan.semester')
        ).as('parts'),
        sql<string[]>`array(${eb
          .selectFrom('curriculum_control as control')
          .select('control.control_form')
          .whereRef('control.curriculum_item_id', '=', 'plan.curriculum_item_id')
          .whereRef('control.semester', '=', 'plan.semester')})`.as('controls')
      ])
      .where('plan.curriculum_item_id', '=', item)
      .where('plan.semester', '=', semester)
  )

const plans = (db: Db, actor: Doer, today: string) =>
  db
    .selectFrom('lesson_plan')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'lesson_plan.curriculum_item_id')
    .innerJoin('curriculum', 'curriculum.id', 'curriculum_item.curriculum_id')
    .innerJoin('specialty', 'specialty.id', 'curriculum.specialty_id')
    .leftJoin('staff_member', 'staff_member.id', 'lesson_plan.author_id')
    .leftJoin('person', 'person.id', 'staff_member.person_id')
    .select(['lesson_plan.id', 'lesson_plan.curriculum_item_id', 'lesson_plan.semester', 'lesson_plan.version'])
    .select(['lesson_plan.changed_at', 'lesson_plan.changed_by', 'lesson_plan.author_id'])
    .select(['curriculum_item.item_index', 'curriculum_item.item_key', 'curriculum_item.name', 'curriculum_item.kind'])
    .select(['curriculum.name as curriculum_name', 'curriculum.entry_year', 'curriculum.specialty_id'])
    .select(['specialty.code as specialty_code', 'specialty.name as specialty_name'])
    .select((eb) => [
      eb.ref('lesson_plan.state').$castTo<PlanState>().as('state'),
      eb.fn.coalesce(shortName(), sql.lit('')).as('author'),
      planHours(db, eb.ref('lesson_plan.curriculum_item_id'), eb.ref('lesson_plan.semester')).as('term'),
      sql<boolean>`${isOwnPlan(db, actor, today)}`.as('is_own')
    ])

/** A plan in sight with the hours its curriculum gives it; `is_own` when this person may write in it. */
export const findPlan = (db: Db, actor: Doer, right: Right, today: string, id: number) =>
  plans(db, actor, today)
    .where('lesson_plan.id', '=', id)
    .where(planInSight(db, actor, right, today))
    .executeTakeFirst()
export type Plan = NonNullable<Awaited<ReturnType<typeof findPlan>>>

/** Two deeds on one plan wait for each other. */
export const lockPlan = (trx: Db, id: number) =>
  trx.selectFrom('lesson_plan').select('id').where('id', '=', id).forUpdate().execute()

/** Topics in their order. */
export const listPlanTopics = (db: Db, lesson_plan_id: number) =>
  db
    .selectFrom('lesson_plan_topic as topic')
    .innerJoin('lesson_kind', 'lesson_kind.id', 'topic.lesson_kind_id')
    .select(['topic.id', 'topic.position', 'topic.section', 'topic.title', 'topic.hours', 'topic.lesson_kind_id'])
    .select([
      'topic.visual_aids',
      'topic.homework',
      'topic.note',
      'topic.remark',
      'topic.planned_on',
      'lesson_kind.name as kind_name'
    ])
    .where('topic.lesson_plan_id', '=', lesson_plan_id)
    .orderBy('topic.position')
    .execute()
export type PlanTopic = Awaited<ReturnType<typeof listPlanTopics>>[number]

/** The first day on which each topic of the plan was taught, in whichever journal. */
export async function listUses(db: Db, lesson_plan_id: number): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('lesson')
    .innerJoin('lesson_plan_topic as topic', 'topic.id', 'lesson.lesson_plan_topic_id')
    .select(['topic.id', sql<string>`min(lesson.held_on)`.as('held_on')])
    .where('topic.lesson_plan_id', '=', lesson_plan_id)
    .groupBy('topic.id')
    .execute()
  return new Map(rows.map(({ id, held_on }) => [id, held_on]))
}

export const listSteps = (db: Db, lesson_plan_id: number) =>
  db
    .selectFrom('lesson_plan_step')
    .select(['id', 'made_at', 'made_by', 'remark'])
    .select((eb) => eb.ref('state').$castTo<PlanState>().as('state'))
    .where('lesson_plan_id', '=', lesson_plan_id)
    .orderBy('id', 'desc')
    .execute()

export const listPlanKinds = (db: Db) =>
  db.selectFrom('lesson_kind').select(['id', 'name', 'short_name']).orderBy('position').execute()

/** «Иванова А. П.», the person behind an account; an empty text for nobody. */
export async function findNameOf(db: Db, account_id: number | null): Promise<string> {
  const row = await db
    .selectFrom('account')
    .innerJoin('person', 'person.id', 'account.person_id')
    .select(shortName().as('name'))
    .where('account.id', '=', account_id ?? -1)
    .executeTakeFirst()
  return row?.name ?? ''
}
