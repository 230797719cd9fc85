// Whose timetable may be asked for.
import { sql } from 'kysely'
import { type Actor, scopesOf } from '../../access/actor.ts'
import { shortName } from '../../college/queries/names.ts'
import type { Db } from '../../platform/db.ts'

export type Choice = { kind: string; id: number; title: string }

/** Groups that study, teachers with lessons of their own around the day or in place of others, rooms: each with what the select calls it. */
export const listChoices = (db: Db, day: string): Promise<Choice[]> =>
  db
    .selectFrom(groups(db, day).unionAll(teachers(db, day)).unionAll(rooms(db)).as('choice'))
    .select(['choice.kind', 'choice.id', 'choice.title'])
    .orderBy('choice.kind')
    .orderBy(sql`choice.place collate "ru-x-icu"`)
    .execute()

const groups = (db: Db, day: string) =>
  db
    .selectFrom('study_group')
    .select([sql<string>`'group'`.as('kind'), 'id', sql<string>`name`.as('title'), sql<string>`name`.as('place')])
    .where((eb) => eb.or([eb('disbanded_on', 'is', null), eb('disbanded_on', '>=', day)]))

const teachers = (db: Db, day: string) =>
  db
    .selectFrom('staff_member')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select([sql<string>`'staff'`.as('kind'), 'staff_member.id', shortName().as('title')])
    .select(sql<string>`person.last_name || person.first_name`.as('place'))
    .where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('timetable_entry')
            .select(sql.lit(1).as('one'))
            .whereRef('timetable_entry.staff_member_id', '=', 'staff_member.id')
            .where('held_on', '>=', sql<string>`${day}::date - 180`)
        ),
        eb.exists(
          eb
            .selectFrom('substitution')
            .select(sql.lit(1).as('one'))
            .whereRef('substitution.staff_member_id', '=', 'staff_member.id')
        )
      ])
    )

/** «2-101» after «2-12»: numbers inside names are numbers. */
const rooms = (db: Db) =>
  db
    .selectFrom('room')
    .select([sql<string>`'room'`.as('kind'), 'id', 'name as title'])
    .select(sql<string>`building || lpad(coalesce(substring(name from '\\d+'), ''), 9, '0') || name`.as('place'))

/** Groups whose timetable a student or a parent sees: the own one, those of the children. */
export async function listOwnGroups(db: Db, actor: Actor, today: string): Promise<Choice[]> {
  const scopes = scopesOf(actor, 'timetable: read')
  const me = scopes.includes('self') ? (actor.student_id ?? -1) : -1
  const guardian = scopes.includes('child') ? (actor.person_id ?? -1) : -1
  return db
    .selectFrom('study_group')
    .select([sql<string>`'group'`.as('kind'), 'study_group.id', sql<string>`study_group.name`.as('title')])
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('enrolment')
          .select(sql.lit(1).as('one'))
          .whereRef('enrolment.study_group_id', '=', 'study_group.id')
          .where('enrolment.since', '<=', today)
          .where((one) => one.or([one('enrolment.until', 'is', null), one('enrolment.until', '>=', today)]))
          .where((one) => one.or([one('enrolment.student_id', '=', me), isChild(db, guardian, today)]))
      )
    )
    .orderBy('study_group.name')
    .execute()
}

const isChild = (db: Db, person_id: number, today: string) =>
  sql<boolean>`exists (${db
    .selectFrom('guardian')
    .select(sql.lit(1).as('one'))
    .whereRef('guardian.student_id', '=', 'enrolment.student_id' as never)
    .where('guardian.person_id', '=', person_id)
    .where('guardian.since', '<=', today)
    .where((eb) => eb.or([eb('guardian.until', 'is', null), eb('guardian.until', '>=', today)]))})`
