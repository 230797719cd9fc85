import { sql } from 'kysely'
import { jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../../platform/db.ts'
import type { Interval } from '../../rules/printing.ts'

/** Stays in the group that have a day in the interval, with the orders that began and ended them and the groups around. */
export const listStays = (db: Db, study_group_id: number, { from, to }: Interval) =>
  db
    .selectFrom('enrolment')
    .innerJoin('student', 'student.id', 'enrolment.student_id')
    .innerJoin('person', 'person.id', 'student.person_id')
    .select(['enrolment.student_id', 'enrolment.since', 'enrolment.until', 'student.record_number'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name', 'person.sex'])
    .select([
      orderOf(db, 'enrolment.since_order_id').as('since_order'),
      orderOf(db, 'enrolment.until_order_id').as('until_order'),
      groupBeside(db, sql<boolean>`beside.until = enrolment.since - 1`).as('came_from'),
      groupBeside(db, sql<boolean>`beside.since = enrolment.until + 1`).as('went_to')
    ])
    .where('enrolment.study_group_id', '=', study_group_id)
    .where('enrolment.since', '<=', to)
    .where((eb) => eb.or([eb('enrolment.until', 'is', null), eb('enrolment.until', '>=', from)]))
    .orderBy('enrolment.since')
    .execute()

export type StayRow = Awaited<ReturnType<typeof listStays>>[number]

const orderOf = (db: Db, id: 'enrolment.since_order_id' | 'enrolment.until_order_id') =>
  jsonObjectFrom(
    db
      .selectFrom('movement_order')
      .select(['movement_order.kind', 'movement_order.number', 'movement_order.signed_on'])
      .whereRef('movement_order.id', '=', id as never)
  )

/** The group in which the student was the day before, or is the day after. */
const groupBeside = (db: Db, isBeside: ReturnType<typeof sql<boolean>>) =>
  db
    .selectFrom('enrolment as beside')
    .innerJoin('study_group', 'study_group.id', 'beside.study_group_id')
    .select('study_group.name')
    .whereRef('beside.student_id', '=', 'enrolment.student_id' as never)
    .where(isBeside)
    .limit(1)

/** Who was in which subgroup on some day of the interval. */
export const listSubgroupStays = (db: Db, study_group_id: number, { from, to }: Interval) =>
  db
    .selectFrom('subgroup_member')
    .innerJoin('subgroup', 'subgroup.id', 'subgroup_member.subgroup_id')
    .select(['subgroup_member.subgroup_id', 'subgroup_member.student_id'])
    .select(['subgroup_member.since', 'subgroup_member.until', 'subgroup.division', 'subgroup.number'])
    .where('subgroup.study_group_id', '=', study_group_id)
    .where('subgroup_member.since', '<=', to)
    .where((eb) => eb.or([eb('subgroup_member.until', 'is', null), eb('subgroup_member.until', '>=', from)]))
    .orderBy('subgroup_member.since')
    .orderBy('subgroup.division')
    .execute()

export type SubgroupStay = Awaited<ReturnType<typeof listSubgroupStays>>[number]
