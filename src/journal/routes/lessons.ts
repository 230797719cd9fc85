import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findSettings } from '../../college/queries.ts'
import { dayOf, isDay } from '../../platform/days.ts'
import { dayIn } from '../../platform/formats.ts'
import { keepLesson, type LessonOutcome, removeLesson } from '../actions/lessons.ts'
import { listLessonStudents } from '../queries/lesson-rosters.ts'
import * as lessons from '../queries/lessons.ts'
import { FIELD_OF, LESSON_REFUSALS, warningsOf } from '../rules/lessons.ts'
import { choicesOf, entryOf, type Fields, rowsOf } from './lesson-form.ts'

const CourseUrl = Type.Object({ courseId: Type.Integer() })
const LessonUrl = Type.Object({ lessonId: Type.Integer() })
const NewUrl = Type.Object({
  held_on: Type.Optional(Type.String({ maxLength: 10 })),
  pair_number: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 }))
})
const read = { config: { right: 'journal: read' as const } }
const write = { config: { right: 'journal: write' as const } }

export const lessonRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/courses/:courseId/lessons/new',
    { ...write, schema: { params: CourseUrl, querystring: NewUrl } },
    async (request, reply) => {
      const { db, clock, params, query } = request
      const slot = query.held_on ? undefined : await lessons.findNextSlot(db, params.courseId, clock.today())
      const held_on = query.held_on ? dayOf(query.held_on) : (slot?.held_on ?? clock.today())
      const pair_number = query.pair_number ?? slot?.pair_number ?? 1
      const standing = await lessons.findLessonAt(db, params.courseId, held_on, pair_number)
      if (standing) return reply.redirect(`/journal/lessons/${standing.id}`, 303)
      const topic = await lessons.findNextTopic(db, params.courseId)
      const fields = {
        ...{ held_on, pair_number: String(pair_number), hours: String(topic?.hours ?? slot?.hours ?? 2) },
        ...{ topic: topic?.title ?? '', homework: topic?.homework ?? '' },
        ...{ lesson_kind_id: String(topic?.lesson_kind_id ?? ''), lesson_plan_topic_id: String(topic?.id ?? '') }
      }
      return showNew(request, reply, params.courseId, fields, undefined)
    }
  )

  app.post('/courses/:courseId/lessons', { ...write, schema: { params: CourseUrl } }, async (request, reply) => {
    const fields = request.body as Fields
    const outcome = await keepLesson(
      request.db,
      request.actor,
      request.clock.today(),
      entryOf(fields, request.params.courseId, null)
    )
    if (outcome.kind === 'kept') return back(reply, request.params.courseId, fields)
    if (outcome.kind === 'no-such-lesson') return reply.callNotFound()
    return showNew(request, reply.code(422), request.params.courseId, fields, outcome)
  })

  app.get('/lessons/:lessonId', { ...read, schema: { params: LessonUrl } }, async (request, reply) =>
    showOld(request, reply, request.params.lessonId)
  )

  app.post('/lessons/:lessonId', { ...write, schema: { params: LessonUrl } }, async (request, reply) => {
    const { db, actor, clock, params } = request
    const lesson = await lessons.findLesson(db, actor, clock.today(), params.lessonId)
    if (!lesson) return reply.callNotFound()
    const fields = request.body as Fields
    const outcome = await keepLesson(db, actor, clock.today(), entryOf(fields, lesson.course_id, lesson.id))
    if (outcome.kind === 'kept') return back(reply, lesson.course_id, fields)
    return showOld(request, reply.code(422), lesson.id, fields, outcome)
  })

  app.get(
    '/lessons/:lessonId/removal',
    { ...write, schema: { params: LessonUrl } },
    async ({ db, actor, clock, params }, reply) => {
      const lesson = await lessons.findLesson(db, actor, clock.today(), params.lessonId)
      return lesson ? reply.viewAsync('journal/removal', { lesson }) : reply.callNotFound()
    }
  )

  app.post(
    '/lessons/:lessonId/removal',
    { ...write, schema: { params: LessonUrl } },
    async ({ db, actor, clock, params }, reply) => {
      const lesson = await lessons.findLesson(db, actor, clock.today(), params.lessonId)
      const outcome = await removeLesson(db, actor, clock.today(), params.lessonId)
      if (!lesson || outcome === 'no-such-lesson') return reply.callNotFound()
      if (outcome === 'removed')
        return reply.redirect(`/journal/courses/${lesson.course_id}?month=${lesson.held_on.slice(0, 7)}`, 303)
      return reply.code(422).viewAsync('journal/removal', { lesson, refusal: LESSON_REFUSALS[outcome] })
    }
  )
}

/** Back on the journal page, in the month of the lesson, which says that it was saved. */
const back = (reply: FastifyReply, course_id: number, fields: Fields) =>
  reply.redirect(`/journal/courses/${course_id}?month=${dayOf(String(fields.held_on)).slice(0, 7)}&kept=yes`, 303)

type Refused = Exclude<LessonOutcome, { kind: 'kept' }>

async function showNew(
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

async function showOld(
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
  const [lessonKinds, workKinds] = [await lessons.listLessonKinds(db), await lessons.listWorkKinds(db)]
  return { lessonKinds, workKinds, topics: await lessons.listTopics(db, lesson_plan_id) }
}
