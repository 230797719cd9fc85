import { type Expression, type SqlBool, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { type Effect, KEYS, type Written } from './effects.ts'

/** What a load wrote, in the order in which it did. */
export const listEffects = (db: Db, import_id: number): Promise<Effect[]> =>
  db
    .selectFrom('list_import_effect')
    .select(['table_name', 'row_key', 'before', 'after'])
    .where('import_id', '=', import_id)
    .orderBy('position')
    .$castTo<Effect>()
    .execute()

const KEY_TYPES: Record<string, string> = { since: 'date', semester: 'smallint' }

/** Keys of rows as a table of their own, so that the database finds each row by its index. */
const keyed = (table: Written, rows: object[], more = '') => {
  const types = KEYS[table].map((column) => `${column} ${KEY_TYPES[column] ?? 'bigint'}`).join(', ')
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`.as<'wanted'>(
    sql.raw(`wanted(${types}${more})`)
  ) as never
}

const isKeyOf = (table: Written): Expression<SqlBool> =>
  sql<SqlBool>`${sql.join(
    KEYS[table].map((column) => sql`${sql.ref(`${table}.${column}`)} = ${sql.ref(`wanted.${column}`)}`),
    sql` and `
  )}`

/** Columns of other tables that lead to rows of these, with what those tables are called in Russian. */
export async function listReferences(db: Db, tables: Written[]) {
  const oids = tables.map(
    (table) =>
      sql`(${db
        .selectFrom(table as 'person')
        .select(sql`tableoid`.as('oid'))
        .limit(1)})`
  )
  const { rows } = await sql<{ table: Written; name: string; columns: string[]; keys: string[]; title: string | null }>`
    select own.relname as table, other.relname as name, obj_description(other.oid, 'pg_class') as title,
      (select array_agg(part.attname::text order by place.n) from unnest(link.conkey) with ordinality as place(number, n)
        join pg_attribute as part on part.attrelid = link.conrelid and part.attnum = place.number) as columns,
      (select array_agg(part.attname::text order by place.n) from unnest(link.confkey) with ordinality as place(number, n)
        join pg_attribute as part on part.attrelid = link.confrelid and part.attnum = place.number) as keys
    from pg_constraint as link
    join pg_class as other on other.oid = link.conrelid
    join pg_class as own on own.oid = link.confrelid
    where link.contype = 'f' and link.confrelid in (${sql.join(oids)})
    order by own.relname, other.relname`.execute(db)
  return rows
}
export type Reference = Awaited<ReturnType<typeof listReferences>>[number]

/** Rows of other tables that lead to these new rows: one line a row for the tables a load writes itself, a count for the rest. */
export async function listStanding(db: Db, links: Reference[], keys: Map<Written, object[]>) {
  const [first, ...rest] = links.map((link) => standing(db, link, keys.get(link.table) ?? []))
  if (!first) return []
  const all = rest.reduce((sum, one) => sum.unionAll(one) as typeof first, first)
  return (await all.execute()).filter(({ n }) => n > 0)
}

function standing(db: Db, { table, name, columns, keys, title }: Reference, rows: object[]) {
  const own = KEYS[name as Written]
  const key = own
    ? sql`jsonb_build_object(${sql.join(own.flatMap((one) => [sql.lit(one), sql.ref(`other.${one}`)]))})`
    : null
  const pairs = keys.map((column, i) => sql`${sql.ref(`other.${columns[i]}`)} = ${sql.ref(`wanted.${column}`)}`)
  return db
    .selectFrom([`${name} as other` as 'person as other', keyed(table, rows)])
    .select([
      sql<string>`${sql.lit(name)}`.as('table'),
      sql<string>`${sql.lit(title ?? name)}`.as('title'),
      sql<Effect['row_key'] | null>`${key ?? sql`null::jsonb`}`.as('row_key'),
      (key ? sql<number>`1` : sql<number>`count(*)::int`).as('n')
    ])
    .where(sql<SqlBool>`${sql.join(pairs, sql` and `)}`)
}

/** Accounts among these that somebody has signed in with. */
export const countSignedIn = async (db: Db, ids: number[]): Promise<number> => {
  const found = db
    .selectFrom('account')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('id', 'in', [...ids, -1])
    .where('last_signed_in_at', 'is not', null)
  return (await found.executeTakeFirstOrThrow()).n
}

/** Puts a column back where nobody has changed it since; answers with how many rows. */
export async function restoreColumn(trx: Db, table: Written, column: string, effects: Effect[]): Promise<number> {
  const rows = effects.map(({ row_key, before, after }) => ({ ...row_key, before, after: after?.[column] ?? null }))
  const restored = await trx
    .updateTable(table as 'person')
    .from(keyed(table, rows, ', before jsonb, after jsonb'))
    .set({ [column]: sql`(jsonb_populate_record(${sql.id(table)}, wanted.before)).${sql.id(column)}` } as never)
    .where(isKeyOf(table))
    .where(sql<SqlBool>`to_jsonb(${sql.ref(`${table}.${column}`)}) is not distinct from wanted.after`)
    .executeTakeFirst()
  return Number(restored.numUpdatedRows)
}

export const removeAdded = (trx: Db, table: Written, rows: object[]) =>
  trx
    .deleteFrom(table as 'person')
    .using(keyed(table, rows))
    .where(isKeyOf(table))
    .execute()
