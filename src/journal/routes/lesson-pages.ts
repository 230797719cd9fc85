import type { FastifyReply, FastifyRequest } from 'fastify'
import { findSettings } from '../../college/queries.ts'
import { dayOf, isDay } from '../../platform/days.ts'
import { dayIn } from '../../platform/formats.ts'
import type { LessonOutcome } from '../actions/lessons.ts'
import { listLessonStudents } from '../queries/lesson-rosters.ts'
import * as lessons from '../queries/lessons.ts'
import * as proposals from '../queries/proposals.ts'
import { FIELD_OF, LESSON_REFUSALS, warningsOf } from '../rules/lessons.ts'
import { choicesOf, entryOf, type Fields, rowsOf } from './lesson-form.ts'

export type Refused = Exclude<LessonOutcome, { kind: 'kept' }>

export async function showNew(
  request: FastifyRequest,
  reply: FastifyReply,
  course_id: number,
  fields: Fields,
  outcome: Refused | undefined
) {
  const { db, actor, clock } = request
  const held_on = isDay(dayOf(String(fields.held_on))) ? dayOf(String(fields.held_on)) : clock.today()
  const course = await lessons.findCourseForLesson(
    db,
    actor,
    clock.today(),
    course_id,
    held_on,
    Number(fields.pair_number) || 0
  )
  if (!course) return reply.callNotFound()
  const entry = entryOf(fields, course_id, null)
  const [students, form] = [
    await listLessonStudents(db, course_id, held_on, null),
    await choices(request, course.lesson_plan_id)
  ]
  const works = outcome ? entry.works : choicesOf([], form.workKinds[0]?.id ?? null)
  const typed = outcome ? fields : undefined
  return reply.viewAsync('journal/lesson', {
    ...{ ...form, entry: { ...entry, works }, course: { ...course, id: course_id }, lesson: null, mayWrite: true },
    ...{
      rows: rowsOf(students, entry.form.hours, works, typed, sentencesOf(outcome)),
      ...refusalOf(outcome),
      warnings: []
    },
    is_substitute: course.substitute_id !== null && course.substitute_id === actor.staff_member_id
  })
}

export async function showOld(
  request: FastifyRequest,
  reply: FastifyReply,
  lesson_id: number,
  fields?: Fields,
  outcome?: LessonOutcome
) {
  const { db, actor, clock, college } = request
  const today = clock.today()
  const lesson = await lessons.findLesson(db, actor, today, lesson_id)
  if (!lesson) return reply.callNotFound()
  const [students, form] = [
    await listLessonStudents(db, lesson.course_id, lesson.held_on, lesson.id),
    await choices(request, lesson.lesson_plan_id)
  ]
  const entry = fields
    ? entryOf(fields, lesson.course_id, lesson.id)
    : { form: lesson, works: choicesOf(lesson.works, null), version: lesson.version }
  const refused = outcome as Refused | undefined
  const { time_zone } = college
  const kept = {
    ...lesson,
    topic_kept_on: dayIn(lesson.topic_kept_at, time_zone),
    homework_kept_on: dayIn(lesson.homework_kept_at, time_zone)
  }
  return reply.viewAsync('journal/lesson', {
    ...{ ...form, entry: { ...entry, version: lesson.version }, lesson, course: { ...lesson, id: lesson.course_id } },
    ...{ mayWrite: lesson.is_keeper && !lesson.is_closed, is_substitute: lesson.substitutes_for !== null },
    rows: rowsOf(students, lesson.hours, entry.works, fields, sentencesOf(refused)),
    ...refusalOf(refused),
    warnings: lesson.is_keeper
      ? warningsOf({ ...kept, hours_kept: kept.hours_kept ?? 0 }, await findSettings(db), today)
      : []
  })
}

const sentencesOf = (outcome: Refused | undefined) => (outcome?.kind === 'cells' ? outcome.sentences : undefined)

/** The sentence, and the field it belongs to; a refusal of students' cells is told above the table too. */
function refusalOf(outcome: Refused | undefined) {
  if (outcome?.kind === 'cells')
    return { refusal: 'Занятие не сохранено: исправьте отмеченные строки и сохраните ещё раз' }
  if (outcome?.kind !== 'refused') return {}
  return { refusal: LESSON_REFUSALS[outcome.refusal], field: FIELD_OF[outcome.refusal], work: outcome.work }
}

/** What the selects of the form offer. */
async function choices({ db }: FastifyRequest, lesson_plan_id: number | null) {
  const [lessonKinds, workKinds] = [await proposals.listLessonKinds(db), await proposals.listWorkKinds(db)]
  return { lessonKinds, workKinds, topics: await proposals.listTopics(db, lesson_plan_id) }
}
