// Corrections of a day: what stood, what stands, why.
import { sql } from 'kysely'
import { shortName } from '../../college/queries/names.ts'
import type { Db } from '../../platform/db.ts'

export type Entry = {
  id: number
  course_id: number
  held_on: string
  pair_number: number
  hours: number
  kind: string
  form?: string | null
  is_distant?: boolean
  room_id: number | null
  staff_member_id: number
  timetable_rule_id: number | null
}
export type Why = { reason: string; order_number: string }

/** Writes down what stood; `to` is what stands now, nothing for a cancelled lesson. A lesson that goes leaves its number. */
export async function addCorrections(
  trx: Db,
  made_by: number,
  kind: string,
  { reason, order_number }: Why,
  rows: { course_id: number; from: Entry | null; to: Omit<Entry, 'timetable_rule_id' | 'hours' | 'kind'> | null }[]
): Promise<number> {
  // Both rows of an exchange are one deed; lessons cancelled together are taken back one by one.
  const shared = crypto.randomUUID()
  const deedOf = () => (kind === 'swap' ? shared : crypto.randomUUID())
  const added = await trx
    .insertInto('timetable_correction')
    .values(
      rows.map(({ course_id, from, to }) => ({
        ...{ deed: deedOf(), kind, course_id, reason, order_number, made_by },
        ...{ from_on: from?.held_on ?? null, from_pair: from?.pair_number ?? null, from_hours: from?.hours ?? null },
        ...{ from_kind: from?.kind ?? null, from_form: from?.form ?? null, from_is_distant: from?.is_distant ?? false },
        ...{ from_room_id: from?.room_id ?? null },
        ...{ from_staff_member_id: from?.staff_member_id ?? null, from_rule_id: from?.timetable_rule_id ?? null },
        ...{ to_course_id: to?.course_id ?? null, to_on: to?.held_on ?? null, to_pair: to?.pair_number ?? null },
        ...{ timetable_entry_id: to?.id ?? null, from_entry_id: from && from.id !== to?.id ? from.id : null }
      }))
    )
    .returning('id')
    .execute()
  return added[0]?.id ?? 0
}

/** A standing correction with the lesson it made, both rows of a swap. */
export async function listDeed(db: Db, correction_id: number) {
  return db
    .selectFrom('timetable_correction as made')
    .leftJoin('timetable_entry as now', 'now.id', 'made.timetable_entry_id')
    .leftJoin('lesson', (join) =>
      join
        .onRef('lesson.course_id', '=', 'now.course_id')
        .onRef('lesson.held_on', '=', 'now.held_on')
        .onRef('lesson.pair_number', '=', 'now.pair_number')
    )
    .innerJoin('course', 'course.id', 'made.course_id')
    .innerJoin('term', 'term.id', 'course.term_id')
    .selectAll('made')
    .leftJoin('substitution', 'substitution.timetable_entry_id', 'now.id')
    .select(['now.held_on as now_on', 'now.pair_number as now_pair', 'lesson.id as lesson_id'])
    .select(['substitution.id as substitution_id', 'course.study_group_id', 'course.term_id'])
    .select(sql<boolean>`term.closed_at is not null`.as('is_closed'))
    .where('made.undone_at', 'is', null)
    .where('made.deed', '=', (eb) =>
      eb.selectFrom('timetable_correction as one').select('one.deed').where('one.id', '=', correction_id)
    )
    .orderBy('made.id')
    .execute()
}

export const putUndone = (trx: Db, ids: number[]) =>
  trx.updateTable('timetable_correction').set({ undone_at: sql`now()` }).where('id', 'in', ids).execute()

/** Later standing corrections of the same lesson: undone from the last one. */
export const findLater = (db: Db, entry_ids: number[], than: number) =>
  db
    .selectFrom('timetable_correction')
    .select('id')
    .where((eb) =>
      eb.or([eb('timetable_entry_id', 'in', [...entry_ids, -1]), eb('from_entry_id', 'in', [...entry_ids, -1])])
    )
    .where('undone_at', 'is', null)
    .where('id', '>', than)
    .executeTakeFirst()

export const putPlace = (
  trx: Db,
  id: number,
  place: { held_on: string; pair_number: number; room_id: number | null }
) =>
  trx
    .updateTable('timetable_entry')
    .set((eb) => ({ ...place, is_distant: place.room_id === null ? eb.ref('is_distant') : false }))
    .where('id', '=', id)
    .execute()

/** Each lesson takes the day and the pair of the other, in one statement; rooms stay with their lessons. */
export const putSwapped = (trx: Db, one: Entry, other: Entry) =>
  trx
    .updateTable('timetable_entry')
    .set({
      held_on: sql`case id when ${one.id}::bigint then ${other.held_on}::date else ${one.held_on}::date end`,
      pair_number: sql`case id when ${one.id}::bigint then ${other.pair_number}::smallint else ${one.pair_number}::smallint end`
    })
    .where('id', 'in', [one.id, other.id])
    .execute()

/** Adds a lesson, under the number it had before when it comes back. */
export const addEntry = async (trx: Db, entry: Omit<Entry, 'id'> & { id?: number }): Promise<number | undefined> =>
  (
    await trx
      .insertInto('timetable_entry')
      .values(entry)
      .onConflict((conflict) => conflict.columns(['course_id', 'held_on', 'pair_number']).doNothing())
      .returning('id')
      .executeTakeFirst()
  )?.id

export const dropEntries = (trx: Db, ids: number[]) =>
  trx
    .deleteFrom('timetable_entry')
    .where('id', 'in', [...ids, -1])
    .execute()

export const dropEntry = (trx: Db, id: number) => trx.deleteFrom('timetable_entry').where('id', '=', id).execute()

/** Another lesson of the course on that day and pair. */
export const findAt = (db: Db, course_id: number, held_on: string, pair_number: number) =>
  db
    .selectFrom('timetable_entry')
    .select('id')
    .where('course_id', '=', course_id)
    .where('held_on', '=', held_on)
    .where('pair_number', '=', pair_number)
    .executeTakeFirst()

/** Absences of these people that meet the day. */
export const listAway = (db: Db, staff: number[], day: string) =>
  db
    .selectFrom('staff_absence')
    .innerJoin('staff_member', 'staff_member.id', 'staff_absence.staff_member_id')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(['since', 'until', 'reason', shortName().as('name')])
    .where('staff_absence.staff_member_id', 'in', [...staff, -1])
    .where('since', '<=', day)
    .where('until', '>=', day)
    .orderBy('person.last_name')
    .execute()
