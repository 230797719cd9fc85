import { sql } from 'kysely'
import { shortName } from '../../college/queries/names.ts'
import type { Db } from '../../platform/db.ts'
import type { Of } from '../rules/places.ts'

/** The days asked for, both included, and whose timetable it is. */
export type Asked = { from: string; to: string; of: Of }

/** Lessons of these days as they stand: who teaches by the timetable, who instead, where they were moved from, what is held. */
export const listEntries = (db: Db, { from, to, of }: Asked) =>
  entries(db)
    .where('entry.held_on', '>=', from)
    .where('entry.held_on', '<=', to)
    .$if(of.kind === 'group', (query) => query.where('course.study_group_id', '=', of.id))
    .$if(of.kind === 'room', (query) => query.where('entry.room_id', '=', of.id))
    .$if(of.kind === 'staff', (query) =>
      query.where((eb) =>
        eb.or([eb('entry.staff_member_id', '=', of.id), eb('substitution.staff_member_id', '=', of.id)])
      )
    )
    .orderBy('entry.held_on')
    .orderBy('entry.pair_number')
    .orderBy('study_group.name')
    .orderBy('subgroup.number')
    .execute()

/** One lesson of the timetable, as the lists have it. */
export const findEntry = (db: Db, id: number) => entries(db).where('entry.id', '=', id).executeTakeFirst()
export type TimetableRow = NonNullable<Awaited<ReturnType<typeof findEntry>>>

/** Lessons of the timetable with what they are of, where, and whether another gives them: every list of them starts from here. */
export const timetableSlots = (db: Db) =>
  db
    .selectFrom('timetable_entry as entry')
    .innerJoin('course', 'course.id', 'entry.course_id')
    .innerJoin('term', 'term.id', 'course.term_id')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .leftJoin('room', 'room.id', 'entry.room_id')
    .leftJoin('substitution', 'substitution.timetable_entry_id', 'entry.id')
    .select(['entry.course_id', 'entry.held_on', 'entry.pair_number', 'entry.kind', 'entry.form', 'entry.is_distant'])
    .select(['study_group.name as group_name', 'curriculum_item.name as subject', 'subgroup.number as subgroup_number'])
    .select('room.name as room_name')

const entries = (db: Db) =>
  timetableSlots(db)
    .innerJoin('staff_member', 'staff_member.id', 'entry.staff_member_id')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .leftJoin('staff_member as acting', 'acting.id', 'substitution.staff_member_id')
    .leftJoin('person as acting_person', 'acting_person.id', 'acting.person_id')
    .leftJoin('lesson', (join) =>
      join
        .onRef('lesson.course_id', '=', 'entry.course_id')
        .onRef('lesson.held_on', '=', 'entry.held_on')
        .onRef('lesson.pair_number', '=', 'entry.pair_number')
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('timetable_correction as made')
          .innerJoin('course as was', 'was.id', 'made.course_id')
          .innerJoin('curriculum_item as was_item', 'was_item.id', 'was.curriculum_item_id')
          .select(['made.id', 'made.kind', 'made.from_on', 'made.from_pair', 'made.reason', 'was_item.name as subject'])
          .whereRef('made.timetable_entry_id', '=', 'entry.id')
          .where('made.undone_at', 'is', null)
          .orderBy('made.id', 'desc')
          .limit(1)
          .as('made'),
      (join) => join.onTrue()
    )
    .select(['entry.id', 'entry.hours', 'entry.room_id', 'entry.staff_member_id', 'entry.timetable_rule_id'])
    .select(['course.study_group_id', 'study_group.department_id', 'course.curriculum_item_id', 'course.subgroup_id'])
    .select(['curriculum_item.kind as item_kind', 'subgroup.division', 'lesson.id as lesson_id'])
    .select(['substitution.id as substitution_id', 'substitution.staff_member_id as substitute_id'])
    .select(['substitution.kind as substitution_kind', 'substitution.reason as substitution_reason'])
    .select(['substitution.order_number', 'made.id as correction_id', 'made.kind as correction_kind'])
    .select(['made.from_on', 'made.from_pair', 'made.reason as correction_reason', 'made.subject as was_subject'])
    .select([shortName().as('teacher'), shortName<string | null>('acting_person').as('substitute')])
    .select(['course.term_id', sql<boolean>`term.closed_at is not null`.as('is_closed')])
    .select(streamOf(db).as('stream'))

/** Names of the other groups that sit in the same lecture: the same teacher, hour and subject. */
const streamOf = (db: Db) =>
  db
    .selectFrom('timetable_entry as other')
    .innerJoin('course as other_course', 'other_course.id', 'other.course_id')
    .innerJoin('curriculum_item as other_item', 'other_item.id', 'other_course.curriculum_item_id')
    .innerJoin('study_group as other_group', 'other_group.id', 'other_course.study_group_id')
    .select(sql<string | null>`string_agg(distinct other_group.name, ', ')`.as('names'))
    .whereRef('other.staff_member_id', '=', 'entry.staff_member_id' as never)
    .whereRef('other.held_on', '=', 'entry.held_on' as never)
    .whereRef('other.pair_number', '=', 'entry.pair_number' as never)
    .whereRef('other_course.study_group_id', '!=', 'course.study_group_id' as never)
    .whereRef('other_item.name', '=', 'curriculum_item.name' as never)

/** Lessons that stood on these days and do not any more: cancelled, or moved to another day or pair. */
export const listGone = (db: Db, { from, to, of }: Asked) =>
  db
    .selectFrom('timetable_correction as made')
    .innerJoin('course', 'course.id', 'made.course_id')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .leftJoin('timetable_entry as now', 'now.id', 'made.timetable_entry_id')
    .innerJoin('staff_member', 'staff_member.id', 'made.from_staff_member_id')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(['made.id', 'made.kind', 'made.course_id', 'made.reason', 'made.order_number', 'course.study_group_id'])
    .select('study_group.department_id')
    .select(['study_group.name as group_name', 'curriculum_item.name as subject', 'subgroup.number as subgroup_number'])
    .select([sql<string>`made.from_on`.as('held_on'), sql<number>`made.from_pair`.as('pair_number')])
    .select([shortName().as('teacher'), 'made.from_staff_member_id as staff_member_id'])
    .select(['made.from_room_id as room_id', sql<number>`coalesce(made.from_hours, 2)`.as('hours')])
    .select((eb) => [
      eb.fn.coalesce('now.held_on', 'made.to_on').as('to_on'),
      eb.fn.coalesce('now.pair_number', 'made.to_pair').as('to_pair')
    ])
    .where('made.undone_at', 'is', null)
    .where('made.kind', 'in', ['cancel', 'move'])
    .where('made.from_on', '>=', from)
    .where('made.from_on', '<=', to)
    .where((eb) =>
      eb.or([
        eb('now.id', 'is', null),
        eb('now.held_on', '!=', eb.ref('made.from_on')),
        eb('now.pair_number', '!=', eb.ref('made.from_pair'))
      ])
    )
    .$if(of.kind === 'group', (query) => query.where('course.study_group_id', '=', of.id))
    .$if(of.kind === 'room', (query) => query.where('made.from_room_id', '=', of.id))
    .$if(of.kind === 'staff', (query) => query.where('made.from_staff_member_id', '=', of.id))
    .orderBy('study_group.name')
    .execute()
export type GoneRow = Awaited<ReturnType<typeof listGone>>[number]

export const listDepartments = (db: Db) =>
  db.selectFrom('department').select(['id', 'short_name as name']).orderBy('name').execute()
