import { type Expression, type SqlBool, sql } from 'kysely'
import { type Doer, scopesOf } from '../../access/actor.ts'
import { courseInSight } from '../../access/sight.ts'
import { shortName } from '../../college/queries/names.ts'
import type { Db } from '../../platform/db.ts'
import { PLANNED_KINDS, type PlanState } from '../rules/lesson-plans.ts'
import { semesterHours } from './planned-hours.ts'

export type PlanSearch = {
  term: number
  department: number
  group: number
  staff: number
  /** A state of plans, `missing` for journals without a plan, `differing` for plans of other hours, '' for all. */
  state: string
  /** Words of the subject. */
  q: string
  page: number
}
export const PLANS_A_PAGE = 50

const ownHours = (db: Db) =>
  db
    .selectFrom('lesson_plan_topic as topic')
    .select(sql<number>`coalesce(sum(topic.hours), 0)`.as('hours'))
    .whereRef('topic.lesson_plan_id', '=', 'lesson_plan.id' as never)

/** Journals in sight of the term that need a plan. */
const courses = (db: Db, actor: Doer, today: string, term: number) =>
  db
    .selectFrom('course')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .leftJoin('lesson_plan', 'lesson_plan.id', 'course.lesson_plan_id')
    .where('course.term_id', '=', term)
    .where('curriculum_item.kind', 'in', PLANNED_KINDS)
    .where(courseInSight(db, actor, 'work programmes: read', today))

const isOfState = (db: Db, state: string): Expression<SqlBool> => {
  if (state === 'missing') return sql<SqlBool>`lesson_plan.id is null`
  if (state === 'differing')
    return sql<SqlBool>`lesson_plan.id is not null and (${ownHours(db)}) is distinct from (${semesterHours(db, 'curriculum_item.id')})`
  return sql<SqlBool>`lesson_plan.state = ${state}`
}

const isTaughtBy = (db: Db, staff: number) =>
  sql<SqlBool>`exists (${db
    .selectFrom('course_teacher as taught')
    .select(sql.lit(1).as('one'))
    .whereRef('taught.course_id', '=', 'course.id' as never)
    .where('taught.staff_member_id', '=', staff)})`

/** Which plans come first: for who decides those that wait for it, for who writes those that wait for the writer. */
const orderFor = (actor: Doer) =>
  scopesOf(actor, 'work programmes: write').includes('all')
    ? sql`case lesson_plan.state when 'submitted' then 0 when 'returned' then 2 when 'draft' then 3 when 'approved' then 4 else 1 end`
    : sql`case lesson_plan.state when 'returned' then 0 when 'draft' then 2 when 'submitted' then 3 when 'approved' then 4 else 1 end`

/** Plans of the term with the groups they are for, and journals that have none; one more than a page holds. */
export const listPlans = (db: Db, actor: Doer, today: string, search: PlanSearch) =>
  courses(db, actor, today, search.term)
    .leftJoin('course_teacher', 'course_teacher.course_id', 'course.id')
    .leftJoin('staff_member', 'staff_member.id', 'course_teacher.staff_member_id')
    .leftJoin('person', 'person.id', 'staff_member.person_id')
    .select(['lesson_plan.id as plan_id', 'curriculum_item.item_index', 'curriculum_item.name', 'course.semester'])
    .select((eb) => [
      eb.ref('lesson_plan.state').$castTo<PlanState | null>().as('state'),
      sql<string>`string_agg(distinct study_group.name || case when subgroup.id is null then '' else ' (' || subgroup.number || ')' end, ', ')`.as(
        'groups'
      ),
      sql<string>`coalesce(string_agg(distinct ${shortName()}, ', '), '')`.as('teachers'),
      sql<number>`min(course.id)`.as('course_id'),
      sql<boolean>`coalesce(bool_or(course_teacher.staff_member_id = ${actor.staff_member_id ?? -1}
        and (course_teacher.until is null or course_teacher.until >= ${today}::date)), false)`.as('is_mine'),
      ownHours(db).as('hours'),
      semesterHours(db, 'curriculum_item.id').as('planned')
    ])
    .$if(search.department > 0, (some) => some.where('study_group.department_id', '=', search.department))
    .$if(search.group > 0, (some) => some.where('study_group.id', '=', search.group))
    .$if(search.staff > 0, (some) => some.where(isTaughtBy(db, search.staff)))
    .$if(search.state !== '', (some) => some.where(isOfState(db, search.state)))
    .$if(search.q !== '', (some) =>
      some.where('curriculum_item.name', 'ilike', `%${search.q.replace(/[\\%_]/g, '\\$&')}%`)
    )
    .groupBy(['lesson_plan.id', 'lesson_plan.state', 'curriculum_item.id', 'curriculum_item.item_index'])
    .groupBy(['curriculum_item.name', 'course.semester'])
    .groupBy(sql`case when lesson_plan.id is null then course.id end`)
    .orderBy(orderFor(actor))
    .orderBy('curriculum_item.name')
    .orderBy(sql`min(study_group.name)`)
    .limit(PLANS_A_PAGE + 1)
    .offset((search.page - 1) * PLANS_A_PAGE)
    .execute()

/** How many plans of the term wait for a decision, and how many journals have no plan. */
export const countPlans = (db: Db, actor: Doer, today: string, term: number) =>
  courses(db, actor, today, term)
    .select([
      sql<number>`count(distinct lesson_plan.id) filter (where lesson_plan.state = 'submitted')`.as('submitted'),
      sql<number>`count(distinct lesson_plan.id) filter (where lesson_plan.state = 'returned')`.as('returned'),
      sql<number>`count(distinct lesson_plan.id) filter (where lesson_plan.state = 'approved')`.as('approved'),
      sql<number>`count(distinct lesson_plan.id) filter (where lesson_plan.state = 'draft')`.as('draft'),
      sql<number>`count(*) filter (where lesson_plan.id is null)`.as('missing')
    ])
    .executeTakeFirstOrThrow()

/** Departments, groups and teachers of the term's journals in sight: what the list is narrowed by. */
export async function listNarrowings(db: Db, actor: Doer, today: string, term: number) {
  const groups = await courses(db, actor, today, term)
    .innerJoin('department', 'department.id', 'study_group.department_id')
    .select(['study_group.id', 'study_group.name', 'study_group.department_id', 'department.name as department_name'])
    .distinct()
    .orderBy('study_group.name')
    .execute()
  const teachers = await courses(db, actor, today, term)
    .innerJoin('course_teacher', 'course_teacher.course_id', 'course.id')
    .innerJoin('staff_member', 'staff_member.id', 'course_teacher.staff_member_id')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(['staff_member.id', shortName().as('name')])
    .distinct()
    .orderBy('name')
    .execute()
  const departments = new Map(groups.map((group) => [group.department_id, group.department_name]))
  return { groups, teachers, departments: [...departments].map(([id, name]) => ({ id, name })) }
}
