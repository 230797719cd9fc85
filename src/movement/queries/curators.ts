import type { Db } from '../../platform/db.ts'
import type { Curatorship } from '../rules/curators.ts'

/** Curators of the group, the latest first, with whether their accounts hold the role on that day. */
export const listCurators = (db: Db, study_group_id: number, today: string) =>
  db
    .selectFrom('curatorship')
    .innerJoin('staff_member', 'staff_member.id', 'curatorship.staff_member_id')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .leftJoin('account', 'account.person_id', 'person.id')
    .select(['curatorship.staff_member_id', 'curatorship.since', 'curatorship.until', 'curatorship.order_number'])
    .select(['curatorship.is_second', 'person.last_name', 'person.first_name', 'person.middle_name'])
    .select(['account.id as account_id', 'staff_member.person_id'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('role_grant')
            .select('role_grant.id')
            .whereRef('role_grant.account_id', '=', 'account.id')
            .where('role_grant.role', '=', 'curator')
            .where((on) => on.or([on('role_grant.until', 'is', null), on('role_grant.until', '>=', today)]))
        )
        .as('has_role')
    )
    .where('curatorship.study_group_id', '=', study_group_id)
    .orderBy('curatorship.since', 'desc')
    .orderBy('curatorship.is_second')
    .execute()

/** Everybody who works here on that day, by surname. */
export const listWorking = (db: Db, today: string) =>
  db
    .selectFrom('staff_member')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(['staff_member.id', 'staff_member.post', 'person.last_name', 'person.first_name', 'person.middle_name'])
    .where((eb) => eb.or([eb('dismissed_on', 'is', null), eb('dismissed_on', '>=', today)]))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .execute()

type Row = Curatorship & { study_group_id: number; order_number: string }

export const addCuratorship = (trx: Db, row: Row) => trx.insertInto('curatorship').values(row).execute()

/** One appointment lasts until that day, included. */
export const endCuratorship = (trx: Db, { study_group_id, staff_member_id, since }: Key, until: string) =>
  trx
    .updateTable('curatorship')
    .set({ until })
    .where('study_group_id', '=', study_group_id)
    .where('staff_member_id', '=', staff_member_id)
    .where('since', '=', since)
    .execute()
type Key = { study_group_id: number; staff_member_id: number; since: string }

/** Whoever is the main curator on that day or later is so until the day before. */
export const endMainCurators = (trx: Db, study_group_id: number, day: string, dayBefore: string) =>
  trx
    .updateTable('curatorship')
    .set({ until: dayBefore })
    .where('study_group_id', '=', study_group_id)
    .where('is_second', '=', false)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>=', day)]))
    .execute()
