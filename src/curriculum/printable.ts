import type { Doer } from '../access/actor.ts'
import { listSignatures } from '../college/queries/profile.ts'
import { findProfile } from '../college/queries.ts'
import type { Db } from '../platform/db.ts'
import { formats } from '../platform/formats.ts'
import type { Making, OrderFields, Printable } from '../print/printable.ts'
import * as printing from './queries/lesson-plan-printing.ts'
import { listPlanTopics } from './queries/lesson-plans.ts'
import { approverOf, lessonPlanSheets } from './sheets/lesson-plan.ts'

const right = 'work programmes: read'
const name = 'Календарно-тематический план'

type Parameters = { lesson_plan_id: number; course_id: number | null }

/** The plans in reach, the journals of the chosen one whose days may stand in it. */
async function choices(db: Db, actor: Doer, today: string, fields: OrderFields): Promise<object> {
  const chosen = Number(fields.plan) || 0
  const plans = await printing.listPrintablePlans(db, actor, today, chosen)
  const isKnown = plans.some(({ id }) => id === chosen)
  const courses = isKnown ? await printing.listFollowing(db, chosen) : []
  return { plans, chosen, courses, course: Number(fields.course) || 0 }
}

/** Without a journal chosen the days are those of the latest that follows the plan. */
async function order(db: Db, actor: Doer, today: string, fields: OrderFields) {
  const plan = await printing.findPrintablePlan(db, actor, today, Number(fields.plan) || 0)
  if (!plan) return { refusal: 'Выберите КТП из списка.', field: 'plan' }
  const following = await printing.listFollowing(db, plan.id)
  const course = following.find(({ id }) => id === Number(fields.course)) ?? following[0]
  const title = `${plan.item_index} ${plan.name}, ${plan.semester} семестр`
  return {
    title: `КТП ${title}`,
    study_group_id: null,
    parameters: { lesson_plan_id: plan.id, course_id: course?.id ?? null } satisfies Parameters,
    file_name: `КТП ${title}`.replace(/[\\/:*?"<>|]/g, '-').concat('.pdf')
  }
}

async function document(db: Db, parameters: object, { now, by }: Making) {
  const { lesson_plan_id, course_id } = parameters as Parameters
  const plan = await printing.findPlanOnPaper(db, lesson_plan_id)
  const topics = await listPlanTopics(db, lesson_plan_id)
  if (!plan || topics.length === 0) return null
  const found = await findProfile(db)
  const profile = {
    ...{ full_name: found?.full_name ?? '', founder: found?.founder ?? '' },
    time_zone: found?.time_zone ?? 'Europe/Moscow'
  }
  const all = await printing.listFollowing(db, plan.id)
  const chosen = all.find(({ id }) => id === course_id)
  const following = all.filter(({ starts_on }) => starts_on === chosen?.starts_on)
  const days = course_id === null ? { taught: [], free: [] } : await printing.findDaysOf(db, course_id)
  const system = found?.system_name ?? 'Электронный журнал'
  return {
    title: `${name}: ${plan.name}`,
    foot: `Сформировано в системе «${system}» ${formats.instant(now, profile.time_zone)}, пользователь: ${by}${plan.state === 'approved' ? '' : ', не утверждён'}`,
    sides: 'single' as const,
    sheets: lessonPlanSheets({
      plan,
      topics,
      following,
      days,
      profile,
      approver: approverOf(plan.kind, await listSignatures(db))
    })
  }
}

/** «Календарно-тематический план» (F24). */
export const lessonPlanPrintable: Printable = {
  kind: 'lesson-plan',
  name,
  right,
  form: 'curriculum/sheets/_order',
  choices,
  order,
  document
}
