import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { dayOf } from '../../platform/days.ts'
import { unlockPage } from '../actions/unlockings.ts'
import { findPage } from '../queries/pages.ts'
import { UNLOCKING_REFUSALS } from '../rules/unlockings.ts'
import { windowOf } from '../rules/windows.ts'

const CourseUrl = Type.Object({ courseId: Type.Integer() })
const Text = Type.String({ maxLength: 500, default: '' })
const UnlockingForm = Type.Object({ until: Text, reason: Text })
const route = { config: { right: 'unlocking: write' as const } }

/** A page of a closed period is opened for named days with a reason (R1 2.1). */
export const unlockingRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const url = '/courses/:courseId/unlockings'

  app.get(url, { ...route, schema: { params: CourseUrl } }, async ({ db, actor, clock, params }, reply) => {
    const page = await findPage(db, actor, clock.today(), params.courseId, windowOf('all', ''))
    return page ? reply.viewAsync('journal/unlocking', { page, today: clock.today() }) : reply.callNotFound()
  })

  app.post(
    url,
    { ...route, schema: { params: CourseUrl, body: UnlockingForm } },
    async ({ db, actor, clock, params, body }, reply) => {
      const page = await findPage(db, actor, clock.today(), params.courseId, windowOf('all', ''))
      if (!page) return reply.callNotFound()
      const typed = { until: dayOf(body.until.trim()), reason: body.reason.trim() }
      const refusal = await unlockPage(db, actor, clock.today(), page.id, typed)
      if (!refusal) return reply.redirect(`/journal/courses/${page.id}`, 303)
      return reply.code(422).viewAsync('journal/unlocking', {
        page,
        today: clock.today(),
        typed: body,
        refusal: UNLOCKING_REFUSALS[refusal]
      })
    }
  )
}
