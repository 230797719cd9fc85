import { sql } from 'kysely'
import type { Doer } from '../../access/actor.ts'
import type { Db } from '../../platform/db.ts'
import { lineInSight } from './sight.ts'

const lines = (db: Db) =>
  db
    .selectFrom('movement_order_line')
    .innerJoin('student', 'student.id', 'movement_order_line.student_id')
    .innerJoin('person', 'person.id', 'student.person_id')
    .leftJoin('study_group', 'study_group.id', 'movement_order_line.study_group_id')
    .leftJoin('study_group as from_group', 'from_group.id', 'movement_order_line.from_group_id')
    .select(['movement_order_line.id', 'movement_order_line.student_id', 'student.person_id'])
    .select(['person.last_name as present_last_name', 'person.first_name', 'person.middle_name'])
    .select(['movement_order_line.study_group_id', 'study_group.name as group_name', 'study_group.disbanded_on'])
    .select('movement_order_line.from_group_id')
    .select((eb) => eb.fn.coalesce(nameBefore(db), 'from_group.name').as('from_group_name'))
    .select(['movement_order_line.effective_on', 'movement_order_line.until_on', 'movement_order_line.reason'])
    .select(['movement_order_line.last_name', 'movement_order_line.previous_last_name'])
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .orderBy('movement_order_line.id')

/** What the group that is left was called on the eve: names change with the course on that very day. */
const nameBefore = (db: Db) =>
  db
    .selectFrom('study_group_name')
    .select('study_group_name.name')
    .whereRef('study_group_name.study_group_id', '=', 'movement_order_line.from_group_id' as never)
    .whereRef('study_group_name.since', '<', 'movement_order_line.effective_on' as never)
    .orderBy('study_group_name.since', 'desc')
    .limit(1)

/** Every line of the order, for the deeds on it. */
export const listLines = (db: Db, order_id: number) =>
  lines(db).where('movement_order_line.order_id', '=', order_id).execute()
export type OrderLine = Awaited<ReturnType<typeof listLines>>[number]

/** The lines of the order this person may read. */
export const listLinesInSight = (db: Db, actor: Doer, today: string, order_id: number) =>
  lines(db)
    .where('movement_order_line.order_id', '=', order_id)
    .where(lineInSight(db, actor, today))
    .execute()

export type NewLine = {
  order_id: number
  student_id: number
  study_group_id: number | null
  effective_on: string
  until_on: string | null
  reason: string
  last_name: string | null
}

/** Adds those lines whose students are not in the order yet; answers with the students added. */
export async function addLines(trx: Db, rows: NewLine[]): Promise<number[]> {
  const added = await trx
    .insertInto('movement_order_line')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['order_id', 'student_id']).doNothing())
    .returning('student_id')
    .execute()
  return added.map(({ student_id }) => student_id)
}

export const dropLine = (trx: Db, order_id: number, id: number) =>
  trx
    .deleteFrom('movement_order_line')
    .where('order_id', '=', order_id)
    .where('id', '=', id)
    .returning('student_id')
    .executeTakeFirst()

type Applied = { id: number; from_group_id: number | null; previous_last_name: string | null }

/** What the signing found, kept for the printed order and for taking it back. */
export const putApplied = (trx: Db, rows: Applied[]) =>
  trx
    .updateTable('movement_order_line')
    .from(
      sql<Applied>`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`.as<'given'>(
        sql`given(id bigint, from_group_id bigint, previous_last_name text)`
      )
    )
    .set((eb) => ({
      from_group_id: eb.ref('given.from_group_id'),
      previous_last_name: eb.ref('given.previous_last_name')
    }))
    .whereRef('movement_order_line.id', '=', 'given.id')
    .execute()

/** Groups that exist today. */
export const listGroups = (db: Db) =>
  db
    .selectFrom('study_group')
    .select(['id', 'name', 'disbanded_on'])
    .where('disbanded_on', 'is', null)
    .orderBy('name')
    .execute()

export const findGroup = (db: Db, id: number) =>
  db.selectFrom('study_group').select(['id', 'name', 'disbanded_on']).where('id', '=', id).executeTakeFirst()

/** Names of these students by their numbers. */
export async function namesOf(db: Db, ids: number[]) {
  const rows = await db
    .selectFrom('student')
    .innerJoin('person', 'person.id', 'student.person_id')
    .select(['student.id', 'person.last_name', 'person.first_name', 'person.middle_name'])
    .where('student.id', 'in', [...ids, -1])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}
