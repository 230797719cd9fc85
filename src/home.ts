import type { FastifyPluginAsync } from 'fastify'
import { menuOf } from './menu.ts'
import { findReminders } from './people/queries/reminders.ts'

/** The first page: where the person's work is; the only section, when there is just one. */
export const homeRoutes: FastifyPluginAsync = async (app) => {
  app.get('/', { config: { right: 'signed in' } }, async (request, reply) =>
    reply.viewAsync('home', {
      sections: menuOf(request.actor, '/'),
      reminders: await findReminders(request.db, request.actor, request.clock.today()),
      ...{ before: request.session.begun?.before ?? null, zone: request.college.time_zone }
    })
  )
}
