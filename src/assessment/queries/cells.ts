import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { lastDay } from '../../college/queries/term-dates.ts'
import type { ResultKind } from '../../college/rules/results.ts'
import { answerOf, wasEnrolled } from '../../journal/queries/sight.ts'
import type { Db } from '../../platform/db.ts'

export type KnownResult = { kind: ResultKind; value: string; note: string; opened_on: string | null; had_debt: boolean }

/** What the rules need to know of each student: whether in the course at the end of the term (or today), and the results that stand. */
export function listKnown(db: Db, course_id: number, today: string, student_ids: number[]) {
  return db
    .selectFrom('course')
    .innerJoin('student', (join) => join.on('student.id', 'in', [...student_ids, -1]))
    .select(['student.id as student_id', 'student.person_id'])
    .select((eb) => [
      answerOf(wasEnrolled(db, eb.ref('student.id'), sql`least(${lastDay(db)}, ${today}::date)`)).as('is_enrolled'),
      resultsOf(db, course_id).as('results')
    ])
    .where('course.id', '=', course_id)
    .execute()
}
export type Known = Awaited<ReturnType<typeof listKnown>>[number]

const resultsOf = (db: Db, course_id: number) =>
  jsonArrayFrom(
    db
      .selectFrom('result')
      .leftJoin('debt', (join) =>
        join
          .onRef('debt.course_id', '=', 'result.course_id')
          .onRef('debt.student_id', '=', 'result.student_id')
          .onRef('debt.kind', '=', 'result.kind')
      )
      .select(['result.kind', 'result.value', 'result.note'])
      .select([
        sql<string | null>`max(debt.opened_on) filter (where debt.cleared_on is null)`.as('opened_on'),
        sql<boolean>`count(debt.cleared_on) > 0`.as('had_debt')
      ])
      .whereRef('result.student_id', '=', 'student.id' as never)
      .where('result.course_id', '=', course_id)
      .groupBy(['result.course_id', 'result.student_id', 'result.kind'])
  ).$castTo<KnownResult[]>()

type ResultAddress = { student_id: number; kind: string }
type NewResult = ResultAddress & { course_id: number; value: string; note: string; given_by: number }

export const putResults = (trx: Db, results: NewResult[]) =>
  trx
    .insertInto('result')
    .values(results)
    .onConflict((conflict) =>
      conflict.columns(['course_id', 'student_id', 'kind']).doUpdateSet((eb) => ({
        ...{ value: eb.ref('excluded.value'), note: eb.ref('excluded.note') },
        ...{ given_by: eb.ref('excluded.given_by'), given_at: sql`now()` }
      }))
    )
    .execute()

export const dropResults = (trx: Db, course_id: number, results: ResultAddress[]) =>
  trx
    .deleteFrom('result')
    .where('course_id', '=', course_id)
    .where((eb) => eb(eb.refTuple('student_id', 'kind'), 'in', tuplesOf(results)))
    .execute()

export const addDebts = (trx: Db, debts: (ResultAddress & { course_id: number; opened_on: string })[]) =>
  trx.insertInto('debt').values(debts).execute()

export const clearDebts = (trx: Db, course_id: number, results: ResultAddress[], cleared_on: string) =>
  trx
    .updateTable('debt')
    .set({ cleared_on })
    .where('course_id', '=', course_id)
    .where('cleared_on', 'is', null)
    .where((eb) => eb(eb.refTuple('student_id', 'kind'), 'in', tuplesOf(results)))
    .execute()

/** Takes away debts that were never cleared, as if they had not been. */
export const dropDebts = (trx: Db, course_id: number, results: ResultAddress[]) =>
  trx
    .deleteFrom('debt')
    .where('course_id', '=', course_id)
    .where('cleared_on', 'is', null)
    .where((eb) => eb(eb.refTuple('student_id', 'kind'), 'in', tuplesOf(results)))
    .execute()

const tuplesOf = (results: ResultAddress[]) =>
  results.map(({ student_id, kind }) => sql<never>`(${student_id}::bigint, ${kind}::text)`)
