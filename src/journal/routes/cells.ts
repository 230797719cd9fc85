import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Right } from '../../access/rights.ts'
import { formats, whenOf } from '../../platform/formats.ts'
import { type EntryOutcome, enterCells } from '../actions/cells.ts'
import { callRoll } from '../actions/rolls.ts'
import { listLessonStudents } from '../queries/lesson-rosters.ts'
import { findLesson } from '../queries/lessons.ts'
import { CELL_REFUSALS, textOf } from '../rules/cells.ts'
import { LESSON_REFUSALS } from '../rules/lessons.ts'
import type { Entry } from '../rules/writes.ts'

const CourseUrl = Type.Object({ courseId: Type.Integer() })
const LessonUrl = Type.Object({ lessonId: Type.Integer() })
const Texts = Type.Array(Type.String({ maxLength: 40 }), { minItems: 1, maxItems: 60 })
const CellForm = Type.Object({
  cell: Type.Array(Type.String({ pattern: '^\\d{1,16}\\.\\d{1,16}$' }), { minItems: 1, maxItems: 60 }),
  ...{ before: Texts, value: Texts }
})
const route = { config: { right: ['journal: write', 'absence reasons: write'] as Right[] } }

/** What the grid's script sends and reads: one line of tab-separated words for each cell, in the order they were sent. */
export const cellRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/courses/:courseId/cells',
    { ...route, schema: { params: CourseUrl, body: CellForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const outcomes = await enterCells(db, actor, clock.today(), params.courseId, entriesOf(body))
      const lines = outcomes.map((outcome) => lineOf(outcome, clock.now().toFormat('HH:mm'), request))
      return reply.type('text/plain; charset=utf-8').send(lines.join('\n'))
    }
  )

  app.post(
    '/lessons/:lessonId/roll',
    { ...route, schema: { params: LessonUrl } },
    async ({ db, actor, clock, params }, reply) => {
      const lesson = await findLesson(db, actor, clock.today(), params.lessonId)
      if (!lesson) return reply.callNotFound()
      const students = await listLessonStudents(db, lesson.course_id, lesson.held_on, lesson.id)
      const present = students.flatMap((one) => presentIn(one, lesson.hours))
      const outcome = await callRoll(db, actor, clock.today(), lesson.id, present)
      if (outcome === 'no-such-lesson') return reply.callNotFound()
      reply.type('text/plain; charset=utf-8')
      if (typeof outcome === 'string') return `refused\t${LESSON_REFUSALS[outcome]}`
      const changed = outcome.cells.map(
        ({ student_id, text, hours_missed }) => `${student_id}\t${text}\t${hours_missed}`
      )
      return [`saved\t${clock.now().toFormat('HH:mm')}`, ...changed].join('\n')
    }
  )
}

type Student = Awaited<ReturnType<typeof listLessonStudents>>[number]

/** The cell without the teacher's «н» or «о», when it has one. */
function presentIn({ student_id, code, hours, marks }: Student, lesson_hours: number): Omit<Entry, 'lesson_id'>[] {
  if (code !== 'н' && code !== 'о') return []
  const before = textOf({ absence: { code, hours: hours ?? 0 }, marks }, lesson_hours)
  return [{ student_id, before, value: textOf({ absence: null, marks }, lesson_hours) }]
}

function entriesOf({ cell, before, value }: { cell: string[]; before: string[]; value: string[] }): Entry[] {
  return cell.map((address, i) => {
    const [lesson_id = 0, student_id = 0] = address.split('.').map(Number)
    return { lesson_id, student_id, before: before[i] ?? '', value: value[i] ?? '' }
  })
}

type Zoned = { college: { time_zone: string }; clock: { today(): string } }

function lineOf(outcome: EntryOutcome, now: string, { college, clock }: Zoned): string {
  if (outcome.kind === 'saved')
    return ['saved', now, outcome.text, outcome.hours_missed, formats.average(outcome.average)].join('\t')
  if (outcome.kind === 'refused') return `refused\t${CELL_REFUSALS[outcome.refusal]}`
  if (outcome.kind === 'no-such-cell') return `refused\t${CELL_REFUSALS['not-in-group']}`
  return ['conflict', outcome.text, outcome.by, whenOf(outcome.at, college.time_zone, clock.today())].join('\t')
}
