import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { Standing } from '../rules/candidates.ts'

/** Where a student stands now, as a condition on the latest stay `last`. */
const STANDING: Record<Standing, RawBuilder<SqlBool>> = {
  present: sql<SqlBool>`last.id is not null and last.until is null`,
  'on leave': sql<SqlBool>`last.until_kind = 'academic_leave' and last.released_on is null`,
  gone: sql<SqlBool>`last.until is not null and (last.until_kind is distinct from 'academic_leave' or last.released_on is not null)`,
  new: sql<SqlBool>`last.id is null`
}

export type Wanted = { text: string; group_id: number; standings: Standing[] }
export const MOST_CANDIDATES = 300

const lastStay = (db: Db) =>
  db
    .selectFrom('enrolment')
    .innerJoin('study_group', 'study_group.id', 'enrolment.study_group_id')
    .leftJoin('movement_order', 'movement_order.id', 'enrolment.until_order_id')
    .select(['enrolment.id', 'enrolment.study_group_id', 'study_group.name as group_name', 'enrolment.until'])
    .select(['enrolment.released_on', 'movement_order.kind as until_kind'])
    .whereRef('enrolment.student_id', '=', 'student.id' as never)
    .orderBy('enrolment.since', 'desc')
    .limit(1)
    .as('last')

const plain = (text: string) => text.toLowerCase().replaceAll('ё', 'е')

/** Students who may be put into an order and are not in it yet, by name; every word is in the name, the group or the number. */
export function listCandidates(db: Db, order_id: number, { text, group_id, standings }: Wanted) {
  const words = plain(text).split(/\s+/).filter(Boolean)
  const told = sql<string>`translate(lower(concat_ws(' ', ${sql.ref('person.last_name')}, ${sql.ref('person.first_name')},
    ${sql.ref('person.middle_name')}, ${sql.ref('last.group_name')}, ${sql.ref('student.record_number')})), 'ё', 'е')`
  return db
    .selectFrom('student')
    .innerJoin('person', 'person.id', 'student.person_id')
    .leftJoinLateral(
      () => lastStay(db),
      (join) => join.onTrue()
    )
    .select(['student.id', 'person.last_name', 'person.first_name', 'person.middle_name', 'person.born_on'])
    .select(['last.group_name', 'last.until', 'last.until_kind', 'last.released_on'])
    .where((eb) => eb.or(standings.map((standing) => STANDING[standing])))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('movement_order_line as line')
            .select(sql.lit(1).as('one'))
            .where('line.order_id', '=', order_id)
            .whereRef('line.student_id', '=', 'student.id')
        )
      )
    )
    .where((eb) => eb.and(words.map((word) => sql<SqlBool>`${told} like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`)))
    .$if(group_id > 0, (some) => some.where('last.study_group_id', '=', group_id))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .orderBy('student.id')
    .limit(MOST_CANDIDATES)
    .execute()
}
