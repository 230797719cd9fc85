import type { PlanState } from '../curriculum/rules/lesson-plans.ts'
import type { Db } from '../platform/db.ts'
import { TEACHER } from './areas.ts'
import { instantOf } from './college.ts'
import { addRows } from './rows.ts'
import type { Member } from './staff.ts'
import type { Stage } from './terms.ts'

type Fate = PlanState | 'missing'

/** What became of the plans by which the demonstration teacher teaches, in their order; those after them are approved. */
const OWN: Fate[] = ['returned', 'submitted', 'draft']

/** Of the others' plans most are approved; some wait, one here and there came back or was never written. */
function fateOf(i: number): Fate {
  if (i % 9 === 4) return 'submitted'
  if (i % 19 === 8) return 'returned'
  return i % 23 === 11 ? 'missing' : 'approved'
}

const REMARK = 'Часы не равны учебному плану: не хватает последнего занятия. Добавьте его и отправьте план снова.'

/** Lesson plans of the current term on their way to approval, journals without any, and how each plan came where it is. */
export async function addPlanStates(db: Db, { teachers, term_ids }: Stage): Promise<void> {
  const plans = await listPlans(db, teachers[TEACHER]?.staff_member_id ?? 0)
  const counts = { own: 0, others: 0 }
  const fateHere = (isOwn: boolean): Fate => (isOwn ? (OWN[counts.own++] ?? 'approved') : fateOf(counts.others++))
  const fated = plans.map((plan) => ({
    ...plan,
    fate: plan.term_id === term_ids.at(-1) ? fateHere(plan.is_own) : ('approved' as const)
  }))
  const idsOf = (...fates: Fate[]) => fated.filter(({ fate }) => fates.includes(fate)).map(({ id }) => id)
  await dropPlans(db, idsOf('missing'))
  await shorten(db, idsOf('returned', 'draft'))
  for (const state of ['draft', 'submitted', 'returned'] as const)
    await db
      .updateTable('lesson_plan')
      .set({ state })
      .where('id', 'in', [...idsOf(state), -1])
      .execute()
  const names = new Map(teachers.map((member) => [member.staff_member_id, member]))
  const deputy = await deputyName(db)
  await addRows(
    db,
    'lesson_plan_step',
    fated.flatMap((plan) => stepsOf(plan.id, plan.fate, names.get(plan.author_id ?? 0), deputy, plan.starts_on))
  )
}

/** Plans by which somebody teaches; `is_own` when that teacher does. */
const listPlans = (db: Db, teacher: number) =>
  db
    .selectFrom('lesson_plan')
    .innerJoin('course', 'course.lesson_plan_id', 'lesson_plan.id')
    .innerJoin('term', 'term.id', 'course.term_id')
    .innerJoin('course_teacher', 'course_teacher.course_id', 'course.id')
    .select(['lesson_plan.id', 'lesson_plan.author_id', 'course.term_id', 'term.starts_on'])
    .select((eb) => eb.fn<boolean>('bool_or', [eb('course_teacher.staff_member_id', '=', teacher)]).as('is_own'))
    .groupBy(['lesson_plan.id', 'lesson_plan.author_id', 'course.term_id', 'term.starts_on'])
    .orderBy('lesson_plan.id')
    .execute()

async function deputyName(db: Db): Promise<string> {
  const { last_name, first_name, middle_name } = await db
    .selectFrom('account')
    .innerJoin('person', 'person.id', 'account.person_id')
    .select(['last_name', 'first_name', 'middle_name'])
    .where('login', '=', 'deputy')
    .executeTakeFirstOrThrow()
  return `${last_name} ${first_name.slice(0, 1)}. ${middle_name.slice(0, 1)}.`
}

/** Sent in the week before the term, decided on its first days. */
function stepsOf(lesson_plan_id: number, fate: Fate, author: Member | undefined, deputy: string, starts_on: string) {
  if (fate === 'missing' || fate === 'draft') return []
  const sent = { state: 'submitted', made_by: author?.short_name ?? '', made_at: instantOf(starts_on, '08:30') }
  const decided = { state: fate, made_by: deputy, made_at: instantOf(starts_on, '15:20') }
  const steps = fate === 'submitted' ? [sent] : [sent, decided]
  return steps.map((step) => ({ lesson_plan_id, ...step, remark: step.state === 'returned' ? REMARK : '' }))
}

/** Takes plans away as if they had never been written: the lessons keep their own words. */
async function dropPlans(db: Db, ids: number[]): Promise<void> {
  const known = [...ids, -1]
  await db.updateTable('course').set({ lesson_plan_id: null }).where('lesson_plan_id', 'in', known).execute()
  await db.deleteFrom('lesson_plan_topic').where('lesson_plan_id', 'in', known).execute()
  await db.deleteFrom('lesson_plan').where('id', 'in', known).execute()
}

/** Without its last topic a plan lacks hours. */
const shorten = (db: Db, ids: number[]) =>
  db
    .deleteFrom('lesson_plan_topic')
    .where('lesson_plan_id', 'in', [...ids, -1])
    .where('position', '=', (eb) =>
      eb
        .selectFrom('lesson_plan_topic as other')
        .select((one) => one.fn.max('other.position').as('last'))
        .whereRef('other.lesson_plan_id', '=', 'lesson_plan_topic.lesson_plan_id')
    )
    .execute()
