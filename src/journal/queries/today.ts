// A teacher's day and what earlier days still lack.
import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { weekdayOn } from '../../college/queries/days.ts'
import type { Db } from '../../platform/db.ts'
import { timetableSlots } from '../../timetable/queries/entries.ts'

/** The lessons of the day by the timetable, own and substituted, those that somebody else takes too; each with what is kept of it. */
export const listToday = (db: Db, me: number, day: string) =>
  slots(db, me)
    .select(['lesson.id as lesson_id', 'lesson.topic', 'lesson.homework', 'lesson.roll_called_at'])
    .select([rung(db, 'starts_at').as('starts_at'), rung(db, 'ends_at').as('ends_at')])
    .select((eb) => [
      eb
        .selectFrom('mark')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('mark.lesson_id', '=', 'lesson.id')
        .as('marks'),
      sql<boolean>`coalesce(substitution.staff_member_id, entry.staff_member_id) = ${me}`.as('is_mine')
    ])
    .where('entry.held_on', '=', day)
    .where((eb) => eb.or([eb('entry.staff_member_id', '=', me), eb('substitution.staff_member_id', '=', me)]))
    .orderBy('entry.pair_number')
    .execute()

/** The next lesson after the day. */
export const findNext = (db: Db, me: number, day: string) =>
  slots(db, me)
    .select(rung(db, 'starts_at').as('starts_at'))
    .where('entry.held_on', '>', day)
    .where((eb) => eb(eb.fn.coalesce('substitution.staff_member_id', 'entry.staff_member_id'), '=', me))
    .orderBy('entry.held_on')
    .orderBy('entry.pair_number')
    .limit(1)
    .executeTakeFirst()

/** Lessons of the timetable before the day that nobody recorded, of terms that are open; an exam has its own sheet. */
export const listUnrecorded = (db: Db, me: number, day: string) =>
  slots(db, me)
    .where('entry.held_on', '<', day)
    .where('entry.kind', '!=', 'exam')
    .where('lesson.id', 'is', null)
    .where('term.closed_at', 'is', null)
    .where((eb) => eb(eb.fn.coalesce('substitution.staff_member_id', 'entry.staff_member_id'), '=', me))
    .orderBy('entry.held_on', 'desc')
    .orderBy('entry.pair_number')
    .limit(MOST)
    .execute()

/** How many of each kind are listed at most. */
export const MOST = 3000

/** Starts from the few lessons the person has, gathered before anything else: other plans look at everybody's. */
const slots = (db: Db, me: number) =>
  timetableSlots(db)
    .leftJoinLateral(heldAt(db).as('lesson'), (join) => join.onTrue())
    .where('entry.id', '=', sql<number>`any(array(${ownEntries(db, me)}))`)
    .select((eb) => eb('substitution.id', 'is not', null).as('is_substitution'))

/** Lessons of the timetable that are the person's, by the timetable or by a substitution. */
export const ownEntries = (db: Db, me: number) =>
  db
    .selectFrom('timetable_entry as own')
    .select('own.id')
    .where('own.staff_member_id', '=', me)
    .unionAll(
      db
        .selectFrom('substitution as given')
        .select('given.timetable_entry_id as id')
        .where('given.staff_member_id', '=', me)
    )

/** What the journal has of the pair: a lesson of six hours was held on three pairs of the timetable. */
const heldAt = (db: Db) =>
  db
    .selectFrom('lesson as held')
    .select(['held.id', 'held.topic', 'held.homework', 'held.roll_called_at'])
    .whereRef('held.course_id', '=', 'entry.course_id' as never)
    .whereRef('held.held_on', '=', 'entry.held_on' as never)
    .whereRef('held.pair_number', '<=', 'entry.pair_number' as never)
    .where(sql<boolean>`entry.pair_number < held.pair_number + greatest(1, ceil(held.hours / 2.0))`)
    .orderBy('held.pair_number', 'desc')
    .limit(1)

/** When the pair begins or ends by the bells of the day; asked only for the few lessons that are shown. */
const rung = (db: Db, end: 'starts_at' | 'ends_at') =>
  db
    .selectFrom('bell')
    .select(sql<string>`to_char(${sql.ref(`bell.${end}`)}, 'HH24:MI')`.as('at'))
    .whereRef('bell.pair_number', '=', 'entry.pair_number' as never)
    .where('bell.weekday', '=', weekdayOn(db, sql.ref<string>('entry.held_on')))

/** Lessons this person gave before the day whose record lacks something; written works have until `marks_due` (R1 6.1–6.3). */
export const listUnfinished = (db: Db, me: number, day: string, marks_due: string) =>
  db
    .selectFrom('lesson')
    .innerJoin('course', 'course.id', 'lesson.course_id')
    .innerJoin('term', 'term.id', 'course.term_id')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .select(['lesson.id', 'lesson.held_on', 'lesson.pair_number', 'lesson.topic', 'study_group.name as group_name'])
    .select([
      'curriculum_item.name as subject',
      'subgroup.number as subgroup_number',
      'curriculum_item.kind as item_kind'
    ])
    .select((eb) => [
      eb('lesson.roll_called_at', 'is', null).as('without_roll'),
      sql<boolean>`(lesson.homework = '' and ${asksHomework})`.as('without_homework'),
      jsonArrayFrom(unmarked(db, marks_due).select(['work.number', 'work_kind.name'])).as('unmarked')
    ])
    .where('lesson.taught_by', '=', me)
    .where('lesson.held_on', '<', day)
    .where('term.closed_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('lesson.topic', '=', ''),
        eb('lesson.roll_called_at', 'is', null),
        sql<boolean>`(lesson.homework = '' and ${asksHomework})`,
        eb.exists(unmarked(db, marks_due).select(sql.lit(1).as('one')))
      ])
    )
    .orderBy('lesson.held_on', 'desc')
    .orderBy('lesson.pair_number')
    .limit(MOST)
    .execute()

/** Practices have no homework. */
const asksHomework = sql<boolean>`curriculum_item.kind not in ('training_practice', 'industrial_practice')`

const unmarked = (db: Db, marks_due: string) =>
  db
    .selectFrom('work')
    .innerJoin('work_kind', 'work_kind.id', 'work.work_kind_id')
    .whereRef('work.lesson_id', '=', 'lesson.id' as never)
    .where('work_kind.is_written', '=', true)
    .where(sql<boolean>`lesson.held_on < ${marks_due}::date`)
    .where((eb) =>
      eb.not(
        eb.exists(
          db
            .selectFrom('mark')
            .select(sql.lit(1).as('one'))
            .whereRef('mark.lesson_id', '=', 'work.lesson_id' as never)
            .whereRef('mark.work_number', '=', 'work.number' as never)
        )
      )
    )

/** Days of practices by their plan up to the day that the journal has nothing of and the timetable does not name (R1 12). */
export const listPracticeDays = (db: Db, me: number, day: string) =>
  db
    .selectFrom('practice_day')
    .innerJoin('course', 'course.id', 'practice_day.course_id')
    .innerJoin('term', 'term.id', 'course.term_id')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .innerJoin('course_teacher', (join) =>
      join
        .onRef('course_teacher.course_id', '=', 'course.id')
        .onRef('course_teacher.since', '<=', 'practice_day.held_on')
        .on('course_teacher.staff_member_id', '=', me)
    )
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .select(['practice_day.course_id', 'practice_day.held_on', 'practice_day.hours', 'practice_day.topic'])
    .select([sql<null>`null`.as('pair_number'), 'study_group.name as group_name', 'curriculum_item.name as subject'])
    .select('subgroup.number as subgroup_number')
    .where((eb) =>
      eb.or([eb('course_teacher.until', 'is', null), eb('course_teacher.until', '>=', eb.ref('practice_day.held_on'))])
    )
    .where('practice_day.held_on', '<=', day)
    .where('term.closed_at', 'is', null)
    .where((eb) => eb.not(eb.exists(onThatDay(db, 'lesson'))))
    .where((eb) => eb.not(eb.exists(onThatDay(db, 'timetable_entry'))))
    .orderBy('practice_day.held_on', 'desc')
    .limit(MOST)
    .execute()

const onThatDay = (db: Db, table: 'lesson' | 'timetable_entry') =>
  db
    .selectFrom(`${table as 'lesson'} as there`)
    .select(sql.lit(1).as('one'))
    .whereRef('there.course_id', '=', 'practice_day.course_id' as never)
    .whereRef('there.held_on', '=', 'practice_day.held_on' as never)
