import { type SqlBool, sql } from 'kysely'
import type { Doer } from '../../access/actor.ts'
import type { Db } from '../../platform/db.ts'
import type { FileKind } from '../rules/files.ts'
import type { Entry, OwnerKind, State } from '../rules/portfolio.ts'
import { students } from './owners.ts'

type Whose = { kind: OwnerKind; id: number }

const columnOf = (kind: OwnerKind) => (kind === 'staff' ? 'staff_member_id' : 'student_id')

const entries = (db: Db, { kind, id }: Whose) =>
  db
    .selectFrom('portfolio_entry')
    .leftJoin('portfolio_file', 'portfolio_file.portfolio_entry_id', 'portfolio_entry.id')
    .select(['portfolio_entry.id', 'portfolio_entry.section', 'portfolio_entry.held_on', 'portfolio_entry.title'])
    .select(['portfolio_entry.level', 'portfolio_entry.result', 'portfolio_entry.link', 'portfolio_entry.remark'])
    .select((eb) => eb.ref('portfolio_entry.state').$castTo<State>().as('state'))
    .select(['portfolio_entry.changed_on', 'portfolio_file.file_name', 'portfolio_file.bytes'])
    .where(`portfolio_entry.${columnOf(kind)}`, '=', id)

/** All entries of a portfolio, the latest first. */
export const listEntries = (db: Db, whose: Whose) =>
  entries(db, whose).orderBy('portfolio_entry.held_on', 'desc').orderBy('portfolio_entry.id', 'desc').execute()

export const findEntry = (db: Db, whose: Whose, entry_id: number) =>
  entries(db, whose).where('portfolio_entry.id', '=', entry_id).executeTakeFirst()

/** Two changes of one entry wait for each other. */
export const lockEntry = (trx: Db, id: number) =>
  trx.selectFrom('portfolio_entry').select('id').where('id', '=', id).forUpdate().execute()

type Kept = Entry & { state: State; changed_on: string }

export async function addEntry(trx: Db, { kind, id }: Whose, entry: Kept): Promise<number> {
  const added = trx
    .insertInto('portfolio_entry')
    .values({ ...entry, [columnOf(kind)]: id })
    .returning('id')
  return (await added.executeTakeFirstOrThrow()).id
}

export const putEntry = (trx: Db, id: number, entry: Kept) =>
  trx
    .updateTable('portfolio_entry')
    .set({ ...entry, remark: '' })
    .where('id', '=', id)
    .execute()

export const putState = (trx: Db, id: number, state: State, remark: string) =>
  trx.updateTable('portfolio_entry').set({ state, remark }).where('id', '=', id).execute()

export const dropEntry = (trx: Db, id: number) => trx.deleteFrom('portfolio_entry').where('id', '=', id).execute()

export type KeptFile = { file_name: string; kind: FileKind; content: Buffer; bytes: number; sha256: string }

/** One file an entry: a new one takes the place of the old. */
export async function putFile(trx: Db, portfolio_entry_id: number, file: KeptFile): Promise<void> {
  await dropFile(trx, portfolio_entry_id)
  await trx
    .insertInto('portfolio_file')
    .values({ portfolio_entry_id, ...file })
    .execute()
}

export const dropFile = (trx: Db, portfolio_entry_id: number) =>
  trx.deleteFrom('portfolio_file').where('portfolio_entry_id', '=', portfolio_entry_id).execute()

export const findFile = (db: Db, portfolio_entry_id: number) =>
  db
    .selectFrom('portfolio_file')
    .select(['file_name', 'content', 'sha256'])
    .select((eb) => eb.ref('kind').$castTo<FileKind>().as('kind'))
    .where('portfolio_entry_id', '=', portfolio_entry_id)
    .executeTakeFirst()

export const PAGE_SIZE = 50
/** `enrolled` leaves out those who are in no group today. */
type Search = { text: string; waiting: boolean; enrolled: boolean; page: number }

/** A page of portfolios of students in sight, and one row more when there are others; every word is in the name or the group. */
export function listPortfolios(db: Db, actor: Doer, today: string, { text, waiting, enrolled, page }: Search) {
  const words = text.toLowerCase().replaceAll('ё', 'е').split(/\s+/).filter(Boolean)
  const told = sql<string>`translate(lower(concat_ws(' ', ${sql.ref('person.last_name')}, ${sql.ref('person.first_name')},
    ${sql.ref('person.middle_name')}, ${sql.ref('study_group.name')})), 'ё', 'е')`
  const count = (state: State) =>
    db
      .selectFrom('portfolio_entry')
      .select((eb) => eb.fn.countAll<number>().as('entries'))
      .whereRef('portfolio_entry.student_id', '=', 'student.id' as never)
      .where('portfolio_entry.state', '=', state)
  return students(db, actor, today)
    .select([count('confirmed').as('confirmed'), count('waiting').as('waiting')])
    .where((eb) => eb.and(words.map((word) => sql<SqlBool>`${told} like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`)))
    .$if(enrolled, (some) => some.where('study_group.id', 'is not', null))
    .$if(waiting, (some) => some.where(count('waiting'), '>', 0))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .orderBy('student.id')
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE)
    .execute()
}
