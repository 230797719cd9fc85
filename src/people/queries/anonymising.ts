import { type ExpressionBuilder, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'

export const PAGE_SIZE = 50
const one = sql.lit(1).as('one')

/** Students with the facts on which it depends whether they may lose their names. */
const leavers = (db: Db, today: string) =>
  db
    .selectFrom('student')
    .innerJoin('person', 'person.id', 'student.person_id')
    .select(['student.id', 'student.person_id', 'student.record_number', 'person.anonymised_on'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .select((eb) => [
      lastDay(eb).as('left_on'),
      sql<boolean>`${eb.exists(
        eb
          .selectFrom('enrolment')
          .select(one)
          .whereRef('enrolment.student_id', '=', 'student.id')
          .where((on) => on.or([on('enrolment.until', 'is', null), on('enrolment.until', '>=', today)]))
      )}`.as('is_present'),
      sql<boolean>`${eb.exists(
        eb
          .selectFrom('debt')
          .select(one)
          .whereRef('debt.student_id', '=', 'student.id')
          .where('debt.cleared_on', 'is', null)
      )}`.as('has_debt'),
      sql<boolean>`${eb.exists(
        eb
          .selectFrom('account')
          .select(one)
          .whereRef('account.person_id', '=', 'person.id')
          .where('account.blocked_at', 'is', null)
      )}`.as('has_account'),
      sql<boolean>`${eb.or([
        eb.exists(eb.selectFrom('staff_member').select(one).whereRef('staff_member.person_id', '=', 'person.id')),
        eb.exists(eb.selectFrom('guardian').select(one).whereRef('guardian.person_id', '=', 'person.id'))
      ])}`.as('has_other_role')
    ])

const lastDay = (eb: ExpressionBuilder<DB, 'student'>) =>
  eb
    .selectFrom('enrolment')
    .select((on) => on.fn.max('enrolment.until').as('day'))
    .whereRef('enrolment.student_id', '=', 'student.id')

/** One page of those gone before the day and still by name, the longest gone first, and one row more when there are others. */
export const listLeavers = (db: Db, today: string, before: string, page: number) =>
  leavers(db, today)
    .where('person.anonymised_on', 'is', null)
    .where((eb) => eb(lastDay(eb), '<', before))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('enrolment')
            .select(one)
            .whereRef('enrolment.student_id', '=', 'student.id')
            .where((on) => on.or([on('enrolment.until', 'is', null), on('enrolment.until', '>=', before)]))
        )
      )
    )
    .orderBy('left_on')
    .orderBy('student.id')
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE)
    .execute()

export const findLeaver = (db: Db, today: string, id: number) =>
  leavers(db, today).where('student.id', '=', id).executeTakeFirst()

/** Guardians of the student; `is_sole` when they are here for nobody and nothing else. */
export const listSoleGuardians = (db: Db, student_id: number) =>
  db
    .selectFrom('guardian')
    .innerJoin('person', 'person.id', 'guardian.person_id')
    .select(['guardian.person_id', 'guardian.kinship', 'person.last_name', 'person.first_name', 'person.middle_name'])
    .select((eb) =>
      sql<boolean>`${eb.not(
        eb.or([
          eb.exists(
            eb
              .selectFrom('guardian as other')
              .innerJoin('student as child', 'child.id', 'other.student_id')
              .innerJoin('person as young', 'young.id', 'child.person_id')
              .select(one)
              .whereRef('other.person_id', '=', 'guardian.person_id')
              .where('other.student_id', '!=', student_id)
              .where('young.anonymised_on', 'is', null)
          ),
          eb.exists(
            eb.selectFrom('staff_member').select(one).whereRef('staff_member.person_id', '=', 'guardian.person_id')
          ),
          eb.exists(eb.selectFrom('student as own').select(one).whereRef('own.person_id', '=', 'guardian.person_id'))
        ])
      )}`.as('is_sole')
    )
    .where('guardian.student_id', '=', student_id)
    .orderBy('guardian.person_id')
    .execute()

/** What stays of the student as it is. */
export const countKept = (db: Db, student_id: number) =>
  db
    .selectNoFrom((eb) => [
      count(eb.selectFrom('mark').where('student_id', '=', student_id)).as('marks'),
      count(eb.selectFrom('absence').where('student_id', '=', student_id)).as('absences'),
      count(eb.selectFrom('result').where('student_id', '=', student_id)).as('results'),
      count(eb.selectFrom('movement_order_line').where('student_id', '=', student_id)).as('lines')
    ])
    .executeTakeFirstOrThrow()

// biome-ignore lint/suspicious/noExplicitAny: the same count over tables of different shapes
const count = (rows: any) => rows.select(sql<number>`count(*)::int`.as('n'))
