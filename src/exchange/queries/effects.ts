import { type Expression, type SqlBool, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'

/** Tables a load writes to, each with the columns of its key; in the order in which their new rows can be removed. */
export const KEYS = {
  contact: ['person_id'],
  guardian: ['person_id', 'student_id'],
  student: ['id'],
  account: ['id'],
  curatorship: ['study_group_id', 'staff_member_id', 'since'],
  study_group_name: ['study_group_id', 'since'],
  study_group_year: ['study_group_id', 'academic_year_id'],
  study_group: ['id'],
  staff_member: ['id'],
  curriculum_term: ['curriculum_item_id', 'semester'],
  curriculum_item: ['id'],
  room: ['id'],
  person: ['id']
} as const satisfies Partial<Record<keyof DB, readonly string[]>>
export type Written = keyof typeof KEYS

/** A row written; without `before` it is new. */
export type Effect = {
  table_name: Written
  row_key: Record<string, number | string>
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

const listed = (rows: object[], types: string) =>
  sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`.as<'listed'>(sql.raw(`listed(${types})`))

/** Adds rows of a table with identity numbers in one statement; answers with the numbers in the order of the rows. */
export async function addNumbered(trx: Db, table: Written, types: string, rows: object[]): Promise<number[]> {
  if (rows.length === 0) return []
  const added = await insertion(trx, table, types, rows)
    .returning('id' as never)
    .execute()
  return (added as unknown as { id: number }[]).map(({ id }) => id).sort((a, b) => a - b)
}

export const addRows = async (trx: Db, table: Written, types: string, rows: object[]): Promise<void> => {
  if (rows.length > 0) await insertion(trx, table, types, rows).execute()
}

const insertion = (trx: Db, table: Written, types: string, rows: object[]) => {
  const columns = types.split(', ').map((one) => one.split(' ')[0] ?? '')
  const numbered = rows.map((row, turn) => ({ ...row, turn }))
  return trx
    .insertInto(table as 'person')
    .columns(columns as never)
    .expression((eb) =>
      eb
        .selectFrom(listed(numbered, `${types}, turn int`) as never)
        .select(columns as never)
        .orderBy('turn' as never)
    )
}

/** Rows with these numbers as they stand, by number. */
export async function listByIds(db: Db, table: Written, column: string, ids: number[]) {
  const found = await db
    .selectFrom(table as 'person')
    .selectAll()
    .where(column as 'id', 'in', [...ids, -1])
    .execute()
  return new Map((found as unknown as Record<string, unknown>[]).map((row) => [Number(row[column]), row]))
}

type Field = { key: number; value: string | number }

/** Sets one column of rows by number: as many statements as there are columns, not rows. */
export async function putColumn(trx: Db, table: Written, by: string, column: string, type: string, fields: Field[]) {
  if (fields.length === 0) return
  await trx
    .updateTable(table as 'person')
    .from(listed(fields, `key bigint, value ${type}`) as never)
    .set({ [column]: sql.ref('listed.value') } as never)
    .whereRef(`${table}.${by}` as never, '=', 'listed.key' as never)
    .execute()
}

export async function addEffects(trx: Db, import_id: number, effects: Effect[]): Promise<void> {
  const rows = effects.map((effect, position) => ({ ...effect, position }))
  await trx
    .insertInto('list_import_effect')
    .columns(['import_id', 'position', 'table_name', 'row_key', 'before', 'after'])
    .expression(sql`select ${import_id}::bigint, line.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as line(position int, table_name text, row_key jsonb, before jsonb, after jsonb)`)
    .execute()
}

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
