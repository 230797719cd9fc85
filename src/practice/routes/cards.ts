import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { findStudyDays } from '../../college/queries/days.ts'
import { listRoster } from '../../journal/queries/rosters.ts'
import { dayOf } from '../../platform/days.ts'
import { formats } from '../../platform/formats.ts'
import { handSheets, keepSpan, type Outcome, sendStudents, windowOf } from '../actions/practices.ts'
import { findPractice, listCalendarWeeks } from '../queries/practices.ts'
import { listPlannedDays, listRecordedDays, listSent } from '../queries/writing.ts'
import { daysOf } from '../rules/days.ts'
import { FIELD_OF, missingOf, PRACTICE_REFUSALS, placementsOf, strayDays } from '../rules/practices.ts'

export const CourseUrl = Type.Object({ courseId: Type.Integer() })
export const _csrf = Type.Optional(Type.String())
export const Text = Type.String({ maxLength: 500, default: '' })
const DoneUrl = Type.Object({ done: Type.String({ maxLength: 20, default: '' }) })
const SpanForm = Type.Object({ starts_on: Text, ends_on: Text, is_spread: Text, _csrf })
const StudentsForm = Type.Object({
  student: Type.Array(Type.Integer(), { maxItems: 200, default: [] }),
  ...{ place: Type.Integer({ default: 0 }), sheet_handed_on: Text, deed: Text, all: Text, _csrf }
})
export const read = { config: { right: 'journal: read' as const } }
/** Its teacher, and who keeps the load of the group: the head of department for «старший мастер» (R1 12). */
export const write = { config: { right: ['journal: write' as const, 'load: write' as const] } }

const NOTICES: Record<string, string> = {
  ...{ span: 'Сроки сохранены.', place: 'Место практики сохранено.', removed: 'Место практики убрано.' },
  ...{ sent: 'Обучающиеся направлены.', sheets: 'Аттестационные листы отмечены.' },
  ...{ days: 'Дни практики сохранены.', recorded: 'Прошедшие дни записаны в журнал: отметьте в нём отсутствующих.' }
}

export const practiceCardRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/:courseId', { ...read, schema: { params: CourseUrl, querystring: DoneUrl } }, async (request, reply) =>
    cardPage(request, reply, request.params.courseId, { notice: NOTICES[request.query.done] })
  )

  app.post('/:courseId/span', { ...write, schema: { params: CourseUrl, body: SpanForm } }, async (request, reply) => {
    const { db, actor, clock, params, body } = request
    const span = { starts_on: dayOf(body.starts_on.trim()), ends_on: dayOf(body.ends_on.trim()) }
    const is_spread = body.is_spread === 'yes'
    const outcome = await keepSpan(db, actor, clock.today(), params.courseId, { ...span, is_spread })
    const typed = { starts_on: body.starts_on, ends_on: body.ends_on, is_spread }
    return answer(request, reply, params.courseId, outcome, 'span', { typed })
  })

  app.post(
    '/:courseId/students',
    { ...write, schema: { params: CourseUrl, body: StudentsForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const { place: place_id } = body
      const isAll = body.all === 'yes'
      const students = isAll ? ('all' as const) : body.student
      const typed = body.sheet_handed_on.trim()
      const sheet = { students, sheet_handed_on: body.deed === 'unhand' ? null : dayOf(typed) }
      const isSending = body.deed === 'send'
      const outcome = isSending
        ? await sendStudents(db, actor, clock.today(), params.courseId, { students, place_id })
        : await handSheets(db, actor, clock.today(), params.courseId, sheet)
      const chosen = { students: body.student, isAll, place_id, sheet_handed_on: typed }
      return answer(request, reply, params.courseId, outcome, isSending ? 'sent' : 'sheets', { chosen })
    }
  )
}

/** Back to the card, or the card again with what was typed and the sentence. */
export async function answer(
  ...[request, reply, id, outcome, done, typed]: [FastifyRequest, FastifyReply, number, Outcome, string, object]
) {
  if (outcome === 'no-such-practice') return reply.callNotFound()
  if (outcome === 'kept') return reply.redirect(`/practices/${id}?done=${done}`, 303)
  const refused = { form: done, refusal: PRACTICE_REFUSALS[outcome], field: FIELD_OF[outcome] }
  return cardPage(request, reply.code(422), id, { ...typed, refused })
}

async function cardPage({ db, actor, clock }: FastifyRequest, reply: FastifyReply, id: number, view: object) {
  const today = clock.today()
  const practice = await findPractice(db, actor, today, id)
  if (!practice) return reply.callNotFound()
  const roster = await listRoster(db, id, windowOf(practice))
  const { starts_on, ends_on, is_spread } = practice
  const days = daysOf(await listPlannedDays(db, id), await listRecordedDays(db, id), today)
  const weeks = starts_on === null ? await listCalendarWeeks(db, practice) : []
  return reply.viewAsync('practice/card', {
    typed: {
      ...{ starts_on: starts_on ? formats.day(starts_on) : '', ends_on: ends_on ? formats.day(ends_on) : '' },
      is_spread
    },
    chosen: { students: [], isAll: false, place_id: 0, sheet_handed_on: formats.day(today) },
    ...{ ...view, practice, today, mayWrite: practice.may_write && !practice.is_closed },
    missing: missingOf(practice, today),
    students: placementsOf(roster, practice.places, await listSent(db, id)),
    ...{ days, weeks, stray: strayDays(days, practice), off: await offDays(db, days) }
  })
}

/** Planned days that were made days off since, with their names. */
async function offDays(db: FastifyRequest['db'], days: { held_on: string; lesson_id: number | null }[]) {
  const { off } = await findStudyDays(db, days.at(0)?.held_on ?? '9999-12-31', days.at(-1)?.held_on ?? '0001-01-01')
  return days.flatMap(({ held_on, lesson_id }) => {
    const name = off.get(held_on)
    return name !== undefined && lesson_id === null ? [{ held_on, name }] : []
  })
}
