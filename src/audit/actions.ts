import type { Doer } from '../access/actor.ts'
import type { Db } from '../platform/db.ts'

/** One line of the audit trail; `about_id` is the person whose data the deed touched. */
export type AuditLine = {
  deed: string
  object_kind: string
  object_id?: number | null
  about_id?: number | null
  before?: unknown
  after?: unknown
}

const json = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value))

/** Writes who did what. Call it inside the transaction of the deed, so that neither stands without the other (R1 9.4). */
export async function record(trx: Db, actor: Doer, ...lines: AuditLine[]): Promise<void> {
  if (lines.length === 0) return
  await trx
    .insertInto('audit_entry')
    .values(
      lines.map((line) => ({
        ...{
          deed: line.deed,
          object_kind: line.object_kind,
          object_id: line.object_id ?? null,
          about_id: line.about_id ?? null
        },
        ...{ before: json(line.before), after: json(line.after) },
        ...{ account_id: actor.account_id, actor_name: actor.name, address: actor.address, request: actor.request }
      }))
    )
    .execute()
}
