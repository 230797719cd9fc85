import { type Expression, type SqlBool, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

const plain = (text: Expression<string>) => sql<string>`translate(lower(${text}), 'ё', 'е')`

const persons = (db: Db) =>
  db
    .selectFrom('person')
    .leftJoin('student', 'student.person_id', 'person.id')
    .select(['person.id', 'person.last_name', 'person.first_name', 'person.middle_name', 'person.born_on'])
    .select((eb) => [
      'student.id as student_id',
      eb
        .exists(
          eb
            .selectFrom('staff_member')
            .select(sql.lit(1).as('one'))
            .whereRef('staff_member.person_id', '=', 'person.id')
        )
        .as('is_staff'),
      eb
        .selectFrom('guardian')
        .innerJoin('student as child', 'child.id', 'guardian.student_id')
        .innerJoin('person as kin', 'kin.id', 'child.person_id')
        .select(sql<string>`string_agg(concat_ws(' ', kin.last_name, kin.first_name), ', ')`.as('names'))
        .whereRef('guardian.person_id', '=', 'person.id')
        .as('children')
    ])
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .orderBy('person.id')
    .limit(20)

type Name = { last_name: string; first_name: string; middle_name: string }

/** People of the same surname and name, whose patronymic is the same or unknown; or born on that day with the same surname or name. */
export function listNamesakes(db: Db, { last_name, first_name, middle_name }: Name, born_on: string | null) {
  return persons(db)
    .where((eb) => {
      const same = (column: 'person.last_name' | 'person.first_name' | 'person.middle_name', value: string) =>
        sql<SqlBool>`${plain(eb.ref(column))} = ${plain(eb.val(value))}`
      const [last, first] = [same('person.last_name', last_name), same('person.first_name', first_name)]
      const middle =
        middle_name === '' ? [] : [eb.or([eb('person.middle_name', '=', ''), same('person.middle_name', middle_name)])]
      const named = eb.and([last, first, ...middle])
      if (!born_on) return named
      return eb.or([named, eb.and([eb('person.born_on', '=', born_on), eb.or([last, first])])])
    })
    .execute()
}

/** People whose name has every word; at most twenty. */
export function listPersons(db: Db, text: string) {
  const words = text.split(/\s+/).filter(Boolean)
  return persons(db)
    .where((eb) => {
      const name = plain(
        sql<string>`concat_ws(' ', ${eb.ref('person.last_name')}, ${eb.ref('person.first_name')}, ${eb.ref('person.middle_name')})`
      )
      const patterns = words.map(
        (word) =>
          `%${word
            .toLowerCase()
            .replaceAll('ё', 'е')
            .replace(/[\\%_]/g, '\\$&')}%`
      )
      return eb.and(patterns.map((pattern) => sql<SqlBool>`${name} like ${pattern}`))
    })
    .execute()
}

export const findPerson = (db: Db, id: number) => persons(db).where('person.id', '=', id).executeTakeFirst()

/** Deeds on the same people wait for each other. */
export const lockPersons = (trx: Db, ids: number[]) =>
  trx
    .selectFrom('person')
    .select('id')
    .where('id', 'in', [...ids, -1])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
