import type { FastifyReply, FastifyRequest } from 'fastify'
import { scopesOf } from '../../access/actor.ts'
import { formats } from '../../platform/formats.ts'
import { decides } from '../actions/lesson-plan-states.ts'
import { listPlanCourses } from '../queries/lesson-plan-courses.ts'
import { findPlan, listPlanKinds, listPlanTopics, listSteps, type PlanTopic } from '../queries/lesson-plans.ts'
import { progressInWords } from '../rules/lesson-plan-progress.ts'
import { isSectionStart, type RowRefusal, sumOfHours, type TypedRow } from '../rules/lesson-plan-topics.ts'
import {
  differenceInWords,
  hourGroupOf,
  hourLines,
  hoursInWords,
  isEditable,
  PLAN_STATES,
  plannedHoursOf,
  STEP_WORDS
} from '../rules/lesson-plans.ts'
import { subgroupInWords } from '../rules/load-tables.ts'

/** Empty rows at the end of the table: more where there is nothing yet. */
const spare = (rows: number) => (rows === 0 ? 15 : 5)

const EMPTY = { id: 0, section: '', title: '', hours: '', lesson_kind_id: 0, visual_aids: '', homework: '', note: '' }

/** The topics as the form shows them, with empty rows to write more. */
export function rowsOf(topics: PlanTopic[]): TypedRow[] {
  const known = topics.map((topic, i) => ({
    ...{ id: topic.id, position: String(i + 1), title: topic.title, hours: String(topic.hours) },
    section: isSectionStart(topics, i) ? topic.section : '',
    ...{ lesson_kind_id: topic.lesson_kind_id, visual_aids: topic.visual_aids, homework: topic.homework },
    ...{ note: topic.note, planned_on: topic.planned_on ? formats.day(topic.planned_on) : '', is_dropped: false }
  }))
  return [...known, ...blanksAfter(known.length)]
}

export const blanksAfter = (rows: number): TypedRow[] =>
  Array.from({ length: spare(rows) }, (_, i) => ({
    ...{ ...EMPTY, position: String(rows + i + 1), planned_on: '', is_dropped: false }
  }))

/** Sections with their hours, for reading: topics that stand under each. */
export function sectionsOf(topics: PlanTopic[]) {
  const sections: { name: string; topics: PlanTopic[] }[] = []
  for (const topic of topics) {
    if (sections.at(-1)?.name !== topic.section) sections.push({ name: topic.section, topics: [] })
    sections.at(-1)?.topics.push(topic)
  }
  return sections.map((section) => ({ ...section, hours: sumOfHours(section.topics) }))
}

type View = {
  notice?: string | undefined
  refusal?: string
  /** The form that was refused: its rows as they were typed and what is wrong in them. */
  rows?: TypedRow[]
  wrong?: RowRefusal[]
  version?: number
  /** The deed that was refused, beside which the sentence stands. */
  at?: string
  remark?: string
  /** Remarks to rows as they were typed, by topic. */
  remarks?: Map<number, string>
}

/** The plan of one subject: read, or written where this person may and it is a draft. */
export async function planPage(request: FastifyRequest, reply: FastifyReply, id: number, view: View = {}) {
  const { db, actor, clock, college } = request
  const today = clock.today()
  const plan = await findPlan(db, actor, 'work programmes: read', today, id)
  if (!plan) return reply.callNotFound()
  const topics = await listPlanTopics(db, plan.id)
  const courses = await listPlanCourses(db, actor, today, plan)
  const edits = plan.is_own && isEditable(plan.state)
  const hours = { planned: plannedHoursOf(plan.term), own: sumOfHours(topics) }
  const hasForm = edits || view.rows !== undefined // what was typed stays on the page, even when it is too late to keep it
  const kinds = hasForm ? (await listPlanKinds(db)).map((kind) => ({ ...kind, group: hourGroupOf(kind.name) })) : []
  return reply.viewAsync('curriculum/lesson-plan', {
    ...{ plan, topics, edits, hasForm, kinds, hours, zone: college.time_zone, ...view },
    ...{ rows: view.rows ?? rowsOf(topics), version: view.version ?? plan.version },
    remarks: view.remarks ?? new Map(topics.map(({ id, remark }) => [id, remark])),
    wrong: new Map((view.wrong ?? []).map((one) => [one.row, one])),
    lines: hourLines(plan.term, topics),
    ...{ difference: differenceInWords(hours), hoursSaid: hoursInWords(hours), sections: sectionsOf(topics) },
    courses: courses.map((course) => ({
      ...{ ...course, isOn: course.lesson_plan_id === plan.id },
      who: subgroupInWords(course.division, course.subgroup_number),
      progress: progressInWords({
        ...course,
        topics: topics.length,
        due: Math.max(course.slots ?? 0, course.kept ?? 0)
      })
    })),
    steps: await listSteps(db, plan.id),
    ...{ state_name: PLAN_STATES[plan.state], STEP_WORDS, decides: decides(actor) },
    mayCopy: actor.staff_member_id !== null && scopesOf(actor, 'work programmes: write').includes('own load')
  })
}
