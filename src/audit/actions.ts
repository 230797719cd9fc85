import { type RawBuilder, sql } from 'kysely'
import type { Doer } from '../access/actor.ts'
import type { Db } from '../platform/db.ts'
import { remembered } from '../platform/remembering.ts'

/** One line of the audit trail; `about_id` is the person whose data the deed touched. */
export type AuditLine = {
  deed: string
  object_kind: string
  object_id?: number | null
  about_id?: number | null
  before?: unknown
  after?: unknown
}

/** Writes who did what. Call it inside the transaction of the deed, so that neither stands without the other (R1 9.4). */
export async function record(trx: Db, actor: Doer, ...lines: AuditLine[]): Promise<void> {
  if (lines.length > 0) await addLines(trx, actor, JSON.stringify(lines))
}

const addLines = remembered((trx: Db, actor: Doer, lines: string) => recording(trx, actor, lines).compile())

/** The same as a part of a larger statement, for a deed of one statement; `stands` tells whether it is done. */
export const recording = (db: Db, actor: Doer, lines: string, stands: RawBuilder<boolean> = sql`true`) => {
  const { account_id, name, address, request } = actor
  return db
    .insertInto('audit_entry')
    .columns([
      ...(['account_id', 'actor_name', 'address', 'request'] as const),
      ...(['deed', 'object_kind', 'object_id', 'about_id', 'before', 'after'] as const)
    ])
    .expression(sql`select ${account_id}::bigint, ${name}, ${address}::inet, ${request}, line.* from jsonb_to_recordset(${lines}::jsonb)
      as line(deed text, object_kind text, object_id bigint, about_id bigint, before jsonb, after jsonb) where ${stands}`)
}
