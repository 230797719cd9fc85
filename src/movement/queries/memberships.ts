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

/**
 * Gives the days in subgroups back that the order interrupted. Whoever was put into another subgroup of the division meanwhile
 * goes on in that one.
 */
export async function restoreInterrupted(trx: Db, order_id: number): Promise<void> {
  await trx
    .updateTable('subgroup_member')
    .from([
      'interrupted_membership as kept',
      'subgroup as former',
      'subgroup as present',
      'movement_order_line as line'
    ])
    .set((eb) => ({ until: eb.ref('kept.until') }))
    .where('kept.order_id', '=', order_id)
    .whereRef('line.order_id', '=', 'kept.order_id')
    .whereRef('line.student_id', '=', 'kept.student_id')
    .whereRef('kept.since', '<', 'line.effective_on')
    .whereRef('former.id', '=', 'kept.subgroup_id')
    .whereRef('present.study_group_id', '=', 'former.study_group_id')
    .whereRef('present.division', '=', 'former.division')
    .whereRef('subgroup_member.subgroup_id', '=', 'present.id')
    .whereRef('subgroup_member.student_id', '=', 'kept.student_id')
    .where(sql<SqlBool>`${sql.ref('subgroup_member.until')} = ${sql.ref('line.effective_on')} - 1`)
    .execute()
  await trx
    .insertInto('subgroup_member')
    .columns(['subgroup_id', 'student_id', 'since', 'until'])
    .expression(
      trx
        .selectFrom('interrupted_membership as kept')
        .innerJoin('movement_order_line as line', (join) =>
          join.onRef('line.order_id', '=', 'kept.order_id').onRef('line.student_id', '=', 'kept.student_id')
        )
        .select(['kept.subgroup_id', 'kept.student_id', 'kept.since', 'kept.until'])
        .where('kept.order_id', '=', order_id)
        .whereRef('kept.since', '>=', 'line.effective_on')
    )
    .execute()
  await trx.deleteFrom('interrupted_membership').where('order_id', '=', order_id).execute()
}
