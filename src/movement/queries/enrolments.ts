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
    .leftJoin('movement_order', 'movement_order.id', 'enrolment.until_order_id')
    .select(['enrolment.id', 'enrolment.student_id', 'enrolment.study_group_id', 'enrolment.since', 'enrolment.until'])
    .select(['enrolment.since_order_id', 'enrolment.until_order_id', 'movement_order.kind as until_kind'])
    .where('enrolment.student_id', 'in', [...students, -1])
    .orderBy('enrolment.since')
    .execute()

export const endStay = (trx: Db, id: number, until: string, until_order_id: number) =>
  trx.updateTable('enrolment').set({ until, until_order_id }).where('id', '=', id).execute()

type Stay = { student_id: number; study_group_id: number; since: string; since_order_id: number }

/** True when the student's days in the group are written; false when they overlap other days of the student. */
export async function addStay(trx: Db, stay: Stay): Promise<boolean> {
  const added = trx
    .insertInto('enrolment')
    .values(stay)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
  return (await added.executeTakeFirst()) !== undefined
}

/** Days that the order began are gone, days that it ended go on. */
export async function revertStays(trx: Db, order_id: number): Promise<void> {
  await trx.deleteFrom('enrolment').where('since_order_id', '=', order_id).execute()
  await trx
    .updateTable('enrolment')
    .set({ until: null, until_order_id: null })
    .where('until_order_id', '=', order_id)
    .execute()
}

export const putLastName = (trx: Db, person_id: number, last_name: string) =>
  trx.updateTable('person').set({ last_name }).where('id', '=', person_id).execute()

/** Students of the order who have marks or absences in lessons of the group since it put them there. */
export async function listRecorded(db: Db, order_id: number): Promise<Set<number>> {
  const recorded = await db
    .selectFrom('enrolment')
    .innerJoin('course', 'course.study_group_id', 'enrolment.study_group_id')
    .innerJoin('lesson', 'lesson.course_id', 'course.id')
    .leftJoin('mark', (join) =>
      join.onRef('mark.lesson_id', '=', 'lesson.id').onRef('mark.student_id', '=', 'enrolment.student_id')
    )
    .leftJoin('absence', (join) =>
      join.onRef('absence.lesson_id', '=', 'lesson.id').onRef('absence.student_id', '=', 'enrolment.student_id')
    )
    .select('enrolment.student_id')
    .distinct()
    .where('enrolment.since_order_id', '=', order_id)
    .whereRef('lesson.held_on', '>=', 'enrolment.since')
    .where((eb) => eb.or([eb('mark.lesson_id', 'is not', null), eb('absence.lesson_id', 'is not', null)]))
    .execute()
  return new Set(recorded.map(({ student_id }) => student_id))
}
