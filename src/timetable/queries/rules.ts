// Rules of the timetable and what they stand on.
import { sql } from 'kysely'
import { findStudyDays } from '../../college/queries/days.ts'
import { shortName } from '../../college/queries/names.ts'
import type { Db } from '../../platform/db.ts'
import { type Apart, apartKey } from '../rules/clashes.ts'
import type { Ground, Rule, Span } from '../rules/laying.ts'
import type { RuleForm } from '../rules/rules.ts'

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

/** Groups that have journals in the term, with how many rules and lessons each has, and lessons ahead on days that were made days off. */
export const listGroups = (db: Db, term_id: number, today: string) =>
  db
    .selectFrom('study_group')
    .innerJoin('course', 'course.study_group_id', 'study_group.id')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('timetable_rule')
          .select(sql<number>`count(*)::int`.as('n'))
          .whereRef('timetable_rule.course_id', '=', 'course.id')
          .as('rule'),
      (join) => join.onTrue()
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('timetable_entry')
          .select(sql<number>`coalesce(sum(timetable_entry.hours), 0)::int`.as('n'))
          .whereRef('timetable_entry.course_id', '=', 'course.id')
          .as('entry'),
      (join) => join.onTrue()
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('timetable_entry')
          .innerJoin('day_off', 'day_off.held_on', 'timetable_entry.held_on')
          .select(sql<number>`count(*)::int`.as('n'))
          .whereRef('timetable_entry.course_id', '=', 'course.id')
          .where('timetable_entry.held_on', '>=', today)
          .as('stray'),
      (join) => join.onTrue()
    )
    .select(['study_group.id', 'study_group.name'])
    .select([sql<number>`sum(rule.n)::int`.as('rules'), sql<number>`sum(entry.n)::int`.as('hours')])
    .select([sql<number>`count(*)::int`.as('courses'), sql<number>`sum(stray.n)::int`.as('on_days_off')])
    .where('course.term_id', '=', term_id)
    .groupBy('study_group.id')
    .orderBy('study_group.name')
    .execute()

export const findGroup = (db: Db, id: number) =>
  db.selectFrom('study_group').select(['id', 'name']).where('id', '=', id).executeTakeFirst()

/** Journals of the group in the term: who keeps them, hours of the plan, hours in the timetable. */
export const listCourses = (db: Db, study_group_id: number, term_id: number) =>
  db
    .selectFrom('course')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .leftJoin('curriculum_term as plan', (join) =>
      join
        .onRef('plan.curriculum_item_id', '=', 'course.curriculum_item_id')
        .onRef('plan.semester', '=', 'course.semester')
    )
    .select(['course.id', 'curriculum_item.name as subject', 'curriculum_item.kind', 'course.subgroup_id'])
    .select(['subgroup.number as subgroup_number', 'subgroup.division', 'plan.hours_total'])
    .select((eb) => [
      eb
        .selectFrom('timetable_entry')
        .select(sql<number>`coalesce(sum(timetable_entry.hours), 0)::int`.as('n'))
        .whereRef('timetable_entry.course_id', '=', 'course.id')
        .as('dated'),
      eb
        .selectFrom('timetable_correction as gone')
        .select(sql<number>`coalesce(sum(gone.from_hours), 0)::int`.as('n'))
        .whereRef('gone.course_id', '=', 'course.id')
        .where('gone.kind', 'in', ['cancel', 'subject'])
        .where('gone.undone_at', 'is', null)
        .as('cancelled'),
      eb
        .selectFrom('course_teacher')
        .innerJoin('staff_member', 'staff_member.id', 'course_teacher.staff_member_id')
        .innerJoin('person', 'person.id', 'staff_member.person_id')
        .select(sql<string>`coalesce(string_agg(${shortName()}, ', ' order by course_teacher.since), '')`.as('names'))
        .whereRef('course_teacher.course_id', '=', 'course.id')
        .where('course_teacher.until', 'is', null)
        .as('teachers'),
      eb
        .selectFrom('course_teacher')
        .select('course_teacher.staff_member_id')
        .whereRef('course_teacher.course_id', '=', 'course.id')
        .orderBy('course_teacher.since', 'desc')
        .limit(1)
        .as('teacher_id')
    ])
    .where('course.study_group_id', '=', study_group_id)
    .where('course.term_id', '=', term_id)
    .orderBy('curriculum_item.name')
    .orderBy('subgroup.number')
    .execute()

const rules = (db: Db) =>
  db
    .selectFrom('timetable_rule as rule')
    .innerJoin('course', 'course.id', 'rule.course_id')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .leftJoin('room', 'room.id', 'rule.room_id')
    .innerJoin('staff_member', 'staff_member.id', 'rule.staff_member_id')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(['rule.id', 'rule.course_id', 'rule.weekday', 'rule.pair_number', 'rule.hours', 'rule.room_id'])
    .select(['rule.staff_member_id', 'rule.since', 'rule.until', 'rule.is_stream', 'rule.week_numbers'])
    .select(['rule.form', 'rule.is_distant'])
    .select([sql<Rule['weeks']>`rule.weeks`.as('weeks'), shortName().as('teacher')])
    .select(['course.study_group_id', 'course.term_id', 'course.subgroup_id', 'subgroup.division', 'subgroup.number'])
    .select([
      'curriculum_item.kind as item_kind',
      'curriculum_item.name as subject',
      'study_group.name as group_name',
      'room.name as room_name'
    ])

export const findRule = (db: Db, id: number) => rules(db).where('rule.id', '=', id).executeTakeFirst()
export type RuleRow = NonNullable<Awaited<ReturnType<typeof findRule>>>

export const listRules = (db: Db, study_group_id: number, term_id: number) =>
  rules(db)
    .where('course.study_group_id', '=', study_group_id)
    .where('course.term_id', '=', term_id)
    .orderBy('rule.weekday')
    .orderBy('rule.pair_number')
    .orderBy('subgroup.number')
    .orderBy('rule.id')
    .execute()

/** Rules of these groups in the term. */
export const listRulesOf = (db: Db, groups: number[], term_id: number) =>
  rules(db)
    .where('course.study_group_id', '=', sql<number>`any(${groups}::bigint[])`)
    .where('course.term_id', '=', term_id)
    .orderBy('study_group.name')
    .orderBy('rule.weekday')
    .orderBy('rule.pair_number')
    .orderBy('rule.id')
    .execute()

/** Everybody's rules of the term that are in force on the day or later. */
export const listTermRules = (db: Db, term_id: number, day: string) =>
  rules(db)
    .where('course.term_id', '=', term_id)
    .where('rule.until', '>=', day)
    .orderBy('rule.weekday')
    .orderBy('rule.pair_number')
    .orderBy('study_group.name')
    .orderBy('subgroup.number')
    .execute()

/** Everybody's rules of the weekday in the term. */
export const listWeekday = (db: Db, term_id: number, weekday: number) =>
  rules(db).where('course.term_id', '=', term_id).where('rule.weekday', '=', weekday).execute()

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

/** Who keeps the journal on the day. */
export const findKeeper = (db: Db, course_id: number, day: string) =>
  db
    .selectFrom('course_teacher')
    .select('staff_member_id')
    .where('course_id', '=', course_id)
    .where('since', '<=', day)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>=', day)]))
    .orderBy('since', 'desc')
    .limit(1)
    .executeTakeFirst()

/** The person keeps the journal on some of these days. */
export const isKeeper = async (
  db: Db,
  course_id: number,
  staff_member_id: number,
  { since, until }: { since: string; until: string }
) =>
  (await db
    .selectFrom('course_teacher')
    .select('course_id')
    .where('course_id', '=', course_id)
    .where('staff_member_id', '=', staff_member_id)
    .where('since', '<=', until)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>=', since)]))
    .executeTakeFirst()) !== undefined

export const findTeacherName = async (db: Db, id: number): Promise<string> =>
  (
    await db
      .selectFrom('staff_member')
      .innerJoin('person', 'person.id', 'staff_member.person_id')
      .select(shortName().as('name'))
      .where('staff_member.id', '=', id)
      .executeTakeFirst()
  )?.name ?? ''

/** Who changes the timetable waits for others who do, so that two people do not put one teacher in two rooms. */
export const lockTimetable = (trx: Db) => sql`select pg_advisory_xact_lock(hashtext('timetable_import'))`.execute(trx)

const valuesOf = ({ is_confirmed, week_numbers, ...form }: RuleForm) => ({
  ...form,
  week_numbers: form.weeks === 'listed' ? (week_numbers ?? []) : [],
  is_stream: is_confirmed
})

export const addRule = async (trx: Db, form: RuleForm) =>
  (await trx.insertInto('timetable_rule').values(valuesOf(form)).returning('id').executeTakeFirstOrThrow()).id

export const putRule = (trx: Db, id: number, form: RuleForm) =>
  trx.updateTable('timetable_rule').set(valuesOf(form)).where('id', '=', id).execute()

/** The last day of a rule that goes on otherwise. */
export const endRule = (trx: Db, id: number, until: string) =>
  trx.updateTable('timetable_rule').set({ until }).where('id', '=', id).execute()

export const dropRule = (trx: Db, id: number) => trx.deleteFrom('timetable_rule').where('id', '=', id).execute()

/** Who may be put into the timetable, and where. */
export const listStaff = (db: Db, today: string) =>
  db
    .selectFrom('staff_member')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(['staff_member.id', shortName().as('title')])
    .where((eb) => eb.or([eb('dismissed_on', 'is', null), eb('dismissed_on', '>=', today)]))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('course_teacher')
          .select(sql.lit(1).as('one'))
          .whereRef('course_teacher.staff_member_id', '=', 'staff_member.id')
      )
    )
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .execute()

export const listRooms = (db: Db) =>
  db
    .selectFrom('room')
    .select(['id', 'name as title'])
    .orderBy(sql`lpad(coalesce(substring(room.name from '\\d+'), ''), 9, '0')`)
    .orderBy('name')
    .execute()
