import { sql } from 'kysely'
import type { Db } from '../platform/db.ts'
import type { JsonValue } from '../platform/schema.ts'
import type { Search, Span } from './rules/searching.ts'

/** So many people of one name are looked for: a longer list is no search. */
const PEOPLE = 200

/** People and accounts that a name or login may mean; null when nobody in particular is meant. */
export async function findWho(db: Db, typed: string) {
  const words = typed.trim()
  if (words === '') return null
  const like = `%${words.replace(/[\\%_]/g, '\\$&').replace(/\s+/g, '%')}%`
  const rows = await db
    .selectFrom('person')
    .fullJoin('account', 'account.person_id', 'person.id')
    .select(['person.id as person_id', 'account.id as account_id'])
    .where((eb) =>
      eb.or([
        eb(
          sql<string>`concat_ws(' ', person.last_name, person.first_name, nullif(person.middle_name, ''))`,
          'ilike',
          like
        ),
        eb('account.login', 'ilike', like)
      ])
    )
    .limit(PEOPLE)
    .execute()
  return {
    person_ids: rows.flatMap(({ person_id }) => (person_id === null ? [] : [person_id])),
    account_ids: rows.flatMap(({ account_id }) => (account_id === null ? [] : [account_id]))
  }
}
export type Who = Awaited<ReturnType<typeof findWho>>

/** The trail is never rewritten: whoever has lost the name is read without it, and without what stood on the card. */
const actorName = sql<string>`case when actor.anonymised_on is null then audit_entry.actor_name
  else concat_ws(' ', actor.last_name, actor.first_name) end`
const known = (['before', 'after'] as const).map((column) =>
  sql<JsonValue>`case when person.anonymised_on is null or audit_entry.object_kind not in ('student', 'person', 'account')
    then ${sql.ref(`audit_entry.${column}`)} end`.as(column)
)

/** Entries, the newest first. `about` is the person whose data the deed touched. */
const entries = (db: Db) =>
  db
    .selectFrom('audit_entry')
    .leftJoin('person', 'person.id', 'audit_entry.about_id')
    .leftJoin('account as doer', 'doer.id', 'audit_entry.account_id')
    .leftJoin('person as actor', 'actor.id', 'doer.person_id')
    .select(['audit_entry.id', 'audit_entry.at', 'audit_entry.address', 'audit_entry.deed'])
    .select(['audit_entry.object_kind', 'audit_entry.object_id', ...known])
    .select(actorName.as('actor_name'))
    .select(
      sql<string>`concat_ws(' ', person.last_name, person.first_name, nullif(person.middle_name, ''))`.as('about')
    )
    .orderBy('audit_entry.id', 'desc')

export function listEntries(db: Db, search: Search, who: Who, span: Span, limit: number) {
  const { deed, object, number, before } = search
  return entries(db)
    .$if(who !== null, (query) =>
      query.where((eb) =>
        eb.or([
          eb('audit_entry.account_id', 'in', [...(who?.account_ids ?? []), -1]),
          eb('audit_entry.about_id', 'in', [...(who?.person_ids ?? []), -1])
        ])
      )
    )
    .$if(deed !== '', (query) => query.where('audit_entry.deed', '=', deed))
    .$if(object !== '', (query) => query.where('audit_entry.object_kind', '=', object))
    .$if(number > 0, (query) => query.where('audit_entry.object_id', '=', number))
    .$if(span.from !== null, (query) => query.where('audit_entry.at', '>=', span.from))
    .$if(span.to !== null, (query) => query.where('audit_entry.at', '<', span.to))
    .$if(before > 0, (query) => query.where('audit_entry.id', '<', before))
    .limit(limit)
    .execute()
}
export type Entry = Awaited<ReturnType<typeof listEntries>>[number]

export const findEntry = (db: Db, id: number) =>
  entries(db)
    .select(['audit_entry.request', 'audit_entry.about_id'])
    .where('audit_entry.id', '=', id)
    .executeTakeFirst()
