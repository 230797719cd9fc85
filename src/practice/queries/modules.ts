import { type Expression, type SqlBool, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Actor } from '../../access/actor.ts'
import { scopeOf } from '../../access/rights.ts'
import { courseInSight, groupInSight } from '../../access/sight.ts'
import { teachersOf } from '../../journal/queries/pages.ts'
import { answerOf } from '../../journal/queries/sight.ts'
import type { Db } from '../../platform/db.ts'

/** A teacher's own load shows single journals; every other way of seeing a group shows the whole module. */
const beyondOwnLoad = (actor: Actor): Actor => ({
  ...actor,
  roles: actor.roles.filter(({ role }) => scopeOf(role, 'journal: read') !== 'own load')
})

/**
 * A module of a group that has a journal in sight; `is_whole` is true for who sees the whole group and for who takes the module's
 * exam, which asks for all its results.
 */
export const findModule = (db: Db, actor: Actor, today: string, study_group_id: number, item_id: number) =>
  db
    .selectFrom('study_group')
    .innerJoin('curriculum_item as module', (join) => join.on('module.id', '=', item_id))
    .select(['study_group.id as study_group_id', 'study_group.name as group_name', 'study_group.disbanded_on'])
    .select(['module.id', 'module.item_index', 'module.name'])
    .select(
      answerOf(
        sql<SqlBool>`(${groupInSight(db, beyondOwnLoad(actor), 'journal: read', today)} or ${isExaminer(db, actor)})`
      ).as('is_whole')
    )
    .where('study_group.id', '=', study_group_id)
    .where('module.kind', '=', 'module')
    .where((eb) =>
      eb.exists(
        coursesOf(db, item_id)
          .select('course.id')
          .where(ofGroup)
          .where(inSight(db, actor, today))
      )
    )
    .executeTakeFirst()

const ofGroup = sql<SqlBool>`course.study_group_id = study_group.id`
const inSight = (db: Db, actor: Actor, today: string) => courseInSight(db, actor, 'journal: read', today)

const coursesOf = (db: Db, module_id: number) =>
  db
    .selectFrom('course')
    .innerJoin('curriculum_item as item', 'item.id', 'course.curriculum_item_id')
    .where('item.parent_id', '=', module_id)

const isExaminer = (db: Db, actor: Actor): Expression<SqlBool> =>
  sql<SqlBool>`exists (${db
    .selectFrom('course_teacher as examiner')
    .innerJoin('course', 'course.id', 'examiner.course_id')
    .innerJoin('curriculum_item as exam', 'exam.id', 'course.curriculum_item_id')
    .select(sql.lit(1).as('one'))
    .whereRef('exam.parent_id', '=', 'module.id' as never)
    .where('exam.kind', '=', 'module_exam')
    .where(ofGroup)
    .where('examiner.staff_member_id', '=', actor.staff_member_id ?? -1)})`

/** What the module is made of by the curriculum, with hours and forms of control of each semester. */
export const listParts = (db: Db, study_group_id: number, module_id: number) =>
  db
    .selectFrom('curriculum_item as item')
    .select(['item.id', 'item.item_index', 'item.name', 'item.kind'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('curriculum_term as plan')
          .select(['plan.semester', sql<number>`(plan.hours_total - ${hoursOutside(db)})::float`.as('hours')])
          .select(sql<string[]>`${controlsOf(db)}`.as('controls'))
          .whereRef('plan.curriculum_item_id', '=', 'item.id')
          .orderBy('plan.semester')
      ).as('terms')
    )
    .where('item.parent_id', '=', module_id)
    .where((eb) =>
      eb.or([
        eb('item.dropped_at', 'is', null),
        eb.exists(
          db
            .selectFrom('course')
            .select('course.id')
            .whereRef('course.curriculum_item_id', '=', 'item.id' as never)
            .where('course.study_group_id', '=', study_group_id)
        )
      ])
    )
    .orderBy('item.position')
    .execute()

const hoursOutside = (db: Db) =>
  db
    .selectFrom('curriculum_hours as outside')
    .select(sql<number>`coalesce(sum(outside.hours), 0)`.as('hours'))
    .whereRef('outside.curriculum_item_id', '=', 'plan.curriculum_item_id' as never)
    .whereRef('outside.semester', '=', 'plan.semester' as never)
    .where('outside.kind', 'in', ['self_study', 'control'])

const controlsOf = (db: Db) =>
  db
    .selectFrom('curriculum_control as control')
    .select(sql<string[]>`coalesce(array_agg(control.control_form), '{}')`.as('forms'))
    .whereRef('control.curriculum_item_id', '=', 'plan.curriculum_item_id' as never)
    .whereRef('control.semester', '=', 'plan.semester' as never)

export type Part = Awaited<ReturnType<typeof listParts>>[number]

type Seen = { id: number; study_group_id: number; is_whole: boolean }

/** Journals of the group in the module: all of them, or those in sight. */
export const listModuleCourses = (db: Db, actor: Actor, today: string, { id, study_group_id, is_whole }: Seen) =>
  coursesOf(db, id)
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .select(['course.id', 'item.id as item_id', 'course.semester', 'subgroup.number as subgroup_number'])
    .select((eb) => [
      sql<string>`${teachersOf(db, eb.ref('course.id'))}`.as('teachers'),
      answerOf(inSight(db, actor, today)).as('is_open'),
      sql<number>`${hoursKept(db)}`.as('hours_kept')
    ])
    .where('course.study_group_id', '=', study_group_id)
    .$if(!is_whole, (some) => some.where(inSight(db, actor, today)))
    .orderBy('course.semester')
    .orderBy('subgroup.number')
    .execute()

const hoursKept = (db: Db) =>
  db
    .selectFrom('lesson')
    .select(sql<number>`coalesce(sum(lesson.hours), 0)::int`.as('hours'))
    .whereRef('lesson.course_id', '=', 'course.id' as never)

export const listModuleResults = (db: Db, course_ids: number[]) =>
  db
    .selectFrom('result')
    .select(['course_id', 'student_id', 'kind', 'value'])
    .where('course_id', 'in', [...course_ids, -1])
    .execute()

/** Debts that nobody has cleared. */
export const listOpenDebts = (db: Db, course_ids: number[]) =>
  db
    .selectFrom('debt')
    .select(['course_id', 'student_id'])
    .where('course_id', 'in', [...course_ids, -1])
    .where('cleared_on', 'is', null)
    .execute()
