import type { Db } from '../../platform/db.ts'
import { addRows, type Effect, KEYS, listByIds, putColumn, type Written } from '../queries/effects.ts'

/** What a list wrote, and what the page of the result tells of it. */
export type Done = { effects: Effect[]; result: Record<string, number> }
/** Tells how far the writing has come; rejects when the worker is to stop. */
export type Step = () => Promise<void>

const TYPES: Record<string, string> = {
  ...{ born_on: 'date', hired_on: 'date', until: 'date', department_id: 'bigint', specialty_id: 'bigint' },
  ...{ entry_year: 'smallint', capacity: 'smallint', hours_total: 'numeric' }
}

export type Fields = Record<string, string | number>
export type Changed = { id: number; fields: Fields }

/** A new row as an effect. */
export const added = (table_name: Written, row: Record<string, unknown>): Effect => {
  const key = KEYS[table_name].map((column) => [column, row[column]])
  return { table_name, row_key: Object.fromEntries(key) as Effect['row_key'], before: null, after: null }
}

/** Numbers as the database gives them back, so that it is seen later whether somebody changed them. */
const typed = ({ id, fields }: Changed): Changed => ({
  id,
  fields: Object.fromEntries(
    Object.entries(fields).map(([column, value]) => [
      column,
      /int|numeric/.test(TYPES[column] ?? '') ? Number(value) : value
    ])
  )
})

/** Sets fields of rows and tells how they were; `by` is the column of the number. */
export async function changeRows(trx: Db, table: Written, rows: Changed[], by = 'id'): Promise<Effect[]> {
  const told = rows.map(typed).filter(({ fields }) => Object.keys(fields).length > 0)
  const stored = await listByIds(
    trx,
    table,
    by,
    told.map(({ id }) => id)
  )
  const columns = new Set(told.flatMap(({ fields }) => Object.keys(fields)))
  for (const column of columns) {
    const fields = told.flatMap(({ id, fields }) =>
      column in fields ? [{ key: id, value: fields[column] ?? '' }] : []
    )
    await putColumn(trx, table, by, column, TYPES[column] ?? 'text', fields)
  }
  return told.map(({ id, fields }) => ({
    ...{ table_name: table, row_key: { [by]: id } },
    before: Object.fromEntries(Object.keys(fields).map((column) => [column, stored.get(id)?.[column] ?? null])),
    after: fields
  }))
}

/** Phones and addresses of people: a first one is a new row, another one a change. */
export async function putContacts(trx: Db, contacts: Changed[]): Promise<Effect[]> {
  const told = contacts.filter(({ fields }) => Object.keys(fields).length > 0)
  const stored = await listByIds(
    trx,
    'contact',
    'person_id',
    told.map(({ id }) => id)
  )
  const fresh = told.filter(({ id }) => !stored.has(id))
  const rows = fresh.map(({ id, fields }) => ({ person_id: id, phone: '', email: '', ...fields }))
  await addRows(trx, 'contact', 'person_id bigint, phone text, email text', rows)
  const known = told.filter(({ id }) => stored.has(id))
  return [...rows.map((row) => added('contact', row)), ...(await changeRows(trx, 'contact', known, 'person_id'))]
}

export const PERSON_TYPES = 'last_name text, first_name text, middle_name text, sex text, born_on date'
/** A person's row of whatever of it is known. */
export const personRow = (fields: Record<string, string>) => ({
  ...{ last_name: fields.last_name ?? '', first_name: fields.first_name ?? '', middle_name: fields.middle_name ?? '' },
  ...{ sex: fields.sex || null, born_on: fields.born_on || null }
})
