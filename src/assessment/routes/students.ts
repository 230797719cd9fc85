import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { RESULT_NAMES, type ResultKind } from '../../college/rules/results.ts'
import { findCourse } from '../queries/courses.ts'
import { listChanges } from '../queries/history.ts'
import { listStudents } from '../queries/rows.ts'

const RowUrl = Type.Object({ courseId: Type.Integer(), studentId: Type.Integer() })
const KINDS = Object.keys(RESULT_NAMES)
const config = { right: 'results: read' as const }

/** One student's results in the course with their history (D10). */
export const studentRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/courses/:courseId/students/:studentId', { config, schema: { params: RowUrl } }, async (request, reply) => {
    const { db, actor, clock, params, college } = request
    const course = await findCourse(db, actor, clock.today(), params.courseId)
    if (!course) return reply.callNotFound()
    const students = await listStudents(db, course.id, clock.today(), college.time_zone)
    const student = students.find(({ student_id }) => student_id === params.studentId)
    if (!student) return reply.callNotFound()
    const changes = await listChanges(db, course.id, student.person_id)
    const nameOf = (kind: string) => RESULT_NAMES[kind as ResultKind] ?? kind
    const results = student.results.toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
    return reply.viewAsync('assessment/student', { course, student, results, changes, nameOf, zone: college.time_zone })
  })
}
