import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { Kind, Row } from '../rules/records.ts'

const TABLES = { education: 'staff_education', trainings: 'staff_training', awards: 'staff_award' } as const
const LATEST = { education: 'ended_in', trainings: 'ends_on', awards: 'given_on' } as const

type Stored = { id: number; staff_member_id: number }

/** What was typed, as the table keeps it: an empty day or number is unknown. */
const valuesOf = (row: Row) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === '' && /_on$|_in$|hours/.test(name) ? null : value])
  )

/** As the form has it: every value is a text. */
const rowOf = (stored: object): Row =>
  Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, value === null ? '' : String(value)]))

/** Rows of one list of the card, the latest first. */
export async function listRows(db: Db, kind: Kind, staff_member_id: number): Promise<Row[]> {
  const rows = await db
    .selectFrom(TABLES[kind] as 'staff_education')
    .selectAll()
    .where('staff_member_id', '=', staff_member_id)
    .orderBy(sql`${sql.ref(LATEST[kind])} desc nulls last`)
    .orderBy('id', 'desc')
    .execute()
  return rows.map(rowOf)
}

export async function findRow(db: Db, kind: Kind, { id, staff_member_id }: Stored): Promise<Row | undefined> {
  const row = await db
    .selectFrom(TABLES[kind] as 'staff_education')
    .selectAll()
    .where('id', '=', id)
    .where('staff_member_id', '=', staff_member_id)
    .executeTakeFirst()
  return row && rowOf(row)
}

export async function addRow(trx: Db, kind: Kind, staff_member_id: number, row: Row): Promise<number> {
  const added = trx
    .insertInto(TABLES[kind] as 'staff_education')
    .values({ staff_member_id, ...valuesOf(row) } as never)
    .returning('id')
  return (await added.executeTakeFirstOrThrow()).id
}

export const putRow = (trx: Db, kind: Kind, id: number, row: Row) =>
  trx
    .updateTable(TABLES[kind] as 'staff_education')
    .set(valuesOf(row) as never)
    .where('id', '=', id)
    .execute()

export const dropRow = (trx: Db, kind: Kind, id: number) =>
  trx
    .deleteFrom(TABLES[kind] as 'staff_education')
    .where('id', '=', id)
    .execute()
