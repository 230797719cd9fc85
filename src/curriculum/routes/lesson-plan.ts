import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { approvePlan, reopenPlan, returnPlan, type StateOutcome, submitPlan } from '../actions/lesson-plan-states.ts'
import { chooseCourses, keepTopics, removePlan } from '../actions/lesson-plans.ts'
import { findPlan } from '../queries/lesson-plans.ts'
import type { TypedRow } from '../rules/lesson-plan-topics.ts'
import { PLAN_REFUSALS } from '../rules/lesson-plans.ts'
import { blanksAfter, planPage } from './lesson-plan-page.ts'

const PlanUrl = Type.Object({ lessonPlanId: Type.Integer() })
const DoneUrl = Type.Object({ done: Type.String({ maxLength: 20, default: '' }) })
const _csrf = Type.Optional(Type.String())
const Texts = Type.Array(Type.String(), { maxItems: 1000, default: [] })
const Ids = Type.Array(Type.String({ maxLength: 20 }), { maxItems: 1000, default: [] })
const TopicsForm = Type.Object({
  ...{
    _csrf,
    version: Type.Integer({ default: 0 }),
    next: Type.String({ maxLength: 20, default: '' }),
    id: Ids,
    position: Ids,
    lesson_kind_id: Ids,
    drop: Ids
  },
  ...{ section: Texts, title: Texts, hours: Texts, visual_aids: Texts, homework: Texts, note: Texts, planned_on: Texts }
})
const CoursesForm = Type.Object({ _csrf, course_id: Type.Array(Type.Integer(), { maxItems: 100, default: [] }) })
const Words = Type.String({ maxLength: 2000, default: '' })
const WordsForm = Type.Object({ _csrf, remark: Words })
const DecisionForm = Type.Object({
  ...{ _csrf, version: Type.Integer({ default: 0 }), remark: Words, topic_id: Ids },
  topic_remark: Type.Array(Type.String({ maxLength: 1000 }), { maxItems: 1000, default: [] })
})
const EmptyForm = Type.Object({ _csrf })

const NOTICES: Record<string, string> = {
  kept: 'План сохранён.',
  chosen: 'Журналы выбраны: темы в них предлагаются из этого плана.',
  submission: 'План отправлен на утверждение.',
  approval: 'План утверждён.',
  return: 'План возвращён преподавателю с замечаниями.',
  reopening: 'План снова черновик: его можно изменить.',
  copied: 'План скопирован: проверьте часы и отправьте его на утверждение.',
  loaded: 'Таблица загружена.'
}
const read = { config: { right: 'work programmes: read' as const } }
const write = { config: { right: 'work programmes: write' as const } }

type Form = Static<typeof TopicsForm>

const tidy = (text: string | undefined) => (text ?? '').replace(/\s+/g, ' ').trim()
const numberIn = (text: string | undefined) => (/^\d{1,15}$/.test(text ?? '') ? Number(text) : 0)

/** The rows of the form as they were typed; a ticked «удалить» carries the place of its row. */
const rowsIn = (form: Form): TypedRow[] =>
  form.title.map((title, i) => ({
    ...{
      id: numberIn(form.id[i]),
      position: tidy(form.position[i]),
      section: tidy(form.section[i]),
      title: tidy(title)
    },
    ...{ hours: tidy(form.hours[i]), lesson_kind_id: numberIn(form.lesson_kind_id[i]), note: tidy(form.note[i]) },
    ...{ visual_aids: tidy(form.visual_aids[i]), homework: tidy(form.homework[i]) },
    ...{ planned_on: tidy(form.planned_on[i]), is_dropped: form.drop.includes(String(i)) }
  }))

const SEVERAL = 'Сохранить нельзя: исправьте отмеченные строки.'

/** One plan: its table, the journals that follow it, its way to approval. */
export const planPageRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/:lessonPlanId', { ...read, schema: { params: PlanUrl, querystring: DoneUrl } }, (request, reply) =>
    planPage(request, reply, request.params.lessonPlanId, { notice: NOTICES[request.query.done] })
  )

  app.post(
    '/:lessonPlanId/topics',
    { ...write, schema: { params: PlanUrl, body: TopicsForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const rows = rowsIn(body)
      const typed = { plan_id: params.lessonPlanId, version: body.version, rows }
      const outcome = await keepTopics(db, actor, clock.today(), typed)
      if (outcome.kind === 'no-such-plan') return reply.callNotFound()
      if (outcome.kind === 'kept') {
        const next = body.next === 'submission' ? await submitPlan(db, actor, clock.today(), params.lessonPlanId) : null
        if (next === null || next === 'done')
          return reply.redirect(`/lesson-plans/${params.lessonPlanId}?done=${next ? 'submission' : 'kept'}`, 303)
        if (next === 'no-such-plan') return reply.callNotFound()
        return planPage(request, reply.code(422), params.lessonPlanId, {
          refusal: PLAN_REFUSALS[next],
          at: 'submission'
        })
      }
      const shown = rows.length > 0 ? rows : blanksAfter(0)
      if (outcome.kind === 'rows')
        return planPage(request, reply.code(422), params.lessonPlanId, {
          ...{ rows: shown, wrong: outcome.refusals, refusal: SEVERAL, at: 'topics', version: body.version }
        })
      const plan = await findPlan(db, actor, 'work programmes: write', clock.today(), params.lessonPlanId)
      return planPage(request, reply.code(422), params.lessonPlanId, {
        ...{ rows: shown, refusal: meanwhile(outcome.refusal, outcome.by), at: 'topics', version: plan?.version ?? 0 }
      })
    }
  )

  app.post(
    '/:lessonPlanId/courses',
    { ...write, schema: { params: PlanUrl, body: CoursesForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const outcome = await chooseCourses(db, actor, clock.today(), params.lessonPlanId, body.course_id)
      if (outcome === 'no-such-plan') return reply.callNotFound()
      return reply.redirect(`/lesson-plans/${params.lessonPlanId}?done=chosen`, 303)
    }
  )

  app.post(
    '/:lessonPlanId/approval',
    { ...write, schema: { params: PlanUrl, body: DecisionForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const outcome = await approvePlan(db, actor, clock.today(), params.lessonPlanId, body.version)
      return answerOf(request, reply, outcome, { at: 'approval' })
    }
  )

  app.post(
    '/:lessonPlanId/return',
    { ...write, schema: { params: PlanUrl, body: DecisionForm } },
    async (request, reply) => {
      const { db, actor, clock, params, body } = request
      const rows = body.topic_id.map((id, i) => ({ topic_id: numberIn(id), remark: tidy(body.topic_remark[i]) }))
      const typed = { whole: body.remark.trim(), rows: rows.filter(({ remark }) => remark !== '') }
      const outcome = await returnPlan(db, actor, clock.today(), params.lessonPlanId, body.version, typed)
      const remarks = new Map(rows.map(({ topic_id, remark }) => [topic_id, remark]))
      return answerOf(request, reply, outcome, { at: 'return', remark: typed.whole, remarks })
    }
  )

  const deeds = { submission: submitPlan, reopening: reopenPlan }
  for (const [at, deed] of Object.entries(deeds))
    app.post(
      `/:lessonPlanId/${at}`,
      { ...write, schema: { params: PlanUrl, body: WordsForm } },
      async (request, reply) => {
        const { db, actor, clock, params, body } = request
        const remark = body.remark.trim()
        const outcome: StateOutcome = await deed(db, actor, clock.today(), params.lessonPlanId, remark)
        return answerOf(request, reply, outcome, { at, remark })
      }
    )

  app.post(
    '/:lessonPlanId/removal',
    { ...write, schema: { params: PlanUrl, body: EmptyForm } },
    async (request, reply) => {
      const { db, actor, clock, params } = request
      const outcome = await removePlan(db, actor, clock.today(), params.lessonPlanId)
      if (outcome === 'no-such-plan') return reply.callNotFound()
      if (outcome === 'removed') return reply.redirect('/lesson-plans?done=removed', 303)
      return planPage(request, reply.code(422), params.lessonPlanId, { refusal: PLAN_REFUSALS[outcome], at: 'removal' })
    }
  )
}

type Deciding = { at: string; remark?: string; remarks?: Map<number, string> }

/** After a deed on the state of the plan: its page again, or with the refusal and what was typed. */
function answerOf(request: FastifyRequest, reply: FastifyReply, outcome: StateOutcome, view: Deciding) {
  const { lessonPlanId } = request.params as { lessonPlanId: number }
  if (outcome === 'no-such-plan') return reply.callNotFound()
  if (outcome === 'done') return reply.redirect(`/lesson-plans/${lessonPlanId}?done=${view.at}`, 303)
  return planPage(request, reply.code(422), lessonPlanId, { ...view, refusal: PLAN_REFUSALS[outcome] })
}

const meanwhile = (refusal: keyof typeof PLAN_REFUSALS, by: string | undefined) =>
  refusal === 'changed-meanwhile'
    ? `Пока страница была открыта, план изменил${by ? `(а) ${by}` : 'и'}. В таблице то, что ввели вы: сохраните ещё раз, чтобы заменить чужие изменения, или откройте план заново, чтобы увидеть их.`
    : PLAN_REFUSALS[refusal]
