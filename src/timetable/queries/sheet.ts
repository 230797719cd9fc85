// Lists of what changed: «Замены на день», corrections, free rooms.
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { listEntries, listGone } from './entries.ts'

/** Everything of the day that differs from the timetable; `groups` null is the whole college. */
export async function listChanges(db: Db, day: string, groups: number[] | null) {
  const asked = { from: day, to: day, of: { kind: 'college' as const, id: 0 } }
  const isOurs = ({ study_group_id }: { study_group_id: number }) => !groups || groups.includes(study_group_id)
  const entries = (await listEntries(db, asked)).filter(
    (one) => (one.substitution_id !== null || one.correction_id !== null) && isOurs(one)
  )
  return { entries, gone: (await listGone(db, asked)).filter(isOurs) }
}

/** Rooms without a lesson on the day, by the pairs asked. */
export const listFreeRooms = (db: Db, day: string, pair: number) =>
  db
    .selectFrom('room')
    .select(['room.id', 'room.name', 'room.building', 'room.purpose', 'room.capacity'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('timetable_entry as entry')
            .select(sql.lit(1).as('one'))
            .whereRef('entry.room_id', '=', 'room.id')
            .where('entry.held_on', '=', day)
            .where('entry.pair_number', '<=', pair)
            .where(sql<boolean>`entry.pair_number + greatest(1, ceil(entry.hours / 2.0)::int) > ${pair}::int`)
        )
      )
    )
    .orderBy('room.building')
    .orderBy(sql`lpad(coalesce(substring(room.name from '\\d+'), ''), 9, '0')`)
    .orderBy('room.name')
    .execute()

export const PAGE_SIZE = 50
/** Standing corrections, the newest first, and one more than a page holds. */
export const listCorrections = (db: Db, text: string, page: number) =>
  db
    .selectFrom('timetable_correction as made')
    .innerJoin('course', 'course.id', 'made.course_id')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .leftJoin('course as to_course', 'to_course.id', 'made.to_course_id')
    .leftJoin('curriculum_item as to_item', 'to_item.id', 'to_course.curriculum_item_id')
    .select(['made.id', 'made.kind', 'made.from_on', 'made.from_pair', 'made.to_on', 'made.to_pair', 'made.reason'])
    .select(['made.order_number', 'made.made_at', 'study_group.id as study_group_id', 'study_group.name as group_name'])
    .select(['curriculum_item.name as subject', 'to_item.name as to_subject'])
    .where('made.undone_at', 'is', null)
    .$if(text !== '', (some) =>
      some.where(sql<string>`concat_ws(' ', study_group.name, curriculum_item.name, made.reason)`, 'ilike', like(text))
    )
    .orderBy('made.id', 'desc')
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE)
    .execute()

const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`
