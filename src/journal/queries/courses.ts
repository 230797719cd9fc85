import { type SqlBool, sql } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import { weekdayOn } from '../../college/queries/days.ts'
import { plannedHours } from '../../curriculum/queries/planned-hours.ts'
import type { Db } from '../../platform/db.ts'
import { coursesInSight, teachersOf } from './pages.ts'
import { answerOf, teachesOn } from './sight.ts'
import { ownEntries } from './today.ts'

export type Search = { term_id: number; text: string; page: number }
export const PAGE_SIZE = 60

/** «Мои журналы»: the courses in sight for one term, with how far each is kept. */
export function listCourses(db: Db, reader: Actor, today: string, { term_id, text, page }: Search) {
  return found(db, reader, today, term_id, text)
    .select([
      'course.id',
      'study_group.name as group_name',
      'curriculum_item.item_index',
      'curriculum_item.name as subject'
    ])
    .select(['subgroup.number as subgroup_number', 'course.semester'])
    .select((eb) => [
      teachersOf(db, eb.ref('course.id')).as('teachers'),
      ownAt(db, reader, today).as('is_own'),
      hoursKept(db).as('hours_kept'),
      lastLesson(db).as('last_held_on'),
      plannedHours(db).as('planned_hours'),
      withoutTopic(db, today).as('without_topic')
    ])
    .orderBy('is_own', 'desc')
    .orderBy('study_group.name')
    .orderBy('curriculum_item.name')
    .orderBy('subgroup.number')
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE)
    .execute()
}

function found(db: Db, reader: Actor, today: string, term_id: number, text: string) {
  const courses = coursesInSight(db, reader, today).where('course.term_id', '=', term_id)
  const pattern = `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`
  return courses.$if(text.trim() !== '', (some) =>
    some.where((eb) =>
      eb.or([
        eb('study_group.name', 'ilike', pattern),
        eb('curriculum_item.name', 'ilike', pattern),
        eb('curriculum_item.item_index', 'ilike', pattern),
        sql<SqlBool>`${teachersOf(db, eb.ref('course.id'))} ilike ${pattern}`
      ])
    )
  )
}

const ownAt = (db: Db, reader: Actor, today: string) =>
  answerOf(teachesOn(db, reader.staff_member_id ?? -1, sql`${today}::date`))

const ofCourse = (db: Db) => db.selectFrom('lesson').whereRef('lesson.course_id', '=', 'course.id' as never)

const hoursKept = (db: Db) => ofCourse(db).select(sql<number>`coalesce(sum(lesson.hours), 0)::int`.as('hours'))

const lastLesson = (db: Db) => ofCourse(db).select((eb) => eb.fn.max('lesson.held_on').as('day'))

const withoutTopic = (db: Db, today: string) =>
  ofCourse(db)
    .select(sql<number>`count(*)::int`.as('n'))
    .where('lesson.topic', '=', '')
    .where('lesson.held_on', '<=', today)

/** The terms there are, the newest first; the current one is the last that has begun. */
export const listTerms = (db: Db) =>
  db
    .selectFrom('term')
    .innerJoin('academic_year', 'academic_year.id', 'term.academic_year_id')
    .select(['term.id', 'term.name', 'term.starts_on', 'term.ends_on', 'academic_year.starts_on as year_starts_on'])
    .orderBy('term.starts_on', 'desc')
    .execute()

/** How many forgotten lessons are listed at most. */
const FORGOTTEN = 12

/**
 * The person's lessons by the timetable and their substitutions: all of today, and those of earlier days of open terms that the
 * journal has no record of (R4 3.5.3). The newest day first.
 */
export function listDuties(db: Db, reader: Actor, today: string) {
  return dutiesOf(db, reader.staff_member_id ?? -1)
    .select([
      'course.id as course_id',
      'timetable_entry.held_on',
      'timetable_entry.pair_number',
      'room.name as room_name'
    ])
    .select(['study_group.name as group_name', 'curriculum_item.name as subject', 'subgroup.number as subgroup_number'])
    .select(['lesson.id as lesson_id', 'lesson.topic'])
    .select(startOf(db).as('starts_at'))
    .select((eb) => eb('substitution.id', 'is not', null).as('is_substitution'))
    .where('timetable_entry.held_on', '<=', today)
    .where('term.closed_at', 'is', null)
    .where('timetable_entry.kind', '!=', 'exam')
    .where((eb) => eb.or([eb('timetable_entry.held_on', '=', today), eb('lesson.id', 'is', null)]))
    .orderBy('timetable_entry.held_on', 'desc')
    .orderBy('timetable_entry.pair_number')
    .limit(FORGOTTEN)
    .execute()
}

const dutiesOf = (db: Db, me: number) =>
  db
    .selectFrom('timetable_entry')
    .innerJoin('course', 'course.id', 'timetable_entry.course_id')
    .innerJoin('term', 'term.id', 'course.term_id')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .leftJoin('room', 'room.id', 'timetable_entry.room_id')
    .leftJoin('substitution', 'substitution.timetable_entry_id', 'timetable_entry.id')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('lesson as held')
          .select(['held.id', 'held.topic'])
          .whereRef('held.course_id', '=', 'course.id')
          .whereRef('held.held_on', '=', 'timetable_entry.held_on')
          .whereRef('held.pair_number', '<=', 'timetable_entry.pair_number')
          .where(sql<boolean>`timetable_entry.pair_number < held.pair_number + greatest(1, ceil(held.hours / 2.0))`)
          .orderBy('held.pair_number', 'desc')
          .limit(1)
          .as('lesson'),
      (join) => join.onTrue()
    )
    .where('timetable_entry.id', '=', sql<number>`any(array(${ownEntries(db, me)}))`)
    .where((eb) => eb(eb.fn.coalesce('substitution.staff_member_id', 'timetable_entry.staff_member_id'), '=', me))

const startOf = (db: Db) =>
  db
    .selectFrom('bell')
    .select(sql<string>`to_char(bell.starts_at, 'HH24:MI')`.as('at'))
    .whereRef('bell.pair_number', '=', 'timetable_entry.pair_number' as never)
    .where('bell.weekday', '=', weekdayOn(db, sql.ref<string>('timetable_entry.held_on')))
