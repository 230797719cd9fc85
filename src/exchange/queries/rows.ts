import { type SqlBool, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { Change, Decisions, Planned, Question } from '../rules/planning.ts'
import type { Fault } from '../rules/rows.ts'

export const PAGE_SIZE = 50

/** Every row of the file as it was read, with what a person decided about it. */
export const listCells = (db: Db, import_id: number) =>
  db
    .selectFrom('list_import_row')
    .select(['number', sql<string[]>`cells`.as('cells'), sql<Decisions>`decisions`.as('decisions')])
    .where('import_id', '=', import_id)
    .orderBy('number')
    .execute()

const CHUNK = 1000

/** What becomes of the rows, a thousand a statement: to write more at once would keep other pages waiting. */
export async function putPlan(trx: Db, import_id: number, rows: Planned<unknown>[]): Promise<void> {
  for (let at = 0; at < rows.length; at += CHUNK) await putPlans(trx, import_id, rows.slice(at, at + CHUNK))
}

async function putPlans(trx: Db, import_id: number, rows: Planned<unknown>[]): Promise<void> {
  const told = rows.map(({ number, state, title, changes, faults, questions }) => ({
    ...{ number, state, title, changes, faults, questions }
  }))
  await trx
    .updateTable('list_import_row as row')
    .from(
      sql<{ number: number }>`jsonb_to_recordset(${JSON.stringify(told)}::jsonb)`.as<'plan'>(
        sql`plan(number int, state text, title text, changes jsonb, faults jsonb, questions jsonb)`
      )
    )
    .set({
      ...{ state: sql`plan.state`, title: sql`plan.title`, changes: sql`plan.changes` },
      ...{ faults: sql`plan.faults`, questions: sql`plan.questions` }
    })
    .where('row.import_id', '=', import_id)
    .whereRef('row.number', '=', 'plan.number')
    .execute()
}

const rows = (db: Db, import_id: number) =>
  db
    .selectFrom('list_import_row')
    .select(['number', 'state', 'title'])
    .select([
      sql<Change[]>`changes`.as('changes'),
      sql<Fault[]>`faults`.as('faults'),
      sql<Question[]>`questions`.as('questions'),
      sql<Decisions>`decisions`.as('decisions')
    ])
    .where('import_id', '=', import_id)
    .orderBy('number')

/** One page of rows of a state, or of all, and one more when there are others. */
export const listPage = (db: Db, import_id: number, state: string, page: number) =>
  rows(db, import_id)
    .$if(state !== '', (some) => some.where('state', '=', state))
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE)
    .execute()

/** The first rows, for the choice of columns. */
export const listExamples = (db: Db, import_id: number) =>
  db
    .selectFrom('list_import_row')
    .select(['number', sql<string[]>`cells`.as('cells')])
    .where('import_id', '=', import_id)
    .orderBy('number')
    .limit(3)
    .execute()

/** Rows that hold the load up. */
export const listProblems = (db: Db, import_id: number) =>
  rows(db, import_id).where('state', 'in', ['wrong', 'conflict']).execute()

export const listNumbers = async (db: Db, import_id: number, state: string): Promise<number[]> =>
  (await rows(db, import_id).where('state', '=', state).execute()).map(({ number }) => number)

/** Adds answers to those given before. */
export async function putDecisions(trx: Db, import_id: number, answers: { number: number; decisions: Decisions }[]) {
  await trx
    .updateTable('list_import_row as row')
    .from(
      sql<{ number: number }>`jsonb_to_recordset(${JSON.stringify(answers)}::jsonb)`.as<'answer'>(
        sql`answer(number int, decisions jsonb)`
      )
    )
    .set({ decisions: sql`row.decisions || answer.decisions` })
    .where('row.import_id', '=', import_id)
    .where(sql<SqlBool>`row.number = answer.number`)
    .execute()
}
