import { type SqlBool, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** Two orders about one student wait for each other. */
export const lockStudents = (trx: Db, ids: number[]) =>
  trx
    .selectFrom('student')
    .select('id')
    .where('id', 'in', [...ids, -1])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()

/** Days of these students in groups, in the order of days. */
export const listStays = (db: Db, students: number[]) =>
  db
    .selectFrom('enrolment')
    .innerJoin('study_group', 'study_group.id', 'enrolment.study_group_id')
    .leftJoin('movement_order', 'movement_order.id', 'enrolment.until_order_id')
    .select('study_group.name as group_name')
    .select(['enrolment.id', 'enrolment.student_id', 'enrolment.study_group_id', 'enrolment.since', 'enrolment.until'])
    .select(['enrolment.since_order_id', 'enrolment.until_order_id', 'movement_order.kind as until_kind'])
    .select(['enrolment.released_on', 'enrolment.released_order_id'])
    .where('enrolment.student_id', 'in', [...students, -1])
    .orderBy('enrolment.since')
    .execute()

/** The same by student. */
export const staysOf = async (db: Db, students: number[]) =>
  Map.groupBy(await listStays(db, students), ({ student_id }) => student_id)

type Day = { id: number; day: string }
const days = (rows: Day[]) =>
  sql<Day>`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`.as<'given'>(sql`given(id bigint, day date)`)

/** Ends stays on these days, each its own last one. */
export const endStays = (trx: Db, until_order_id: number, rows: Day[]) =>
  trx
    .updateTable('enrolment')
    .from(days(rows))
    .set((eb) => ({ until: eb.ref('given.day'), until_order_id }))
    .whereRef('enrolment.id', '=', 'given.id')
    .execute()

/** Expels from an academic leave: the stay ended when the leave began. */
export const releaseStays = (trx: Db, released_order_id: number, rows: Day[]) =>
  trx
    .updateTable('enrolment')
    .from(days(rows))
    .set((eb) => ({ released_on: eb.ref('given.day'), released_order_id }))
    .whereRef('enrolment.id', '=', 'given.id')
    .execute()

type Stay = { student_id: number; study_group_id: number; since: string; since_order_id: number }

/** The students whose days in the group are written; missing are those whose days overlap other days of theirs. */
export async function addStays(trx: Db, stays: Stay[]): Promise<Set<number>> {
  if (stays.length === 0) return new Set()
  const added = await trx
    .insertInto('enrolment')
    .values(stays)
    .onConflict((conflict) => conflict.doNothing())
    .returning('student_id')
    .execute()
  return new Set(added.map(({ student_id }) => student_id))
}

/** Days that the order began are gone, days that it ended go on. */
export async function revertStays(trx: Db, order_id: number): Promise<void> {
  await trx.deleteFrom('enrolment').where('since_order_id', '=', order_id).execute()
  await trx
    .updateTable('enrolment')
    .set({ until: null, until_order_id: null })
    .where('until_order_id', '=', order_id)
    .execute()
  await trx
    .updateTable('enrolment')
    .set({ released_on: null, released_order_id: null })
    .where('released_order_id', '=', order_id)
    .execute()
}

type Renamed = { person_id: number; last_name: string }

export const putLastNames = (trx: Db, rows: Renamed[]) =>
  trx
    .updateTable('person')
    .from(
      sql<Renamed>`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`.as<'given'>(
        sql`given(person_id bigint, last_name text)`
      )
    )
    .set((eb) => ({ last_name: eb.ref('given.last_name') }))
    .whereRef('person.id', '=', 'given.person_id')
    .execute()

/** Students of the order who have marks, absences or results in the journals of the group since it put them there. */
export async function listRecorded(db: Db, order_id: number): Promise<Set<number>> {
  const recorded = await db
    .selectFrom('enrolment')
    .select('enrolment.student_id')
    .where('enrolment.since_order_id', '=', order_id)
    .where((eb) =>
      eb.or([
        eb.exists(inLessons(db)),
        eb.exists(
          db
            .selectFrom('course')
            .innerJoin('term', 'term.id', 'course.term_id')
            .innerJoin('result', 'result.course_id', 'course.id')
            .select(sql.lit(1).as('one'))
            .where(ofEnrolment('course.study_group_id', 'result.student_id'))
            .where(sql<SqlBool>`${sql.ref('term.ends_on')} >= ${sql.ref('enrolment.since')}`)
        )
      ])
    )
    .execute()
  return new Set(recorded.map(({ student_id }) => student_id))
}

/** Whatever stands in cells of lessons. */
const cells = (db: Db) =>
  db
    .selectFrom('mark')
    .select(['mark.lesson_id', 'mark.student_id'])
    .unionAll(db.selectFrom('absence').select(['absence.lesson_id', 'absence.student_id']))
    .as('entry')

const inLessons = (db: Db) =>
  db
    .selectFrom('course')
    .innerJoin('lesson', 'lesson.course_id', 'course.id')
    .innerJoin(cells(db), 'entry.lesson_id', 'lesson.id')
    .select(sql.lit(1).as('one'))
    .where(ofEnrolment('course.study_group_id', 'entry.student_id'))
    .where(sql<SqlBool>`${sql.ref('lesson.held_on')} >= ${sql.ref('enrolment.since')}`)

const ofEnrolment = (group: string, student: string) =>
  sql<SqlBool>`${sql.ref(group)} = ${sql.ref('enrolment.study_group_id')} and ${sql.ref(student)} = ${sql.ref('enrolment.student_id')}`

/** Marks and absences that these students have in their groups from the given days on, by student. */
export async function countLater(db: Db, rows: Day[]): Promise<Map<number, number>> {
  if (rows.length === 0) return new Map()
  const counted = await db
    .selectFrom(days(rows))
    .innerJoin('enrolment', 'enrolment.id', 'given.id')
    .innerJoin('course', 'course.study_group_id', 'enrolment.study_group_id')
    .innerJoin('lesson', (join) =>
      join.onRef('lesson.course_id', '=', 'course.id').onRef('lesson.held_on', '>=', 'given.day')
    )
    .innerJoin(cells(db), (join) =>
      join.onRef('entry.lesson_id', '=', 'lesson.id').onRef('entry.student_id', '=', 'enrolment.student_id')
    )
    .select(['enrolment.student_id', sql<number>`count(*)::int`.as('entries')])
    .groupBy('enrolment.student_id')
    .execute()
  return new Map(counted.map(({ student_id, entries }) => [student_id, entries]))
}
