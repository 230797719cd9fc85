// What a term is for a group: its dates, days off and calendar, who may study apart.
import { sql } from 'kysely'
import { findStudyDays } from '../../college/queries/days.ts'
import type { Db } from '../../platform/db.ts'
import { type Apart, apartKey } from '../rules/clashes.ts'
import type { Ground, Span } from '../rules/laying.ts'

/** Terms that are not closed, and the last ones that are, the newest first. */
export const listTerms = (db: Db) =>
  db
    .selectFrom('term')
    .innerJoin('academic_year', 'academic_year.id', 'term.academic_year_id')
    .select(['term.id', 'term.name', 'term.starts_on', 'term.ends_on', 'academic_year.starts_on as year_starts_on'])
    .select(sql<boolean>`term.closed_at is not null`.as('is_closed'))
    .orderBy('term.starts_on', 'desc')
    .limit(8)
    .execute()

/** The term as it is for each of these groups. */
export async function findGrounds(db: Db, term_id: number, groups: number[]): Promise<Map<number, Ground>> {
  const terms = await db
    .selectFrom('term_of_group')
    .select([sql<number>`study_group_id`.as('study_group_id'), sql<string>`starts_on`.as('starts_on')])
    .select(sql<string>`ends_on`.as('ends_on'))
    .where('term_id', '=', term_id)
    .where('study_group_id', '=', sql<number>`any(${groups}::bigint[])`)
    .execute()
  const [from, to] = [
    terms.map((one) => one.starts_on).sort()[0] ?? '',
    terms
      .map((one) => one.ends_on)
      .sort()
      .at(-1)
  ]
  if (!to) return new Map()
  const spans: (Span & { study_group_id: number })[] = await db
    .selectFrom('study_span')
    .select(['study_group_id', 'kind', 'starts_on', 'ends_on'])
    .where('study_group_id', '=', sql<number>`any(${groups}::bigint[])`)
    .where('ends_on', '>=', from)
    .where('starts_on', '<=', to)
    .execute()
  const calendar = await findStudyDays(db, from, to)
  return new Map(
    terms.map(({ study_group_id, starts_on, ends_on }) => [
      study_group_id,
      { starts_on, ends_on, calendar, spans: spans.filter((span) => span.study_group_id === study_group_id) }
    ])
  )
}

/** Subgroups of different divisions of these groups in which nobody is in both: they may study at one time. */
export async function listApart(db: Db, groups: number[]): Promise<Apart> {
  const members = (of: string) =>
    db
      .selectFrom('subgroup_member')
      .select('student_id')
      .whereRef('subgroup_id', '=', `${of}.id` as never)
  const rows = await db
    .selectFrom('subgroup as one')
    .innerJoin('subgroup as other', 'other.study_group_id', 'one.study_group_id')
    .select(['one.id', 'other.id as other_id'])
    .where('one.study_group_id', 'in', [...groups, -1])
    .whereRef('one.id', '<', 'other.id')
    .whereRef('one.division', '!=', 'other.division')
    .where(({ exists, not }) =>
      exists(members('one'))
        .and(exists(members('other')))
        .and(not(exists(shared(db))))
    )
    .execute()
  return new Set(rows.map(({ id, other_id }) => apartKey(id, other_id)))
}

/** A student who is in both at the same time. */
const shared = (db: Db) =>
  db
    .selectFrom('subgroup_member as own')
    .innerJoin('subgroup_member as theirs', 'theirs.student_id', 'own.student_id')
    .select('own.student_id')
    .whereRef('own.subgroup_id', '=', 'one.id' as never)
    .whereRef('theirs.subgroup_id', '=', 'other.id' as never)
    .where(sql<boolean>`daterange(own.since, own.until, '[]') && daterange(theirs.since, theirs.until, '[]')`)

/** The term in which the group is on the day, by its own dates when it has them; else the last that began. */
export const findTermOn = (db: Db, study_group_id: number, day: string) =>
  db
    .selectFrom('term_of_group as dates')
    .innerJoin('term', 'term.id', 'dates.term_id')
    .select(['term.id', 'term.name', 'term.starts_on', 'term.ends_on'])
    .select(sql<boolean>`term.closed_at is not null`.as('is_closed'))
    .where('dates.study_group_id', '=', study_group_id)
    .where(sql<boolean>`dates.starts_on <= ${day}::date`)
    .orderBy(sql`dates.ends_on >= ${day}::date`, 'desc')
    .orderBy('dates.starts_on', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Who changes the timetable waits for others who do, so that two people do not put one teacher in two rooms. */
export const lockTimetable = (trx: Db) => sql`select pg_advisory_xact_lock(hashtext('timetable_import'))`.execute(trx)
