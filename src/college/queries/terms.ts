import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export const listYears = (db: Db) =>
  db
    .selectFrom('academic_year')
    .select(['id', 'starts_on', 'ends_on', 'closed_at'])
    .orderBy('starts_on', 'desc')
    .execute()

/** The year, with others who add terms to it waiting until the transaction ends. */
export const lockYear = (trx: Db, id: number) =>
  trx
    .selectFrom('academic_year')
    .select(['id', 'starts_on', 'closed_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

/** All terms with their years, the newest year first. */
export const listTerms = (db: Db) => terms(db).orderBy('year_starts_on', 'desc').orderBy('term.number').execute()

/** One term with its year, how many journals it has, and the days of lessons of groups that have its common dates. */
export const findTerm = (db: Db, id: number) =>
  terms(db)
    .select((eb) => [
      lessonsOf(db)
        .select((lesson) => lesson.fn.min('lesson.held_on').as('day'))
        .as('first_lesson_on'),
      lessonsOf(db)
        .select((lesson) => lesson.fn.max('lesson.held_on').as('day'))
        .as('last_lesson_on'),
      db
        .selectFrom('course')
        .select((course) => course.fn.countAll<number>().as('n'))
        .whereRef('course.term_id', '=', 'term.id' as never)
        .as('courses'),
      sql<boolean>`${eb('academic_year.closed_at', 'is not', null)}`.as('year_is_closed'),
      sql<boolean>`${eb('term.closed_at', 'is not', null)}`.as('is_closed')
    ])
    .where('term.id', '=', id)
    .executeTakeFirst()

const terms = (db: Db) =>
  db
    .selectFrom('term')
    .innerJoin('academic_year', 'academic_year.id', 'term.academic_year_id')
    .select(['term.id', 'term.name', 'term.number', 'term.starts_on', 'term.ends_on', 'term.closed_at'])
    .select(['term.half', 'term.academic_year_id', 'academic_year.starts_on as year_starts_on'])
    .select('academic_year.closed_at as year_closed_at')

const lessonsOf = (db: Db) =>
  db
    .selectFrom('lesson')
    .innerJoin('course', 'course.id', 'lesson.course_id')
    .leftJoin('group_term as own', (join) =>
      join.onRef('own.term_id', '=', 'course.term_id').onRef('own.study_group_id', '=', 'course.study_group_id')
    )
    .whereRef('course.term_id', '=', 'term.id' as never)
    .where('own.term_id', 'is', null)

/** Keeps other writers of this term waiting until the transaction ends. */
export const lockTerm = (trx: Db, id: number) =>
  trx.selectFrom('term').select('id').where('id', '=', id).forNoKeyUpdate().execute()

type Changed = { name: string; starts_on: string; ends_on: string }
export const putTerm = (trx: Db, id: number, changed: Changed) =>
  trx.updateTable('term').set(changed).where('id', '=', id).execute()

export const dropTerm = (trx: Db, id: number) => trx.deleteFrom('term').where('id', '=', id).execute()

/** A year holds its terms: it grows with them. */
export const stretchYear = (trx: Db, id: number, starts_on: string, ends_on: string) =>
  trx
    .updateTable('academic_year')
    .set((eb) => ({
      starts_on: eb.fn<string>('least', ['starts_on', eb.val(starts_on)]),
      ends_on: eb.fn<string>('greatest', ['ends_on', eb.val(ends_on)])
    }))
    .where('id', '=', id)
    .execute()

export const putClosedAt = (trx: Db, id: number, is_closed: boolean) =>
  trx
    .updateTable('term')
    .set({ closed_at: is_closed ? sql`now()` : null })
    .where('id', '=', id)
    .execute()

/** Answers with nothing when a year of that first day is there already. */
export const addYear = (trx: Db, starts_on: string, ends_on: string) =>
  trx
    .insertInto('academic_year')
    .values({ starts_on, ends_on })
    .onConflict((conflict) => conflict.column('starts_on').doNothing())
    .returning('id')
    .executeTakeFirst()

type NewTerm = { academic_year_id: number; number: number; name: string; starts_on: string; ends_on: string }

export const addTerms = (trx: Db, added: NewTerm[]) => trx.insertInto('term').values(added).returning('id').execute()
