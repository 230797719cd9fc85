import type { Db } from '../../platform/db.ts'
import { type Category, type Health, NO_HEALTH, type Special } from '../rules/special.ts'

/** Health and social categories of the student; nothing known is an empty record. */
export async function findSpecial(db: Db, student_id: number): Promise<Special> {
  const health = await db
    .selectFrom('health_record')
    .select(['sport_group', 'sport_until', 'disability', 'restrictions'])
    .where('student_id', '=', student_id)
    .executeTakeFirst()
  const categories = await db
    .selectFrom('social_category')
    .select(['category', 'document', 'until'])
    .where('student_id', '=', student_id)
    .orderBy('category')
    .execute()
  return { health: health ?? NO_HEALTH, categories }
}

export const putHealth = (trx: Db, student_id: number, health: Health) =>
  trx
    .insertInto('health_record')
    .values({ student_id, ...health })
    .onConflict((conflict) => conflict.column('student_id').doUpdateSet(health))
    .execute()

/** The student belongs to these categories from now on and to no other. */
export async function putCategories(trx: Db, student_id: number, categories: Category[]): Promise<void> {
  await trx.deleteFrom('social_category').where('student_id', '=', student_id).execute()
  const rows = categories.map((one) => ({ student_id, ...one }))
  if (rows.length > 0) await trx.insertInto('social_category').values(rows).execute()
}
