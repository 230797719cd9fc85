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
  const numbered = rows.map((row, position) => ({ ...row, position }))
  return trx
    .insertInto(table as 'person')
    .columns(columns as never)
    .expression((eb) =>
      eb
        .selectFrom(listed(numbered, `${types}, position int`) as never)
        .select(columns as never)
        .orderBy('position' as never)
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

/** What a load wrote: tables with new rows, and columns it changed. */
export async function summaryOf(db: Db, import_id: number) {
  const added = await db
    .selectFrom('list_import_effect')
    .select(['table_name', sql<number>`count(*)::int`.as('n')])
    .where('import_id', '=', import_id)
    .where('before', 'is', null)
    .groupBy('table_name')
    .execute()
  const changed = await db
    .selectFrom('list_import_effect')
    .innerJoinLateral(sql<{ name: string }>`jsonb_object_keys(before)`.as<'field'>(sql`field(name)`), (join) =>
      join.onTrue()
    )
    .select(['table_name', 'field.name', sql<number>`count(*)::int`.as('n')])
    .where('import_id', '=', import_id)
    .groupBy(['table_name', 'field.name'])
    .orderBy('table_name')
    .execute()
  return {
    added: added.flatMap(({ table_name, n }) => (table_name in KEYS ? [{ table_name: table_name as Written, n }] : [])),
    changed: changed.map(({ table_name, name, n }) => ({ table_name: table_name as Written, name, n }))
  }
}

const keyOf = (alias: string, columns: readonly string[]) =>
  sql`jsonb_build_object(${sql.join(columns.flatMap((one) => [sql.lit(one), sql.ref(`${alias}.${one}`)]))})`

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

/** How many rows of other tables stand on new rows of the load, without those that the load added itself; one statement. */
export async function countStanding(db: Db, import_id: number, links: Reference[]) {
  const [first, ...rest] = links.map((link) => standing(db, import_id, link))
  if (!first) return []
  const all = rest.reduce((sum, one) => sum.unionAll(one) as typeof first, first)
  const found = await all.execute()
  return found.filter(({ n }) => n > 0)
}

function standing(db: Db, import_id: number, { table, name, columns, keys, title }: Reference) {
  const pairs = keys.flatMap((key, i) => [sql.lit(key), sql.ref(`other.${columns[i]}`)])
  const own = KEYS[name as Written]
  return db
    .selectFrom(`${name} as other` as 'person as other')
    .innerJoin('list_import_effect as effect', (join) =>
      join
        .on('effect.import_id', '=', import_id)
        .on('effect.table_name', '=', table)
        .on('effect.before', 'is', null)
        .on(sql<SqlBool>`effect.row_key = jsonb_build_object(${sql.join(pairs)})`)
    )
    .select([sql<string>`${sql.lit(title ?? name)}`.as('title'), sql<number>`count(*)::int`.as('n')])
    .$if(own !== undefined, (some) =>
      some.where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('list_import_effect as mine')
              .select(sql.lit(1).as('one'))
              .where('mine.import_id', '=', import_id)
              .where('mine.table_name', '=', name)
              .where('mine.before', 'is', null)
              .where(sql<SqlBool>`mine.row_key = ${keyOf('other', own ?? [])}`)
          )
        )
      )
    )
}

/** Own accounts that somebody has signed in with. */
export const countSignedIn = async (db: Db, import_id: number): Promise<number> => {
  const found = await db
    .selectFrom('account')
    .innerJoin('list_import_effect as effect', (join) =>
      join
        .on('effect.import_id', '=', import_id)
        .on('effect.table_name', '=', 'account')
        .on('effect.before', 'is', null)
        .on(sql<SqlBool>`effect.row_key = jsonb_build_object('id', account.id)`)
    )
    .select(sql<number>`count(*)::int`.as('n'))
    .where('account.last_signed_in_at', 'is not', null)
    .executeTakeFirstOrThrow()
  return found.n
}

const ofEffect = (table: Written): Expression<SqlBool> => sql<SqlBool>`effect.row_key = ${keyOf(table, KEYS[table])}`

/** Puts a column back where nobody has changed it since; answers with how many rows. */
export async function restoreColumn(trx: Db, import_id: number, table: Written, column: string): Promise<number> {
  const restored = await trx
    .updateTable(table as 'person')
    .from('list_import_effect as effect')
    .set({ [column]: sql`(jsonb_populate_record(${sql.id(table)}, effect.before)).${sql.id(column)}` } as never)
    .where('effect.import_id', '=', import_id)
    .where('effect.table_name', '=', table)
    .where(sql<SqlBool>`effect.before ? ${sql.lit(column)}`)
    .where(ofEffect(table))
    .where(
      sql<SqlBool>`coalesce(to_jsonb(${sql.ref(`${table}.${column}`)}), 'null') = effect.after -> ${sql.lit(column)}`
    )
    .executeTakeFirst()
  return Number(restored.numUpdatedRows)
}

export const removeAdded = (trx: Db, import_id: number, table: Written) =>
  trx
    .deleteFrom(table as 'person')
    .using('list_import_effect as effect')
    .where('effect.import_id', '=', import_id)
    .where('effect.table_name', '=', table)
    .where('effect.before', 'is', null)
    .where(ofEffect(table))
    .execute()
