import { type SqlBool, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export const PAGE_SIZE = 20
type NewImport = {
  list: string
  account_id: number
  curriculum_id: number | null
  file_name: string
  content: Buffer
}
/** What was read of the file. */
export type Shape = { sheets: string[]; sheet: string; header: string[]; notices: string[]; chosen: object }

const asJson = ({ sheets, sheet, header, notices, chosen }: Shape) => ({
  ...{ sheet, sheets: JSON.stringify(sheets), header: JSON.stringify(header) },
  ...{ notices: JSON.stringify(notices), chosen: JSON.stringify(chosen) }
})

export async function addImport(trx: Db, brought: NewImport, shape: Shape): Promise<number> {
  const added = trx.insertInto('list_import').values({ ...brought, ...asJson(shape) })
  return (await added.returning('id').executeTakeFirstOrThrow()).id
}

/** Another sheet of the same file. */
export const putShape = (trx: Db, id: number, shape: Shape) =>
  trx.updateTable('list_import').set(asJson(shape)).where('id', '=', id).execute()

/** Rows of the file, in place of those that were there. */
export async function putRows(trx: Db, import_id: number, lines: { number: number; cells: string[] }[]): Promise<void> {
  await trx.deleteFrom('list_import_row').where('import_id', '=', import_id).execute()
  await trx
    .insertInto('list_import_row')
    .columns(['import_id', 'number', 'cells'])
    .expression(sql`select ${import_id}::bigint, line.number, line.cells
      from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as line(number int, cells jsonb)`)
    .execute()
}

const imports = (db: Db) =>
  db
    .selectFrom('list_import')
    .leftJoin('account', 'account.id', 'list_import.account_id')
    .leftJoin('person', 'person.id', 'account.person_id')
    .leftJoin('curriculum', 'curriculum.id', 'list_import.curriculum_id')
    .select(['list_import.id', 'list_import.list', 'list_import.account_id', 'list_import.curriculum_id'])
    .select(['list_import.file_name', 'list_import.state', 'list_import.created_at', 'list_import.confirmed_at'])
    .select(['list_import.finished_at', 'list_import.undone_at', 'list_import.refusal', 'list_import.steps_done'])
    .select(['list_import.steps_all', 'list_import.sheet', 'list_import.digest', 'curriculum.name as curriculum_name'])
    .select(['account.login', 'person.last_name', 'person.first_name', 'person.middle_name'])
    .select([
      sql<Record<string, number>>`list_import.counts`.as('counts'),
      sql<Record<string, number>>`list_import.chosen`.as('chosen'),
      sql<Record<string, string>>`list_import.options`.as('options'),
      sql<Record<string, number>>`list_import.result`.as('result'),
      sql<string[]>`list_import.header`.as('header'),
      sql<string[]>`list_import.sheets`.as('sheets'),
      sql<string[]>`list_import.notices`.as('notices')
    ])

export const findImport = (db: Db, id: number) => imports(db).where('list_import.id', '=', id).executeTakeFirst()
export type Import = NonNullable<Awaited<ReturnType<typeof findImport>>>

/** One page of loads of these lists, the newest first, and one more when there are others; `own` leaves those of one account. */
export const listImports = (db: Db, lists: string[], own: { lists: string[]; account_id: number }, page: number) =>
  imports(db)
    .where((eb) =>
      eb.or([
        eb('list_import.list', 'in', [...lists, '']),
        eb.and([eb('list_import.list', 'in', [...own.lists, '']), eb('list_import.account_id', '=', own.account_id)])
      ])
    )
    .orderBy('list_import.created_at', 'desc')
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE)
    .execute()

/** Two deeds on one load wait for each other. */
export const lockImport = (trx: Db, id: number) =>
  trx.selectFrom('list_import').select('state').where('id', '=', id).forUpdate().executeTakeFirst()

export const findContent = (db: Db, id: number) =>
  db.selectFrom('list_import').select('content').where('id', '=', id).executeTakeFirst()

type Change = {
  state?: string
  chosen?: string
  options?: string
  counts?: string
  result?: string
  digest?: string
  refusal?: string
  content?: null
  steps_done?: number
  steps_all?: number
  confirmed_at?: Date
  finished_at?: Date | null
  undone_at?: Date
  undone_by?: number
}

export const putImport = (trx: Db, id: number, change: Change) =>
  trx.updateTable('list_import').set(change).where('id', '=', id).execute()

/** Takes a confirmed load in hand; false when it is not waiting, or another worker ended it. */
export async function takeImport(db: Db, id: number): Promise<boolean> {
  const taken = db.updateTable('list_import').set({ state: 'writing', refusal: '', steps_done: 0 })
  const found = taken.where('id', '=', id).where('state', 'in', ['queued', 'writing']).returning('id')
  return (await found.executeTakeFirst()) !== undefined
}

export const dropImport = (trx: Db, id: number) => trx.deleteFrom('list_import').where('id', '=', id).execute()
export const dropRows = (trx: Db, import_id: number) =>
  trx.deleteFrom('list_import_row').where('import_id', '=', import_id).execute()

/** Files nobody decided about in a day are given up; what a load wrote is remembered for as long as it may be undone. */
export async function dropOld(trx: Db): Promise<void> {
  await trx
    .deleteFrom('list_import')
    .where('state', 'in', ['columns', 'preview', 'failed'])
    .where('created_at', '<', sql<Date>`now() - interval '1 day'`)
    .execute()
  await trx
    .deleteFrom('list_import_effect')
    .where((eb) =>
      eb(
        'import_id',
        'in',
        eb.selectFrom('list_import').select('id').where('finished_at', '<', sql<Date>`now() - interval '30 days'`)
      )
    )
    .execute()
}

/** What headers meant last time, by their keys. */
export async function listHeaders(db: Db, list: string): Promise<Map<string, string>> {
  const rows = await db.selectFrom('list_header').select(['header', 'field']).where('list', '=', list).execute()
  return new Map(rows.map(({ header, field }) => [header, field]))
}

export async function putHeaders(trx: Db, list: string, learnt: { header: string; field: string }[]): Promise<void> {
  if (learnt.length === 0) return
  await trx
    .insertInto('list_header')
    .values(learnt.map((one) => ({ list, ...one })))
    .onConflict((conflict) =>
      conflict.columns(['list', 'header']).doUpdateSet((eb) => ({ field: eb.ref('excluded.field') }))
    )
    .execute()
}

/** One load is written at a time in a college: what one was decided upon, another may not change meanwhile. */
export const lockWriting = (trx: Db) => sql<SqlBool>`select pg_advisory_xact_lock(hashtext('list_import'))`.execute(trx)
