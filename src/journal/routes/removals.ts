import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { removeLesson } from '../actions/removals.ts'
import * as lessons from '../queries/lessons.ts'
import { LESSON_REFUSALS } from '../rules/lessons.ts'

const LessonUrl = Type.Object({ lessonId: Type.Integer() })
const write = { config: { right: 'journal: write' as const } }

/** A lesson is removed after a question, and only when nothing stands in it. */
export const removalRoutes: FastifyPluginAsyncTypebox = async (app) => {
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
