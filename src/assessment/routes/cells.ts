import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { formats, whenOf } from '../../platform/formats.ts'
import { enterResults, type ResultEntry, type ResultOutcome } from '../actions/results.ts'
import { RESULT_REFUSALS } from '../rules/results.ts'

const CourseUrl = Type.Object({ courseId: Type.Integer() })
const Texts = Type.Array(Type.String({ maxLength: 40 }), { minItems: 1, maxItems: 60 })
const Addresses = Type.Array(Type.String({ pattern: '^[a-z_]{1,20}\\.[1-9]\\d{0,15}$' }), {
  ...{ minItems: 1, maxItems: 60, uniqueItems: true }
})
const CellForm = Type.Object({ cell: Addresses, before: Texts, value: Texts })
const config = { right: 'results: write' as const }

/** Results typed in the journal's grid: one line of tab-separated words for each cell, in the order they were sent. */
export const cellRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/courses/:courseId/cells',
    { config, schema: { params: CourseUrl, body: CellForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const outcomes = await enterResults(db, actor, clock.today(), params.courseId, entriesOf(body))
      if (outcomes === 'no-such-course') return reply.callNotFound()
      const lines = outcomes.map((outcome) => lineOf(outcome, clock.now().toFormat('HH:mm'), request))
      return reply.type('text/plain; charset=utf-8').send(lines.join('\n'))
    }
  )
}

function entriesOf({ cell, before, value }: { cell: string[]; before: string[]; value: string[] }): ResultEntry[] {
  return cell.map((address, i) => {
    const [kind = '', student_id = ''] = address.split('.')
    return { kind, student_id: Number(student_id), before: before[i] ?? '', value: value[i] ?? '' }
  })
}

type Zoned = { college: { time_zone: string }; clock: { today(): string } }

function lineOf(outcome: ResultOutcome, now: string, { college, clock }: Zoned): string {
  if (outcome.kind === 'refused') return `refused\t${RESULT_REFUSALS[outcome.refusal]}`
  if (outcome.kind === 'saved')
    return ['saved', now, outcome.text, outcome.hours_missed, formats.average(outcome.average)].join('\t')
  return ['conflict', outcome.text, outcome.by, whenOf(outcome.at, college.time_zone, clock.today())].join('\t')
}
