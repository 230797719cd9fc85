import { sql } from 'kysely'
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

const addLines = remembered((trx: Db, { account_id, name, address, request }: Doer, lines: string) =>
  trx
    .insertInto('audit_entry')
    .columns([
      ...(['account_id', 'actor_name', 'address', 'request'] as const),
      ...(['deed', 'object_kind', 'object_id', 'about_id', 'before', 'after'] as const)
    ])
    .expression(sql`select ${account_id}::bigint, ${name}, ${address}::inet, ${request}, line.* from jsonb_to_recordset(${lines}::jsonb)
      as line(deed text, object_kind text, object_id bigint, about_id bigint, before jsonb, after jsonb)`)
    .compile()
)
