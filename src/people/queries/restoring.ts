import { sql } from 'kysely'
import { ROLES, type Role } from '../../access/rights.ts'
import type { Db } from '../../platform/db.ts'
import type { Ended } from '../rules/dismissal.ts'

type Grant = Ended['grants'][number]

/** Groups, gradebooks and roles that somebody holds by now, in words: what the dismissal ended is not free any more. */
export async function listTaken(db: Db, staff_member_id: number, day: string, ended: Ended): Promise<string[]> {
  const groups = await db
    .selectFrom('curatorship')
    .innerJoin('study_group', 'study_group.id', 'curatorship.study_group_id')
    .select('study_group.name')
    .distinct()
    .where('curatorship.study_group_id', 'in', [...ended.curatorships.map((one) => one.study_group_id), -1])
    .where('curatorship.staff_member_id', '!=', staff_member_id)
    .where('curatorship.since', '>', day)
    .execute()
  const courses = await db
    .selectFrom('course_teacher')
    .innerJoin('course', 'course.id', 'course_teacher.course_id')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .select(['study_group.name as group_name', 'curriculum_item.name'])
    .distinct()
    .where('course_teacher.course_id', 'in', [...ended.courses.map((one) => one.course_id), -1])
    .where('course_teacher.staff_member_id', '!=', staff_member_id)
    .where('course_teacher.since', '>', day)
    .execute()
  const roles = await db
    .selectFrom('role_grant')
    .innerJoin('role_grant as before', (join) =>
      join.onRef('before.account_id', '=', 'role_grant.account_id').onRef('before.role', '=', 'role_grant.role')
    )
    .select('role_grant.role')
    .distinct()
    .where('before.id', 'in', [...ended.grants.map(({ id }) => id), -1])
    .where('role_grant.id', 'not in', [...ended.grants.map(({ id }) => id), -1])
    .where('role_grant.since', '>', day)
    .$narrowType<{ role: Role }>()
    .execute()
  return [
    ...groups.map(({ name }) => `у группы ${name} другой куратор`),
    ...courses.map(({ group_name, name }) => `журнал «${name}» группы ${group_name} ведёт другой преподаватель`),
    ...roles.map(({ role }) => `роль «${ROLES[role]}» назначена заново`)
  ]
}

/** Puts back what a dismissal ended, as it was before. */
export async function restoreDuties(trx: Db, staff_member_id: number, ended: Ended): Promise<void> {
  const mine = <Row>(rows: Row[]) => rows.map((row) => ({ ...row, staff_member_id }))
  if (ended.curatorships.length > 0)
    await trx
      .insertInto('curatorship')
      .values(mine(ended.curatorships))
      .onConflict((conflict) =>
        conflict
          .columns(['study_group_id', 'staff_member_id', 'since'])
          .doUpdateSet((eb) => ({ until: eb.ref('excluded.until') }))
      )
      .execute()
  if (ended.courses.length > 0)
    await trx
      .insertInto('course_teacher')
      .values(mine(ended.courses))
      .onConflict((conflict) =>
        conflict
          .columns(['course_id', 'staff_member_id', 'since'])
          .doUpdateSet((eb) => ({ until: eb.ref('excluded.until') }))
      )
      .execute()
  if (ended.grants.length > 0)
    await trx
      .updateTable('role_grant')
      .from(
        sql<Grant>`jsonb_to_recordset(${JSON.stringify(ended.grants)}::jsonb)`.as<'held'>(
          sql.raw('held(id bigint, since date, until date)')
        )
      )
      .set((eb) => ({ since: eb.ref('held.since'), until: eb.ref('held.until') }))
      .whereRef('role_grant.id', '=', 'held.id')
      .execute()
}
