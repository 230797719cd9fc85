import { type SqlBool, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Doer } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'
import type { Db } from '../../platform/db.ts'
import { presentGroup } from './present.ts'
import { studentInSight } from './sight.ts'

export const PAGE_SIZE = 50
export type Search = { text: string; page: number; present: boolean }

const students = (db: Db, actor: Doer, right: Right, today: string) =>
  db
    .selectFrom('student')
    .innerJoin('person', 'person.id', 'student.person_id')
    .leftJoinLateral(presentGroup(today), (join) => join.onTrue())
    .where(studentInSight(db, actor, right, today))

const plain = (text: string) => text.toLowerCase().replaceAll('ё', 'е')

/** One page of students in sight by surname, and one row more when there are others; every word is in the name, group or number. */
export function listStudents(db: Db, actor: Doer, right: Right, today: string, { text, page, present }: Search) {
  const words = plain(text).split(/\s+/).filter(Boolean)
  const told = sql<string>`translate(lower(concat_ws(' ', ${sql.ref('person.last_name')}, ${sql.ref('person.first_name')},
    ${sql.ref('person.middle_name')}, ${sql.ref('present.group_name')}, ${sql.ref('student.record_number')})), 'ё', 'е')`
  return students(db, actor, right, today)
    .select(['student.id', 'student.person_id', 'student.record_number', 'present.group_id', 'present.group_name'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name', 'person.born_on'])
    .where((eb) => eb.and(words.map((word) => sql<SqlBool>`${told} like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`)))
    .$if(present, (some) => some.where('present.group_id', 'is not', null))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .orderBy('student.id')
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE)
    .execute()
}

/** The card of a student in sight; undefined when there is none. */
export const findStudent = (db: Db, actor: Doer, right: Right, today: string, id: number) =>
  students(db, actor, right, today)
    .select(['student.id', 'student.person_id', 'student.record_number', 'present.group_id', 'present.group_name'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name', 'person.sex', 'person.born_on'])
    .where('student.id', '=', id)
    .executeTakeFirst()

/** Two changes of one card wait for each other. */
export const lockStudent = (trx: Db, id: number) =>
  trx.selectFrom('student').select('id').where('id', '=', id).forNoKeyUpdate().executeTakeFirst()

/** Groups the student was in, the latest first, with the orders of coming and leaving. */
export const listStays = (db: Db, student_id: number) =>
  db
    .selectFrom('enrolment')
    .innerJoin('study_group', 'study_group.id', 'enrolment.study_group_id')
    .select(['enrolment.id', 'enrolment.since', 'enrolment.until', 'study_group.name as group_name'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('movement_order')
          .select(['movement_order.id', 'movement_order.kind', 'movement_order.number', 'movement_order.signed_on'])
          .where((on) =>
            on.or([
              on('movement_order.id', '=', on.ref('enrolment.since_order_id')),
              on('movement_order.id', '=', on.ref('enrolment.until_order_id'))
            ])
          )
          .orderBy('movement_order.signed_on')
          .orderBy('movement_order.id')
      ).as('orders')
    )
    .where('enrolment.student_id', '=', student_id)
    .orderBy('enrolment.since', 'desc')
    .execute()

type PersonCard = {
  last_name: string
  first_name: string
  middle_name: string
  sex: string | null
  born_on: string | null
}

export async function addPerson(trx: Db, person: PersonCard): Promise<number> {
  return (await trx.insertInto('person').values(person).returning('id').executeTakeFirstOrThrow()).id
}

export const putPerson = (trx: Db, id: number, person: PersonCard) =>
  trx.updateTable('person').set(person).where('id', '=', id).execute()

export async function addStudent(trx: Db, person_id: number, record_number: string | null): Promise<number> {
  const added = trx.insertInto('student').values({ person_id, record_number }).returning('id')
  return (await added.executeTakeFirstOrThrow()).id
}

export const putRecordNumber = (trx: Db, id: number, record_number: string | null) =>
  trx.updateTable('student').set({ record_number }).where('id', '=', id).execute()

/** Another student who has this number in the register. */
export const findByRecordNumber = (db: Db, record_number: string, except: number) =>
  db
    .selectFrom('student')
    .select('id')
    .where('record_number', '=', record_number)
    .where('id', '!=', except)
    .executeTakeFirst()
