import { type SqlBool, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Actor } from '../../access/actor.ts'
import { groupInSight } from '../../access/sight.ts'
import type { Db } from '../../platform/db.ts'
import { semesterOf } from '../rules/load.ts'

export type Term = { id: number; half: number; starts_on: string; ends_on: string; year_starts_on: string }

/** Groups whose load and subgroups this person keeps: the one asked for, or with 0 all of them. */
export const listKept = (db: Db, actor: Actor, today: string, id: number) =>
  db
    .selectFrom('study_group')
    .select(['study_group.id', 'study_group.name', 'study_group.entry_year'])
    .where('study_group.disbanded_on', 'is', null)
    .where(groupInSight(db, actor, 'load: write', today))
    .where(groupInSight(db, actor, 'subgroups: write', today))
    .$if(id !== 0, (all) => all.where('study_group.id', '=', id))
    .orderBy('study_group.name')
    .execute()

/** Gradebooks of the groups in both terms with their teachers; `is_taught` says whether the row is taught in the second one. */
export const listCoursesAround = (db: Db, groups: number[], from: Term, to: Term) =>
  db
    .selectFrom('course')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item as item', 'item.id', 'course.curriculum_item_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .select(['course.study_group_id', 'course.term_id', 'course.curriculum_item_id', 'course.subgroup_id'])
    .select(['item.item_index', 'item.name', 'subgroup.division', 'subgroup.number'])
    .select((eb) => [
      sql<boolean>`exists (${isTaught(db, to)})`.as('is_taught'),
      jsonArrayFrom(
        eb
          .selectFrom('course_teacher')
          .innerJoin('staff_member', 'staff_member.id', 'course_teacher.staff_member_id')
          .innerJoin('person', 'person.id', 'staff_member.person_id')
          .select(['course_teacher.staff_member_id', 'course_teacher.until', 'staff_member.dismissed_on'])
          .select(['person.last_name', 'person.first_name', 'person.middle_name'])
          .whereRef('course_teacher.course_id', '=', 'course.id')
          .orderBy('course_teacher.since')
      ).as('teachers')
    ])
    .where('course.study_group_id', 'in', [...groups, -1])
    .where('course.term_id', 'in', [from.id, to.id])
    .orderBy('item.position')
    .orderBy('subgroup.division')
    .orderBy('subgroup.number')
    .execute()

export type CourseRow = Awaited<ReturnType<typeof listCoursesAround>>[number]

const isTaught = (db: Db, to: Term) =>
  db
    .selectFrom('curriculum_term')
    .select(sql.lit(1).as('one'))
    .whereRef('curriculum_term.curriculum_item_id', '=', 'item.id' as never)
    .whereRef('item.curriculum_id' as never, '=', 'study_group.curriculum_id' as never)
    .where(sql<SqlBool>`item.dropped_at is null and ${sql.ref('curriculum_term.semester')} =
      ${semesterOf(0, to.year_starts_on, to.half)} - 2 * study_group.entry_year`)

/** First and last days of both terms as they are for each of the groups. */
export const listDates = (db: Db, groups: number[], terms: number[]) =>
  db
    .selectFrom('term_of_group')
    .select(['study_group_id', 'term_id', 'starts_on', 'ends_on'])
    .$narrowType<{ study_group_id: number; term_id: number; starts_on: string; ends_on: string }>()
    .where('study_group_id', 'in', [...groups, -1])
    .where('term_id', 'in', terms)
    .execute()

/** Days in subgroups that end in the term or after it. */
export const listSpells = (db: Db, groups: number[], term_id: number) =>
  db
    .selectFrom('subgroup_member')
    .innerJoin('subgroup', 'subgroup.id', 'subgroup_member.subgroup_id')
    .innerJoin('term_of_group as dates', 'dates.study_group_id', 'subgroup.study_group_id')
    .innerJoin('student', 'student.id', 'subgroup_member.student_id')
    .innerJoin('person', 'person.id', 'student.person_id')
    .select(['subgroup.study_group_id', 'subgroup.division', 'subgroup.number', 'subgroup_member.subgroup_id'])
    .select(['subgroup_member.student_id', 'subgroup_member.since', 'subgroup_member.until'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .where('subgroup.study_group_id', 'in', [...groups, -1])
    .where('dates.term_id', '=', term_id)
    .where((eb) =>
      eb.or([eb('subgroup_member.until', 'is', null), eb('subgroup_member.until', '>=', eb.ref('dates.starts_on'))])
    )
    .orderBy('subgroup.division')
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('subgroup_member.since')
    .execute()

export type SpellRow = Awaited<ReturnType<typeof listSpells>>[number]

/** Who is in the groups on the first day of the term and until when. */
export const listStaying = (db: Db, groups: number[], term_id: number) =>
  db
    .selectFrom('enrolment')
    .innerJoin('term_of_group as dates', 'dates.study_group_id', 'enrolment.study_group_id')
    .innerJoin('student', 'student.id', 'enrolment.student_id')
    .innerJoin('person', 'person.id', 'student.person_id')
    .select(['enrolment.study_group_id', 'enrolment.student_id', 'enrolment.since', 'enrolment.until'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .where('enrolment.study_group_id', 'in', [...groups, -1])
    .where('dates.term_id', '=', term_id)
    .whereRef('enrolment.since', '<=', 'dates.starts_on')
    .where((eb) => eb.or([eb('enrolment.until', 'is', null), eb('enrolment.until', '>=', eb.ref('dates.starts_on'))]))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .execute()

export type StayRow = Awaited<ReturnType<typeof listStaying>>[number]

type Page = {
  study_group_id: number
  term_id: number
  semester: number
  curriculum_item_id: number
  subgroup_id: number
}

/** Opens the gradebooks; answers with their numbers beside what they are of. */
export const addPages = (trx: Db, rows: Page[]) =>
  trx
    .insertInto('course')
    .values(rows)
    .returning(['id', 'study_group_id', 'curriculum_item_id', 'subgroup_id'])
    .execute()

type Member = { subgroup_id: number; student_id: number; since: string; until: string | null }

/** Adds the days; those that begin where there already are some only end otherwise. */
export const extendMemberships = (trx: Db, rows: Member[]) =>
  trx
    .insertInto('subgroup_member')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['subgroup_id', 'student_id', 'since'])
        .doUpdateSet((eb) => ({ until: eb.ref('excluded.until') }))
    )
    .execute()
