import type { FastifyPluginAsync } from 'fastify'
import { passes } from './access/actor.ts'
import { menuOf } from './menu.ts'
import { countWaiting } from './people/queries/changes.ts'
import { findReminders } from './people/queries/reminders.ts'
import { KEEPS } from './people/rules/reach.ts'

/** The first page: where the person's work is, and what waits for whoever keeps personal data. */
export const homeRoutes: FastifyPluginAsync = async (app) => {
  app.get('/', { config: { right: 'signed in' } }, async (request, reply) => {
    const { db, actor, clock } = request
    return reply.viewAsync('home', {
      sections: menuOf(actor, '/'),
      reminders: await findReminders(db, actor, clock.today()),
      changes: passes(actor, KEEPS) ? await countWaiting(db, actor, clock.today()) : null,
      ...{ before: request.session.begun?.before ?? null, zone: request.college.time_zone }
    })
  })
}
