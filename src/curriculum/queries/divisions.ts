import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../platform/db.ts'
import type { Membership } from '../rules/divisions.ts'

/** Subgroups of the group, by divisions, with how many are in each on that day. */
export const listSubgroups = (db: Db, study_group_id: number, day: string) =>
  db
    .selectFrom('subgroup')
    .select(['subgroup.id', 'subgroup.division', 'subgroup.number'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('subgroup_member')
          .select('subgroup_member.student_id')
          .whereRef('subgroup_member.subgroup_id', '=', 'subgroup.id')
          .where('subgroup_member.since', '<=', day)
          .where((on) => on.or([on('subgroup_member.until', 'is', null), on('subgroup_member.until', '>=', day)]))
      ).as('members')
    )
    .where('subgroup.study_group_id', '=', study_group_id)
    .orderBy('subgroup.division')
    .orderBy('subgroup.number')
    .execute()

/** Who is in the group on that day, in the order of names. */
export const listEnrolled = (db: Db, study_group_id: number, day: string) =>
  db
    .selectFrom('enrolment')
    .innerJoin('student', 'student.id', 'enrolment.student_id')
    .innerJoin('person', 'person.id', 'student.person_id')
    .select(['student.id', 'person.last_name', 'person.first_name', 'person.middle_name'])
    .where('enrolment.study_group_id', '=', study_group_id)
    .where('enrolment.since', '<=', day)
    .where((eb) => eb.or([eb('enrolment.until', 'is', null), eb('enrolment.until', '>=', day)]))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .orderBy('student.id')
    .execute()

/** Who was in which subgroup of the division from that day on. */
export const listMemberships = (db: Db, study_group_id: number, division: string, day: string): Promise<Membership[]> =>
  db
    .selectFrom('subgroup_member')
    .innerJoin('subgroup', 'subgroup.id', 'subgroup_member.subgroup_id')
    .select(['subgroup_member.subgroup_id', 'subgroup_member.student_id'])
    .select(['subgroup_member.since', 'subgroup_member.until'])
    .where('subgroup.study_group_id', '=', study_group_id)
    .where('subgroup.division', '=', division)
    .where((eb) => eb.or([eb('subgroup_member.until', 'is', null), eb('subgroup_member.until', '>=', day)]))
    .execute()

/** The subgroups of the division by their numbers, those that were missing added. */
export async function ensureSubgroups(trx: Db, study_group_id: number, division: string, numbers: number[]) {
  await trx
    .insertInto('subgroup')
    .values(numbers.map((number) => ({ study_group_id, division, number })))
    .onConflict((conflict) => conflict.columns(['study_group_id', 'division', 'number']).doNothing())
    .execute()
  const rows = await trx
    .selectFrom('subgroup')
    .select(['id', 'number'])
    .where('study_group_id', '=', study_group_id)
    .where('division', '=', division)
    .execute()
  return new Map(rows.map(({ id, number }) => [number, id]))
}

/** Takes these students out of the subgroups from that day on. */
export async function endMemberships(trx: Db, ended: Membership[], since: string, dayBefore: string): Promise<void> {
  const subgroups = [...new Set(ended.map(({ subgroup_id }) => subgroup_id)), -1]
  const students = [...new Set(ended.map(({ student_id }) => student_id)), -1]
  await trx
    .deleteFrom('subgroup_member')
    .where('subgroup_id', 'in', subgroups)
    .where('student_id', 'in', students)
    .where('since', '>=', since)
    .execute()
  await trx
    .updateTable('subgroup_member')
    .set({ until: dayBefore })
    .where('subgroup_id', 'in', subgroups)
    .where('student_id', 'in', students)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>=', since)]))
    .execute()
}

export async function addMemberships(trx: Db, rows: { subgroup_id: number; student_id: number; since: string }[]) {
  if (rows.length > 0) await trx.insertInto('subgroup_member').values(rows).execute()
}
