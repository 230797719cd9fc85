import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { type Days, isSpanKind, type Span } from '../rules/calendars.ts'

export const listYears = (db: Db) =>
  db.selectFrom('academic_year').select(['id', 'starts_on', 'closed_at']).orderBy('starts_on', 'desc').execute()

/** The year counted from the year of entry, on which the course of a group rests. */
const courseOf = (year: number) => sql<number>`(${year}::int - study_group.entry_year + 1)`

/** Groups that study in the academic year, by courses and names; `course` and `department_id` 0 are any. */
export const listGroups = (db: Db, year_starts_on: string, course = 0, department_id = 0) => {
  const of = courseOf(Number(year_starts_on.slice(0, 4)))
  return db
    .selectFrom('study_group')
    .innerJoin('specialty', 'specialty.id', 'study_group.specialty_id')
    .select(['study_group.id', 'study_group.name', 'study_group.department_id', 'study_group.specialty_id'])
    .select(['specialty.code', 'specialty.name as specialty', of.as('course')])
    .where(sql<boolean>`${of} between 1 and 6`)
    .where((eb) => eb.or([eb('disbanded_on', 'is', null), eb('disbanded_on', '>=', year_starts_on)]))
    .$if(course > 0, (query) => query.where(of, '=', course))
    .$if(department_id > 0, (query) => query.where('department_id', '=', department_id))
    .orderBy('course')
    .orderBy('study_group.name')
    .execute()
}
export type CalendarGroup = Awaited<ReturnType<typeof listGroups>>[number]

export const listDepartments = (db: Db) =>
  db.selectFrom('department').select(['id', 'short_name']).orderBy('short_name').execute()

/** Spans of these groups within the bounds, in order of days. */
export async function listSpans(db: Db, groups: number[], { starts_on, ends_on }: Days) {
  const rows = await db
    .selectFrom('study_span')
    .select(['study_group_id', 'kind', 'starts_on', 'ends_on'])
    .where('study_group_id', 'in', [...groups, -1])
    .where('starts_on', '>=', starts_on)
    .where('starts_on', '<=', ends_on)
    .orderBy('starts_on')
    .execute()
  return rows.filter((row): row is typeof row & Span => isSpanKind(row.kind))
}

/** Puts these spans in place of those the groups had within the bounds. */
export async function putSpans(trx: Db, groups: number[], { starts_on, ends_on }: Days, spans: Span[]): Promise<void> {
  await trx
    .deleteFrom('study_span')
    .where('study_group_id', 'in', groups)
    .where('starts_on', '>=', starts_on)
    .where('starts_on', '<=', ends_on)
    .execute()
  if (spans.length === 0) return
  const rows = groups.flatMap((study_group_id) =>
    spans.map(({ kind, starts_on, ends_on }) => ({ study_group_id, kind, starts_on, ends_on }))
  )
  await trx.insertInto('study_span').values(rows).execute()
}

/** Terms of the year with the own days of each of these groups and the days of its lessons; a row a term and group. */
export const listGroupTerms = (db: Db, academic_year_id: number, groups: number[]) =>
  db
    .selectFrom('term')
    .innerJoin('study_group', (join) => join.on('study_group.id', 'in', [...groups, -1]))
    .leftJoin('group_term as own', (join) =>
      join.onRef('own.term_id', '=', 'term.id').onRef('own.study_group_id', '=', 'study_group.id')
    )
    .select(['term.id', 'term.name', 'term.starts_on', 'term.ends_on', 'study_group.id as study_group_id'])
    .select(['own.starts_on as own_starts_on', 'own.ends_on as own_ends_on'])
    .select((eb) => [
      sql<boolean>`${eb('term.closed_at', 'is not', null)}`.as('is_closed'),
      lessonsOf(db)
        .select((lesson) => lesson.fn.min('lesson.held_on').as('day'))
        .as('first_lesson_on'),
      lessonsOf(db)
        .select((lesson) => lesson.fn.max('lesson.held_on').as('day'))
        .as('last_lesson_on')
    ])
    .where('term.academic_year_id', '=', academic_year_id)
    .orderBy('term.starts_on')
    .execute()

const lessonsOf = (db: Db) =>
  db
    .selectFrom('lesson')
    .innerJoin('course', 'course.id', 'lesson.course_id')
    .whereRef('course.term_id', '=', 'term.id' as never)
    .whereRef('course.study_group_id', '=', 'study_group.id' as never)

type OwnTerm = Days & { study_group_id: number; term_id: number }

export const putOwnTerms = (trx: Db, rows: OwnTerm[]) =>
  trx
    .insertInto('group_term')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['study_group_id', 'term_id']).doUpdateSet((eb) => ({
        starts_on: eb.ref('excluded.starts_on'),
        ends_on: eb.ref('excluded.ends_on')
      }))
    )
    .execute()

export const dropOwnTerms = (trx: Db, groups: number[], term_ids: number[]) =>
  trx.deleteFrom('group_term').where('study_group_id', 'in', groups).where('term_id', 'in', term_ids).execute()
