import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { Given } from '../rules/corrections.ts'

/** The most hours of lessons any journal of the row has, by semesters; 0 for a journal without lessons. */
export async function listGiven(db: Db, curriculum_item_id: number): Promise<Given[]> {
  const courses = await db
    .selectFrom('course')
    .leftJoin('lesson', 'lesson.course_id', 'course.id')
    .select(['course.id', 'course.semester'])
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('lesson.hours'), sql.lit(0)).as('hours'))
    .where('course.curriculum_item_id', '=', curriculum_item_id)
    .groupBy(['course.id', 'course.semester'])
    .execute()
  return courses.map(({ semester, hours }) => ({ semester, hours: Number(hours) }))
}

export const putTitle = (trx: Db, id: number, title: { item_index: string; item_key: string; name: string }) =>
  trx.updateTable('curriculum_item').set(title).where('id', '=', id).execute()
