import { type Expression, type SqlBool, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Actor } from '../../access/actor.ts'
import { holds } from '../../access/actor.ts'
import { courseInSight } from '../../access/sight.ts'
import { plannedHours } from '../../curriculum/queries/planned-hours.ts'
import { coursesInSight, teachersOf } from '../../journal/queries/pages.ts'
import { answerOf, isClosed } from '../../journal/queries/sight.ts'
import type { Db } from '../../platform/db.ts'

export const PRACTICE_KINDS = ['training_practice', 'industrial_practice']
export const PAGE_SIZE = 60

/** Journals of practices in sight with their days, places and hours. */
const practices = (db: Db, reader: Actor, today: string) =>
  coursesInSight(db, reader, today)
    .leftJoin('practice', 'practice.course_id', 'course.id')
    .select(['course.id', 'course.study_group_id', 'course.term_id', 'study_group.name as group_name'])
    .select(['curriculum_item.item_index', 'curriculum_item.name', 'curriculum_item.kind'])
    .select(['curriculum_item.parent_id', 'subgroup.number as subgroup_number', 'term.name as term_name'])
    .select(['practice.starts_on', 'practice.ends_on', 'practice.is_spread'])
    .select((eb) => [
      sql<string>`${teachersOf(db, eb.ref('course.id'))}`.as('teachers'),
      plannedHours(db).as('hours_planned'),
      sql<number>`${hoursKept(db)}`.as('hours_kept'),
      placesOf(db).as('places'),
      answerOf(isClosed(db, today)).as('is_closed')
    ])
    .where('curriculum_item.kind', 'in', PRACTICE_KINDS)

const hoursKept = (db: Db) =>
  db
    .selectFrom('lesson')
    .select(sql<number>`coalesce(sum(lesson.hours), 0)::int`.as('hours'))
    .whereRef('lesson.course_id', '=', 'course.id' as never)

const placesOf = (db: Db) =>
  jsonArrayFrom(
    db
      .selectFrom('practice_place as place')
      .selectAll('place')
      .select((eb) =>
        eb
          .selectFrom('practice_student as sent')
          .select(sql<number>`count(*)::int`.as('n'))
          .whereRef('sent.practice_place_id', '=', 'place.id')
          .as('students')
      )
      .whereRef('place.course_id', '=', 'course.id' as never)
      .orderBy('place.id')
  )

type Search = { term_id: number; text: string; page: number }

/** Practices of the term by groups; one more than a page holds when there are more. */
export function listPractices(db: Db, reader: Actor, today: string, { term_id, text, page }: Search) {
  const pattern = `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`
  return practices(db, reader, today)
    .where('course.term_id', '=', term_id)
    .$if(text.trim() !== '', (some) => some.where((eb) => isFound(db, eb.ref('course.id'), pattern)))
    .orderBy('study_group.name')
    .orderBy('curriculum_item.position')
    .orderBy('subgroup.number')
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE)
    .execute()
}

const isFound = (db: Db, course: Expression<number>, pattern: string) =>
  sql<SqlBool>`(study_group.name ilike ${pattern} or curriculum_item.name ilike ${pattern}
    or curriculum_item.item_index ilike ${pattern} or ${teachersOf(db, course)} ilike ${pattern}
    or exists (${db
      .selectFrom('practice_place as found')
      .select(sql.lit(1).as('one'))
      .where('found.course_id', '=', course)
      .where('found.organisation', 'ilike', pattern)}))`

/** One practice in sight; `may_write` is true for its teacher and for who keeps the load of its group (R1 12). */
export const findPractice = (db: Db, reader: Actor, today: string, course_id: number) =>
  practices(db, reader, today)
    .innerJoin('term_of_group as dates', (join) =>
      join.onRef('dates.study_group_id', '=', 'course.study_group_id').onRef('dates.term_id', '=', 'course.term_id')
    )
    .select((eb) => [
      eb.ref('dates.starts_on').$notNull().as('term_starts_on'),
      eb.ref('dates.ends_on').$notNull().as('term_ends_on'),
      answerOf(mayWrite(db, reader, today)).as('may_write'),
      answerOf(teaches(db, reader, today)).as('is_teacher')
    ])
    .where('course.id', '=', course_id)
    .executeTakeFirst()

const mayWrite = (db: Db, reader: Actor, today: string) =>
  sql<SqlBool>`(${teaches(db, reader, today)} or ${courseInSight(db, reader, 'load: write', today)})`

/** Teaches the course now or will; who only stands in for a day keeps that day's lesson and nothing else. */
const teaches = (db: Db, reader: Actor, today: string): Expression<SqlBool> =>
  holds(reader, 'journal: write')
    ? sql<SqlBool>`exists (${db
        .selectFrom('course_teacher as keeper')
        .select(sql.lit(1).as('one'))
        .whereRef('keeper.course_id', '=', 'course.id' as never)
        .where('keeper.staff_member_id', '=', reader.staff_member_id ?? -1)
        .where((eb) => eb.or([eb('keeper.until', 'is', null), eb('keeper.until', '>=', today)]))})`
    : sql<SqlBool>`false`

export type Practice = NonNullable<Awaited<ReturnType<typeof findPractice>>>

/** Weeks that the study calendar of the group gives to practices of this kind within the term, the first first. */
export const listCalendarWeeks = (db: Db, practice: Practice) =>
  db
    .selectFrom('study_span')
    .select(['kind', 'starts_on', 'ends_on'])
    .where('study_group_id', '=', practice.study_group_id)
    .where(
      'kind',
      'in',
      practice.kind === 'training_practice' ? ['training_practice'] : ['industrial_practice', 'prediploma_practice']
    )
    .where('ends_on', '>=', practice.term_starts_on)
    .where('starts_on', '<=', practice.term_ends_on)
    .orderBy('starts_on')
    .execute()
