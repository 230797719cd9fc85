// Teachers whom a file named by the surname: their cards wait for the rest of the name.
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

const MOST = 300

/** Everybody who works here and has no given name but a letter, with how many lessons of the timetable wait for them. */
export const listNameless = (db: Db, today: string) =>
  db
    .selectFrom('staff_member')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(['staff_member.id', 'staff_member.post', 'person.last_name', 'person.first_name', 'person.middle_name'])
    .select((eb) => [
      eb
        .selectFrom('timetable_entry')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('timetable_entry.staff_member_id', '=', 'staff_member.id')
        .as('lessons')
    ])
    .where((eb) => eb.or([eb('dismissed_on', 'is', null), eb('dismissed_on', '>=', today)]))
    .where(sql<boolean>`length(translate(person.first_name, '.—- ', '')) < 2`)
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .limit(MOST)
    .execute()
