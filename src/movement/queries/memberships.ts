import { type SqlBool, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** Days in subgroups that stretch beyond those in the group which the order ended, kept as they were for taking the order back. */
export const keepInterrupted = (trx: Db, order_id: number) =>
  trx
    .insertInto('interrupted_membership')
    .columns(['order_id', 'subgroup_id', 'student_id', 'since', 'until'])
    .expression(
      trx
        .selectFrom('enrolment')
        .innerJoin('subgroup', 'subgroup.study_group_id', 'enrolment.study_group_id')
        .innerJoin('subgroup_member', (join) =>
          join
            .onRef('subgroup_member.subgroup_id', '=', 'subgroup.id')
            .onRef('subgroup_member.student_id', '=', 'enrolment.student_id')
        )
        .select(['enrolment.until_order_id', 'subgroup_member.subgroup_id', 'subgroup_member.student_id'])
        .select(['subgroup_member.since', 'subgroup_member.until'])
        .where('enrolment.until_order_id', '=', order_id)
        .where(
          sql<SqlBool>`coalesce(${sql.ref('subgroup_member.until')}, 'infinity') > ${sql.ref('enrolment.until')}`
        ) as never
    )
    .execute()

/** Ends them with the stay in the group; those that were to begin later are gone. */
export async function endInterrupted(trx: Db, order_id: number): Promise<void> {
  await trx
    .deleteFrom('subgroup_member')
    .using(['interrupted_membership as kept', 'enrolment'])
    .where(isKept(order_id))
    .where(sql<SqlBool>`${sql.ref('enrolment.until_order_id')} = ${order_id}`)
    .whereRef('enrolment.student_id', '=', 'subgroup_member.student_id')
    .whereRef('subgroup_member.since', '>', 'enrolment.until')
    .execute()
  await trx
    .updateTable('subgroup_member')
    .from(['interrupted_membership as kept', 'enrolment'])
    .set((eb) => ({ until: eb.ref('enrolment.until') }))
    .where(isKept(order_id))
    .where(sql<SqlBool>`${sql.ref('enrolment.until_order_id')} = ${order_id}`)
    .whereRef('enrolment.student_id', '=', 'subgroup_member.student_id')
    .execute()
}

const isKept = (order_id: number) =>
  sql<SqlBool>`${sql.ref('kept.order_id')} = ${order_id} and ${sql.ref('kept.subgroup_id')} = ${sql.ref('subgroup_member.subgroup_id')}
    and ${sql.ref('kept.student_id')} = ${sql.ref('subgroup_member.student_id')} and ${sql.ref('kept.since')} = ${sql.ref('subgroup_member.since')}`

/** Takes those whom the order brought out of the subgroups of the group they came into; call it before their stays are gone. */
export const dropBegun = (trx: Db, order_id: number) =>
  trx
    .deleteFrom('subgroup_member')
    .using(['enrolment', 'subgroup'])
    .where('enrolment.since_order_id', '=', order_id)
    .whereRef('subgroup.study_group_id', '=', 'enrolment.study_group_id')
    .whereRef('subgroup_member.subgroup_id', '=', 'subgroup.id')
    .whereRef('subgroup_member.student_id', '=', 'enrolment.student_id')
    .whereRef('subgroup_member.since', '>=', 'enrolment.since')
    .returning(['subgroup_member.subgroup_id', 'subgroup_member.student_id', 'subgroup_member.since'])
    .execute()

/** Gives the days in subgroups back that the order interrupted. */
export async function restoreInterrupted(trx: Db, order_id: number): Promise<void> {
  await trx
    .insertInto('subgroup_member')
    .columns(['subgroup_id', 'student_id', 'since', 'until'])
    .expression(
      trx
        .selectFrom('interrupted_membership')
        .select(['subgroup_id', 'student_id', 'since', 'until'])
        .where('order_id', '=', order_id)
    )
    .onConflict((conflict) =>
      conflict
        .columns(['subgroup_id', 'student_id', 'since'])
        .doUpdateSet((eb) => ({ until: eb.ref('excluded.until') }))
    )
    .execute()
  await trx.deleteFrom('interrupted_membership').where('order_id', '=', order_id).execute()
}
