import { type Expression, type SqlBool, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Stay } from '../../movement/rules/lines.ts'
import type { Db } from '../../platform/db.ts'
import type { Kin } from '../rules/guardians.ts'
import type { Known } from '../rules/people.ts'
import type { Pupil } from '../rules/pupils.ts'
import type { Member } from '../rules/staff.ts'

const persons = (db: Db) =>
  db
    .selectFrom('person')
    .leftJoin('contact', 'contact.person_id', 'person.id')
    .leftJoin('student', 'student.person_id', 'person.id')
    .leftJoin('staff_member', 'staff_member.person_id', 'person.id')
    .select(['person.id as person_id', 'person.last_name', 'person.first_name', 'person.middle_name'])
    .select((eb) => [
      eb.fn.coalesce('person.sex', sql.lit('')).as('sex'),
      sql<string>`coalesce(${eb.ref('person.born_on')}::text, '')`.as('born_on'),
      eb.fn.coalesce('contact.phone', sql.lit('')).as('phone'),
      eb.fn.coalesce('contact.email', sql.lit('')).as('email')
    ])

const nameOf = sql<string>`translate(lower(concat_ws(' ', person.last_name, person.first_name, nullif(person.middle_name, ''))), 'ё', 'е')`

/** People whose names are among these keys, whatever they are at the college. */
export const listKnown = (db: Db, names: string[]): Promise<Known[]> =>
  persons(db)
    .select(['student.id as student_id', 'staff_member.id as staff_member_id'])
    .select((eb) =>
      eb
        .selectFrom('guardian')
        .innerJoin('student as child', 'child.id', 'guardian.student_id')
        .innerJoin('person as kin', 'kin.id', 'child.person_id')
        .select(
          sql<string>`coalesce(string_agg(concat_ws(' ', kin.last_name, kin.first_name), ', ' order by kin.id), '')`.as(
            'n'
          )
        )
        .whereRef('guardian.person_id', '=', 'person.id')
        .where('guardian.until', 'is', null)
        .as('children')
    )
    .where(sql<SqlBool>`${nameOf} = any(${names}::text[])`)
    .orderBy('person.id')
    .$castTo<Known>()
    .execute()

const staysOf = (db: Db) =>
  jsonArrayFrom(
    db
      .selectFrom('enrolment')
      .leftJoin('movement_order', 'movement_order.id', 'enrolment.until_order_id')
      .select(['enrolment.id', 'enrolment.study_group_id', 'enrolment.since', 'enrolment.until'])
      .select(['movement_order.kind as until_kind', 'enrolment.released_on'])
      .whereRef('enrolment.student_id', '=', 'student.id' as never)
      .orderBy('enrolment.since')
  ).$castTo<Stay[]>()

const guardiansOf = (db: Db) =>
  jsonArrayFrom(
    db
      .selectFrom('guardian')
      .innerJoin('person as kin', 'kin.id', 'guardian.person_id')
      .leftJoin('contact as reach', 'reach.person_id', 'kin.id')
      .select(['guardian.person_id', 'guardian.kinship', 'guardian.until'])
      .select(['kin.last_name', 'kin.first_name', 'kin.middle_name'])
      .select((eb) => [
        eb.fn.coalesce('reach.phone', sql.lit('')).as('phone'),
        eb.fn.coalesce('reach.email', sql.lit('')).as('email')
      ])
      .whereRef('guardian.student_id', '=', 'student.id' as never)
      .orderBy('guardian.until', (order) => order.desc().nullsFirst())
      .orderBy('guardian.since')
      .orderBy('guardian.person_id')
  ).$castTo<Kin[]>()

/** Students within the condition, by surname, with their days in groups and their guardians. */
export const listPupils = (db: Db, today: string, within: Expression<SqlBool>): Promise<Pupil[]> =>
  persons(db)
    .innerJoin('student as pupil', 'pupil.person_id', 'person.id')
    .select(['staff_member.id as staff_member_id', 'pupil.id as student_id', sql<string>`''`.as('children')])
    .select((eb) => [
      eb.fn.coalesce('student.record_number', sql.lit('')).as('record_number'),
      staysOf(db).as('stays'),
      guardiansOf(db).as('guardians'),
      sql<string>`coalesce(${eb
        .selectFrom('enrolment')
        .innerJoin('study_group', 'study_group.id', 'enrolment.study_group_id')
        .select('study_group.name')
        .whereRef('enrolment.student_id', '=', 'student.id')
        .where((on) => on.or([on('enrolment.until', 'is', null), on('enrolment.until', '>=', today)]))
        .orderBy('enrolment.since', 'desc')
        .limit(1)}, '')`.as('group_name')
    ])
    .where(within)
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .orderBy('person.id')
    .$castTo<Pupil>()
    .execute()

/** The whole staff, also those who left, by surname. */
export const listMembers = (db: Db, today: string): Promise<Member[]> =>
  persons(db)
    .innerJoin('staff_member as member', 'member.person_id', 'person.id')
    .leftJoin('department', 'department.id', 'staff_member.department_id')
    .leftJoin('account', 'account.person_id', 'person.id')
    .select(['student.id as student_id', 'member.id as staff_member_id', sql<string>`''`.as('children')])
    .select(['member.post', 'member.work_phone', 'member.work_email'])
    .select((eb) => [
      eb.fn.coalesce('department.name', sql.lit('')).as('department'),
      eb.fn.coalesce('account.login', sql.lit('')).as('login'),
      sql<string>`coalesce(member.hired_on::text, '')`.as('hired_on'),
      sql<boolean>`coalesce(member.dismissed_on < ${today}, false)`.as('is_dismissed')
    ])
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .orderBy('person.id')
    .$castTo<Member>()
    .execute()
