import { sql } from 'kysely'
import { type Db, tableOf } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'

export type PersonTable = { name: string; title: string; key: string; columns: Record<string, string> }

/**
 * Every table of the college that has a column of the person, the student or the member of staff, with the words of the migrations:
 * a table that somebody adds later is told without another line here.
 */
export async function listPersonTables(db: Db, schema: string): Promise<PersonTable[]> {
  const { rows } = await sql<PersonTable>`
    select held.relname as name, coalesce(obj_description(held.oid, 'pg_class'), held.relname) as title, key.attname as key,
      (select json_object_agg(one.attname, coalesce(col_description(held.oid, one.attnum), one.attname) order by one.attnum)
       from pg_catalog.pg_attribute as one
       where one.attrelid = held.oid and one.attnum > 0 and not one.attisdropped and one.atttypid <> 'bytea'::regtype) as columns
    from pg_catalog.pg_class as held
    join pg_catalog.pg_attribute as key on key.attrelid = held.oid and not key.attisdropped
      and key.attname in ('person_id', 'student_id', 'staff_member_id')
    join pg_catalog.pg_namespace as room on room.oid = held.relnamespace
    where held.relkind = 'r' and room.nspname = ${schema}
    order by held.relname, key.attname`.execute(db)
  return rows
}

type Keys = { person_id: number; student_id: number | null; staff_member_id: number | null }
type TableRow = { name: string; key: string; row: Record<string, unknown> }

/** The rows of these tables about one person, all of them in one statement. */
export async function listTableRows(db: Db, tables: PersonTable[], keys: Keys): Promise<TableRow[]> {
  const asked = tables.flatMap(({ name, key }) => {
    const id = keys[key as keyof Keys]
    if (id === null) return []
    return sql`select ${name}::text as name, ${key}::text as key, to_jsonb(one) as row
      from ${tableOf(db, name as keyof DB)} as one where one.${sql.ref(key)} = ${id}`
  })
  if (asked.length === 0) return []
  return (await sql<TableRow>`${sql.join(asked, sql` union all `)}`.execute(db)).rows
}
