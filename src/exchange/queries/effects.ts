import { sql } from 'kysely'
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
