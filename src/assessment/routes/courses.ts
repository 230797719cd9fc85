import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holds } from '../../access/actor.ts'
import { findSettings } from '../../college/queries.ts'
import { RESULT_NAMES, resultKindsOf } from '../../college/rules/results.ts'
import { keepResults } from '../actions/pages.ts'
import { findCourse } from '../queries/courses.ts'
import { listStudents } from '../queries/rows.ts'
import { entriesOf, type Fields, progressOf, rowsOf, sentencesOf } from './result-form.ts'

const CourseUrl = Type.Object({ courseId: Type.Integer() })
const read = { config: { right: 'results: read' as const } }
const write = { config: { right: 'results: write' as const } }

/** The results of one course: everybody with the figures they rest on, and one «Сохранить». */
export const courseRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/courses/:courseId', { ...read, schema: { params: CourseUrl } }, (request, reply) =>
    showCourse(request, reply, request.params.courseId)
  )

  app.post('/courses/:courseId', { ...write, schema: { params: CourseUrl } }, async (request, reply) => {
    const { db, actor, clock, params } = request
    const fields = request.body as Fields
    const entries = entriesOf(fields)
    const outcome = await keepResults(db, actor, clock.today(), params.courseId, entries)
    if (outcome.kind === 'no-such-course') return reply.callNotFound()
    if (outcome.kind === 'kept') return reply.redirect(`/results/courses/${params.courseId}?kept=yes`, 303)
    const sentences = sentencesOf(entries, outcome.outcomes)
    return showCourse(request, reply.code(422), params.courseId, { fields, sentences })
  })
}

async function showCourse(
  request: FastifyRequest,
  reply: FastifyReply,
  course_id: number,
  typed?: Parameters<typeof rowsOf>[2]
) {
  const { db, actor, clock, college } = request
  const today = clock.today()
  const course = await findCourse(db, actor, today, course_id)
  if (!course) return reply.callNotFound()
  const [students, limits] = [await listStudents(db, course_id, today, college.time_zone), await findSettings(db)]
  const kinds = resultKindsOf(course.item_kind, course.controls ?? [])
  const mayWrite = course.is_teacher && !course.is_closed && course.starts_on <= today
  const rows = rowsOf(students, { ...course, kinds, limits, mayWrite }, typed)
  return reply.viewAsync('assessment/course', {
    ...{ course, rows, today, mayWrite, progress: progressOf(rows), isRefused: typed !== undefined },
    kinds: kinds.map((kind) => RESULT_NAMES[kind]),
    kept: (request.query as { kept?: string }).kept,
    maySeeJournal: holds(actor, 'journal: read'),
    mayUnlock: course.closed_at !== null && holds(actor, 'unlocking: write')
  })
}
