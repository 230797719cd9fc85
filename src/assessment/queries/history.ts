import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

type Kept = { kind: string; text: string; note: string }

const changesOf = (db: Db, course_id: number) =>
  db
    .selectFrom('audit_entry')
    .where('object_kind', '=', 'course')
    .where('object_id', '=', course_id)
    .where('deed', '=', 'result.changed')

/** Every change of one student's results in the course, the newest first: who, when, before, after (D10). */
export const listChanges = (db: Db, course_id: number, person_id: number) =>
  changesOf(db, course_id)
    .select(['id', 'at', 'actor_name', 'before', 'after'])
    .where('about_id', '=', person_id)
    .$narrowType<{ before: Kept; after: Kept }>()
    .orderBy('id', 'desc')
    .execute()

/** Who changed each of these people's results last, and when: shown when two people meet in one cell. */
export const listLastChanges = (db: Db, course_id: number, person_ids: number[]) =>
  changesOf(db, course_id)
    .select(['about_id', 'at', 'actor_name', sql<string>`after ->> 'kind'`.as('kind')])
    .where('about_id', 'in', person_ids)
    .distinctOn(['about_id', sql`after ->> 'kind'`])
    .orderBy('about_id')
    .orderBy(sql`after ->> 'kind'`)
    .orderBy('id', 'desc')
    .execute()
