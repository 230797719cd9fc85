// Rules of the timetable.
import { sql } from 'kysely'
import { shortName } from '../../college/queries/names.ts'
import type { Db } from '../../platform/db.ts'
import type { Rule } from '../rules/laying.ts'
import type { RuleForm } from '../rules/rules.ts'

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
