import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { dayOf, isDay } from '../../platform/days.ts'
import { keepLesson } from '../actions/lessons.ts'
import * as lessons from '../queries/lessons.ts'
import * as proposals from '../queries/proposals.ts'
import { saidKind } from '../rules/lessons.ts'
import { entryOf, type Fields } from './lesson-form.ts'
import { showNew, showOld } from './lesson-pages.ts'

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
      const slot = query.held_on ? undefined : await proposals.findNextSlot(db, params.courseId, clock.today())
      const held_on = query.held_on ? dayOf(query.held_on) : (slot?.held_on ?? clock.today())
      const pair_number = query.pair_number ?? slot?.pair_number ?? 1
      const standing = await lessons.findLessonAt(db, params.courseId, held_on, pair_number)
      if (standing) return reply.redirect(`/journal/lessons/${standing.id}`, 303)
      const topic = await proposals.findNextTopic(db, params.courseId)
      const said = isDay(held_on) ? await proposals.findSaid(db, params.courseId, held_on, pair_number) : undefined
      const kind = saidKind(said, await proposals.listLessonKinds(db)) ?? topic?.lesson_kind_id
      const fields = {
        ...{ held_on, pair_number: String(pair_number), hours: String(topic?.hours ?? said?.hours ?? 2) },
        ...{ topic: topic?.title ?? '', homework: topic?.homework ?? '' },
        ...{ lesson_kind_id: String(kind ?? ''), lesson_plan_topic_id: String(topic?.id ?? '') }
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
}

/** Back on the journal page, in the month of the lesson, which says that it was saved. */
const back = (reply: FastifyReply, course_id: number, fields: Fields) =>
  reply.redirect(`/journal/courses/${course_id}?month=${dayOf(String(fields.held_on)).slice(0, 7)}&kept=yes`, 303)
