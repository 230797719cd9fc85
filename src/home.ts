import type { FastifyPluginAsync } from 'fastify'
import { type Actor, passes, scopesOf } from './access/actor.ts'
import type { RouteRight } from './access/rights.ts'
import { beyondOwnLoad, listDividedGroups } from './curriculum/queries/groups.ts'
import { countPlans } from './curriculum/queries/lesson-plan-lists.ts'
import { listTerms } from './curriculum/queries/load.ts'
import { listUnplaced } from './curriculum/queries/unplaced.ts'
import { unplacedLines } from './curriculum/rules/division-tables.ts'
import { dayWithin } from './curriculum/rules/years.ts'
import { findDay } from './journal/queries/debts.ts'
import { newLesson, practicePage } from './journal/rules/today.ts'
import { menuOf } from './menu.ts'
import { findBeginning } from './people/queries/beginning.ts'
import { countWaiting } from './people/queries/changes.ts'
import { findReminders } from './people/queries/reminders.ts'
import { stepsOfBeginning } from './people/rules/beginning.ts'
import { KEEPS } from './people/rules/reach.ts'
import type { Db } from './platform/db.ts'

/** The first page: where the person's work is, and what waits for whoever keeps personal data. */
export const homeRoutes: FastifyPluginAsync = async (app) => {
  app.get('/', { config: { right: 'signed in' } }, async (request, reply) => {
    const { db, actor, clock } = request
    return reply.viewAsync('home', {
      sections: menuOf(actor, '/'),
      beginning: passes(actor, 'calendar: write') ? await beginningOf(db, actor) : null,
      day: passes(actor, 'journal: write') ? await findDay(db, actor.staff_member_id ?? -1, clock.today()) : null,
      ...{ newLesson, practicePage },
      plans: passes(actor, 'work programmes: write') ? await plansOf(db, actor, clock.today()) : null,
      unplaced: passes(actor, PLACES) ? await unplacedOf(db, actor, clock.today()) : [],
      reminders: await findReminders(db, actor, clock.today()),
      changes: passes(actor, KEEPS) ? await countWaiting(db, actor, clock.today()) : null,
      ...{ before: request.session.begun?.before ?? null, zone: request.college.time_zone }
    })
  })
}

/** The first steps of a college that has not opened a year yet: each with its link for whoever may take it. */
async function beginningOf(db: Db, actor: Actor) {
  const found = await findBeginning(db)
  return found && stepsOfBeginning(found).map((step) => ({ ...step, isOwn: passes(actor, step.right) }))
}

/** Lesson plans of the term that wait for this person: for a decision, or to be written. */
async function plansOf(db: Db, actor: Actor, today: string) {
  const terms = await listTerms(db)
  const term = terms.find(({ starts_on }) => starts_on <= today)
  if (!term || term.closed_at) return null
  const { submitted, returned, missing } = await countPlans(db, actor, today, term.id)
  const decides = scopesOf(actor, 'work programmes: write').includes('all')
  return decides ? { submitted, returned: 0, missing: 0 } : { submitted: 0, returned, missing }
}

/** Who divides groups, and the methodist, who notices. */
const PLACES: RouteRight = ['subgroups: write', 'timetable: write']

/** Students who are in no subgroup now, and so in nobody's gradebook of a subject. */
async function unplacedOf(db: Db, actor: Actor, today: string) {
  const term = (await listTerms(db)).find(({ starts_on }) => starts_on <= today)
  if (!term || term.closed_at) return []
  const groups = await listDividedGroups(db, beyondOwnLoad(actor), today, term.id)
  const where = { term_id: term.id, day: dayWithin(term, today), groups: groups.map(({ id }) => id) }
  return unplacedLines(await listUnplaced(db, where))
}
