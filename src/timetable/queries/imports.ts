import { sql } from 'kysely'
import { shortName } from '../../college/queries/names.ts'
import type { Db } from '../../platform/db.ts'
import type { WrittenTimetable } from '../reader.ts'
import type { Answers } from '../rules/import-days.ts'
import type { Counts } from '../rules/import-entries.ts'

export const PAGE_SIZE = 20

export async function addImport(trx: Db, account_id: number, file_name: string, written: WrittenTimetable) {
  const row = { account_id, file_name, written: JSON.stringify(written) }
  return (await trx.insertInto('timetable_import').values(row).returning('id').executeTakeFirstOrThrow()).id
}

const imports = (db: Db) =>
  db
    .selectFrom('timetable_import')
    .innerJoin('account', 'account.id', 'timetable_import.account_id')
    .leftJoin('person', 'person.id', 'account.person_id')
    .leftJoin('account as undoer', 'undoer.id', 'timetable_import.undone_by')
    .leftJoin('person as undoing', 'undoing.id', 'undoer.person_id')
    .select(['timetable_import.id', 'timetable_import.account_id', 'timetable_import.file_name'])
    .select(['timetable_import.state', 'timetable_import.digest', 'timetable_import.refusal'])
    .select(['timetable_import.steps_done', 'timetable_import.steps_all', 'timetable_import.created_at'])
    .select(['timetable_import.finished_at', 'timetable_import.undone_at'])
    .select(['account.login', 'person.last_name', 'person.first_name', 'person.middle_name'])
    .select([shortName('undoing').as('undone_name'), 'undoer.login as undone_login'])
    .select([
      sql<Answers>`timetable_import.answers`.as('answers'),
      sql<Partial<Counts> & Record<string, number>>`timetable_import.counts`.as('counts')
    ])

export const findImport = (db: Db, id: number) => imports(db).where('timetable_import.id', '=', id).executeTakeFirst()
export type Import = NonNullable<Awaited<ReturnType<typeof findImport>>>

/** One page, the newest first, and one more when there are others; a file that waits is its bringer's alone. */
export const listImports = (db: Db, account_id: number, page: number) =>
  imports(db)
    .where((eb) =>
      eb.or([
        eb('timetable_import.account_id', '=', account_id),
        eb('timetable_import.state', 'in', ['queued', 'writing', 'done', 'undone'])
      ])
    )
    .orderBy('timetable_import.created_at', 'desc')
    .orderBy('timetable_import.id', 'desc')
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE)
    .execute()

/** What was read of the file; undefined once it is loaded. */
export async function findWritten(db: Db, id: number): Promise<WrittenTimetable | undefined> {
  const found = await db.selectFrom('timetable_import').select('written').where('id', '=', id).executeTakeFirst()
  return (found?.written ?? undefined) as WrittenTimetable | undefined
}

/** Two deeds on one import wait for each other. */
export const lockImport = (trx: Db, id: number) =>
  trx.selectFrom('timetable_import').select('state').where('id', '=', id).forUpdate().executeTakeFirst()

/** One import is written or taken back at a time in a college: what one was decided upon, another may not change meanwhile. */
export const lockWriting = (trx: Db) => sql`select pg_advisory_xact_lock(hashtext('timetable_import'))`.execute(trx)

type Change = {
  state?: string
  answers?: string
  counts?: string
  digest?: string
  refusal?: string
  written?: null
  steps_done?: number
  steps_all?: number
  confirmed_at?: Date
  finished_at?: Date
  undone_at?: Date
  undone_by?: number
}
export const putImport = (trx: Db, id: number, change: Change) =>
  trx.updateTable('timetable_import').set(change).where('id', '=', id).execute()

/** Takes a confirmed import in hand; false when it is not waiting, or another worker ended it. */
export async function takeImport(db: Db, id: number): Promise<boolean> {
  const taken = db.updateTable('timetable_import').set({ state: 'writing', refusal: '', steps_done: 0 })
  const found = taken.where('id', '=', id).where('state', 'in', ['queued', 'writing']).returning('id')
  return (await found.executeTakeFirst()) !== undefined
}

export const dropImport = (trx: Db, id: number) => trx.deleteFrom('timetable_import').where('id', '=', id).execute()

/** Files nobody decided about in a day are given up. */
export const dropOld = (trx: Db) =>
  trx
    .deleteFrom('timetable_import')
    .where('state', 'in', ['preview', 'failed'])
    .where('created_at', '<', sql<Date>`now() - interval '1 day'`)
    .execute()
