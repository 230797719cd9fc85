import { sql } from 'kysely'
import type { Doer } from '../../access/actor.ts'
import { shortName } from '../../college/queries/names.ts'
import type { Db } from '../../platform/db.ts'
import { sameJournal } from './courses.ts'
import { planInSight } from './lesson-plan-sight.ts'
import { planHours } from './lesson-plans.ts'

const LATEST = 100

const printable = (db: Db, actor: Doer, today: string) =>
  db
    .selectFrom('lesson_plan')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'lesson_plan.curriculum_item_id')
    .leftJoin('staff_member', 'staff_member.id', 'lesson_plan.author_id')
    .leftJoin('person', 'person.id', 'staff_member.person_id')
    .select(['lesson_plan.id', 'lesson_plan.semester', 'curriculum_item.item_index', 'curriculum_item.name'])
    .select((eb) => eb.fn.coalesce(shortName(), sql.lit('')).as('author'))
    .where(planInSight(db, actor, 'work programmes: read', today))

export const findPrintablePlan = (db: Db, actor: Doer, today: string, id: number) =>
  printable(db, actor, today).where('lesson_plan.id', '=', id).executeTakeFirst()

/** The plans changed last, and the one asked for. */
export const listPrintablePlans = (db: Db, actor: Doer, today: string, chosen: number) =>
  printable(db, actor, today)
    .orderBy(sql`${sql.ref('lesson_plan.id')} = ${chosen}`, 'desc')
    .orderBy('lesson_plan.changed_at', 'desc')
    .limit(LATEST)
    .execute()

/** What stands in the title block: whoever may see it was asked when the printout was ordered. */
export const findPlanOnPaper = (db: Db, id: number) =>
  db
    .selectFrom('lesson_plan')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'lesson_plan.curriculum_item_id')
    .innerJoin('curriculum', 'curriculum.id', 'curriculum_item.curriculum_id')
    .innerJoin('specialty', 'specialty.id', 'curriculum.specialty_id')
    .leftJoin('staff_member', 'staff_member.id', 'lesson_plan.author_id')
    .leftJoin('person', 'person.id', 'staff_member.person_id')
    .select(['lesson_plan.id', 'lesson_plan.semester', 'lesson_plan.state', 'curriculum_item.item_index'])
    .select(['curriculum_item.name', 'curriculum_item.kind', 'specialty.code', 'specialty.name as specialty'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .select((eb) => [
      planHours(db, eb.ref('lesson_plan.curriculum_item_id'), eb.ref('lesson_plan.semester')).as('term'),
      eb
        .selectFrom('lesson_plan_step as step')
        .select('step.made_at')
        .whereRef('step.lesson_plan_id', '=', 'lesson_plan.id')
        .where('step.state', '=', 'approved')
        .orderBy('step.id', 'desc')
        .limit(1)
        .as('approved_at'),
      eb
        .selectFrom('work_programme as programme')
        .select('programme.decided_at')
        .whereRef('programme.curriculum_item_id', '=', 'lesson_plan.curriculum_item_id')
        .where('programme.state', '=', 'approved')
        .orderBy('programme.version', 'desc')
        .limit(1)
        .as('programme_approved_at')
    ])
    .where('lesson_plan.id', '=', id)
    .executeTakeFirst()
export type PlanOnPaper = NonNullable<Awaited<ReturnType<typeof findPlanOnPaper>>>

/** Journals that follow the plan, the latest term first. */
export const listFollowing = (db: Db, lesson_plan_id: number) =>
  db
    .selectFrom('course')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('term', 'term.id', 'course.term_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .select(['course.id', 'study_group.name as group_name', 'subgroup.number as subgroup_number', 'term.starts_on'])
    .where('course.lesson_plan_id', '=', lesson_plan_id)
    .orderBy('term.starts_on', 'desc')
    .orderBy('study_group.name')
    .orderBy('subgroup.number')
    .execute()

/** The journal and those of other quarters that it goes on in. */
const throughSemester = (db: Db, course_id: number) =>
  db
    .selectFrom('course')
    .innerJoinLateral(sameJournal(db).as('same'), (join) => join.onTrue())
    .select('same.id')
    .where('course.id', '=', course_id)

/** Days on which the journal's lessons taught topics, and what is left of its timetable without a lesson. */
export async function findDaysOf(db: Db, course_id: number) {
  const taught = await db
    .selectFrom('lesson')
    .select(['lesson_plan_topic_id as topic_id', 'held_on'])
    .where('course_id', 'in', throughSemester(db, course_id))
    .where('lesson_plan_topic_id', 'is not', null)
    .orderBy('held_on')
    .orderBy('pair_number')
    .execute()
  const free = await db
    .selectFrom('timetable_entry as slot')
    .select(['slot.held_on', 'slot.hours'])
    .where('slot.course_id', 'in', throughSemester(db, course_id))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('lesson')
            .select(sql.lit(1).as('one'))
            .whereRef('lesson.course_id', '=', 'slot.course_id')
            .whereRef('lesson.held_on', '=', 'slot.held_on')
            .whereRef('lesson.pair_number', '=', 'slot.pair_number')
        )
      )
    )
    .orderBy('slot.held_on')
    .orderBy('slot.pair_number')
    .execute()
  return { taught, free }
}
