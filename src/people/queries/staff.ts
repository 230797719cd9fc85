import { type SqlBool, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { StaffCard } from '../rules/staff.ts'

export type StaffSearch = { text: string; department: number; state: string }

const plain = (text: string) => text.toLowerCase().replaceAll('ё', 'е')

/** Everybody who ever worked here, with what attestation, courses and the portfolio are judged by. */
const members = (db: Db) =>
  db
    .selectFrom('staff_member')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .leftJoin('department', 'department.id', 'staff_member.department_id')
    .select(['staff_member.id', 'staff_member.person_id', 'staff_member.post', 'staff_member.hired_on'])
    .select(['staff_member.dismissed_on', 'staff_member.is_pedagogical', 'staff_member.category'])
    .select(['staff_member.category_given_on', 'staff_member.category_until'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .select('department.name as department_name')
    .select((eb) => [
      eb
        .selectFrom('staff_training')
        .select((row) => row.fn.max('staff_training.ends_on').as('day'))
        .whereRef('staff_training.staff_member_id', '=', 'staff_member.id')
        .as('trained_on'),
      eb
        .selectFrom('portfolio_entry')
        .select((row) => row.fn.max('portfolio_entry.changed_on').as('day'))
        .whereRef('portfolio_entry.staff_member_id', '=', 'staff_member.id')
        .as('updated_on')
    ])

/** All members of staff found, by surname; every word is in the name, post or department. */
export function listMembers(db: Db, today: string, { text, department, state }: StaffSearch) {
  const words = plain(text).split(/\s+/).filter(Boolean)
  const told = sql<string>`translate(lower(concat_ws(' ', ${sql.ref('person.last_name')}, ${sql.ref('person.first_name')},
    ${sql.ref('person.middle_name')}, ${sql.ref('staff_member.post')}, ${sql.ref('department.name')})), 'ё', 'е')`
  return members(db)
    .where((eb) => eb.and(words.map((word) => sql<SqlBool>`${told} like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`)))
    .$if(department !== 0, (some) => some.where('staff_member.department_id', '=', department))
    .$if(state === '', (some) =>
      some.where((eb) =>
        eb.or([eb('staff_member.dismissed_on', 'is', null), eb('staff_member.dismissed_on', '>=', today)])
      )
    )
    .$if(state === 'dismissed', (some) => some.where('staff_member.dismissed_on', '<', today))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .orderBy('staff_member.id')
    .execute()
}
export type Member = Awaited<ReturnType<typeof listMembers>>[number]

/** The whole card; undefined when there is none. */
export const findMember = (db: Db, id: number) =>
  members(db)
    .select(['staff_member.department_id', 'staff_member.work_phone', 'staff_member.work_email'])
    .select(['staff_member.employed_since', 'staff_member.teaching_since', 'staff_member.category_order'])
    .select(['person.sex', 'person.born_on'])
    .where('staff_member.id', '=', id)
    .executeTakeFirst()
export type StoredMember = NonNullable<Awaited<ReturnType<typeof findMember>>>

/** Two changes of one card wait for each other. */
export const lockMember = (trx: Db, id: number) =>
  trx.selectFrom('staff_member').select('id').where('id', '=', id).forNoKeyUpdate().execute()

/** Which of these people have a card of the staff: person → card. */
export async function listCards(db: Db, person_ids: number[]): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('staff_member')
    .select(['id', 'person_id'])
    .where('person_id', 'in', [...person_ids, -1])
    .execute()
  return new Map(rows.map(({ id, person_id }) => [person_id, id]))
}

export const listDepartments = (db: Db) => db.selectFrom('department').select(['id', 'name']).orderBy('name').execute()

type Work = Omit<StaffCard, 'last_name' | 'first_name' | 'middle_name' | 'sex' | 'born_on'>

/** An empty field of the form is an unknown value. */
const rowOf = (card: Work) => ({
  ...{ post: card.post, department_id: card.department_id || null, hired_on: card.hired_on || null },
  ...{ is_pedagogical: card.is_pedagogical, work_phone: card.work_phone, work_email: card.work_email },
  ...{ employed_since: card.employed_since || null, teaching_since: card.teaching_since || null },
  ...{ category: card.category || null, category_given_on: card.category_given_on || null },
  ...{ category_until: card.category_until || null, category_order: card.category_order }
})

export async function addMember(trx: Db, person_id: number, card: Work): Promise<number> {
  const added = trx
    .insertInto('staff_member')
    .values({ person_id, ...rowOf(card) })
    .returning('id')
  return (await added.executeTakeFirstOrThrow()).id
}

export const putMember = (trx: Db, id: number, card: Work) =>
  trx.updateTable('staff_member').set(rowOf(card)).where('id', '=', id).execute()

/** The account of a person, if there is one. */
export const findAccountOf = (db: Db, person_id: number) =>
  db.selectFrom('account').select(['id', 'login', 'blocked_at']).where('person_id', '=', person_id).executeTakeFirst()

/** Groups the member curates and gradebooks they keep on that day or later, for the card. */
export const listDuties = (db: Db, staff_member_id: number, today: string) =>
  db
    .selectFrom('curatorship')
    .innerJoin('study_group', 'study_group.id', 'curatorship.study_group_id')
    .select(['study_group.name', 'curatorship.since', 'curatorship.until'])
    .where('curatorship.staff_member_id', '=', staff_member_id)
    .where((eb) => eb.or([eb('curatorship.until', 'is', null), eb('curatorship.until', '>=', today)]))
    .orderBy('study_group.name')
    .execute()
