import type { SessionStore } from '@fastify/session'
import type { Session } from 'fastify'
import type { Db } from '../platform/db.ts'
import { findVisit, type Visit } from './queries.ts'

declare module 'fastify' {
  interface Session {
    account_id?: number
    /** When and where this sign-in was made, and the one before it. */
    begun?: { at: string; address: string; browser: string; before: string | null }
    /** What was read together with the session; a function, since those are not written back. */
    visit?: () => Visit
  }
}

/** Hours a sign-in lasts. */
export const SESSION_HOURS = 12
const PRUNE_EVERY_MS = 600_000

/** Keeps sessions in Postgres; `account_id` stands in a column of its own so that a person's sessions can be found and ended. */
export function sessionStore(db: Db): SessionStore {
  let pruned_at = 0
  const prune = () => {
    if (Date.now() - pruned_at < PRUNE_EVERY_MS) return
    pruned_at = Date.now()
    db.deleteFrom('session')
      .where('expires_at', '<', new Date())
      .execute()
      .catch(() => undefined) // the next one prunes as well
  }
  return {
    set(id, session, done) {
      const expires_at = new Date(session.cookie.expires ?? Date.now() + SESSION_HOURS * 3_600_000)
      const { begun } = session
      const origin = begun && { began_at: begun.at, seen_at: begun.at, address: begun.address, browser: begun.browser }
      const kept = { content: JSON.stringify(session), account_id: session.account_id ?? null, expires_at }
      db.insertInto('session')
        .values({ id, ...kept, ...origin })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(kept))
        .execute()
        .then(() => done(), done)
      prune()
    },
    get(id, done) {
      findVisit(db, id, new Date()).then((visit) => done(null, visit ? sessionOf(visit) : null), done)
    },
    destroy(id, done) {
      db.deleteFrom('session')
        .where('id', '=', id)
        .execute()
        .then(() => done(), done)
    }
  }
}

const sessionOf = (visit: Visit) => ({ ...(visit.content as object), visit: () => visit }) as Session
