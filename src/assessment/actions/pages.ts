import type { Actor } from '../../access/actor.ts'
import { attempt, type Db } from '../../platform/db.ts'
import { enterResults, type ResultEntry, type ResultOutcome } from './results.ts'

export type PageOutcome = { kind: 'kept' } | { kind: 'refused'; outcomes: ResultOutcome[] } | { kind: 'no-such-course' }

/** One «Сохранить» of the whole page of results: everything that was changed on it, or nothing. */
export function keepResults(
  db: Db,
  actor: Actor,
  today: string,
  course_id: number,
  entries: ResultEntry[]
): Promise<PageOutcome> {
  return attempt(
    db,
    ({ kind }) => kind === 'kept',
    async (trx): Promise<PageOutcome> => {
      const outcomes = await enterResults(trx, actor, today, course_id, entries)
      if (outcomes === 'no-such-course') return { kind: 'no-such-course' }
      return outcomes.every(({ kind }) => kind === 'saved') ? { kind: 'kept' } : { kind: 'refused', outcomes }
    }
  )
}
