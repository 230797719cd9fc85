import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Actor } from '../../access/actor.ts'
import type { Db } from '../../platform/db.ts'
import { type Plan, planHours } from './lesson-plans.ts'

/** Other semesters and other curricula of the specialty in which the same row is taught, the newest intake first; own groups are named. */
export const listTargets = (db: Db, actor: Actor, today: string, plan: Plan) =>
  db
    .selectFrom('curriculum_item as item')
    .innerJoin('curriculum', 'curriculum.id', 'item.curriculum_id')
    .innerJoin('curriculum_term as taught', 'taught.curriculum_item_id', 'item.id')
    .select(['item.id as curriculum_item_id', 'item.item_index', 'item.name', 'taught.semester'])
    .select(['curriculum.name as curriculum_name', 'curriculum.entry_year'])
    .select((eb) => [
      planHours(db, eb.ref('item.id'), eb.ref('taught.semester')).as('term'),
      jsonArrayFrom(
        eb
          .selectFrom('course')
          .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
          .innerJoin('term', 'term.id', 'course.term_id')
          .innerJoin('course_teacher', 'course_teacher.course_id', 'course.id')
          .select(['course.id', 'study_group.name', 'course.lesson_plan_id', 'term.name as term_name'])
          .distinct()
          .whereRef('course.curriculum_item_id', '=', 'item.id')
          .whereRef('course.semester', '=', 'taught.semester')
          .where('term.closed_at', 'is', null)
          .where('course_teacher.staff_member_id', '=', actor.staff_member_id ?? -1)
          .where((one) => one.or([one('course_teacher.until', 'is', null), one('course_teacher.until', '>=', today)]))
      ).as('courses')
    ])
    .where('curriculum.specialty_id', '=', plan.specialty_id)
    .where('item.dropped_at', 'is', null)
    .where((eb) => eb.or([eb('item.item_key', '=', plan.item_key), eb('item.name', '=', plan.name)]))
    .orderBy('curriculum.entry_year', (order) => order.desc().nullsLast())
    .orderBy('curriculum.name')
    .orderBy('taught.semester')
    .limit(60)
    .execute()
export type Target = Awaited<ReturnType<typeof listTargets>>[number]

/** Copies the topics of a plan into another, without their days; answers how many. */
export async function copyTopics(trx: Db, from: number, to: number): Promise<number> {
  const copied = await trx
    .insertInto('lesson_plan_topic')
    .columns([
      'lesson_plan_id',
      'position',
      'section',
      'title',
      'hours',
      'lesson_kind_id',
      'visual_aids',
      'homework',
      'note'
    ])
    .expression((eb) =>
      eb
        .selectFrom('lesson_plan_topic as topic')
        .select([sql<number>`${to}::bigint`.as('lesson_plan_id'), 'topic.position', 'topic.section', 'topic.title'])
        .select(['topic.hours', 'topic.lesson_kind_id', 'topic.visual_aids', 'topic.homework', 'topic.note'])
        .where('topic.lesson_plan_id', '=', from)
    )
    .executeTakeFirst()
  return Number(copied.numInsertedOrUpdatedRows ?? 0)
}
