import { sql } from 'kysely'
import type { Doer } from '../../access/actor.ts'
import { courseInSight } from '../../access/sight.ts'
import { shortName } from '../../college/queries/names.ts'
import type { Db } from '../../platform/db.ts'
import { sameJournal } from './courses.ts'

type Place = { id: number; curriculum_item_id: number; semester: number }

const isMine = (db: Db, me: number, today: string) =>
  db
    .selectFrom('course_teacher')
    .select(sql<boolean>`count(*) > 0`.as('mine'))
    .whereRef('course_teacher.course_id', '=', 'course.id' as never)
    .where('course_teacher.staff_member_id', '=', me)
    .where((eb) => eb.or([eb('course_teacher.until', 'is', null), eb('course_teacher.until', '>=', today)]))

const teachers = (db: Db) =>
  db
    .selectFrom('course_teacher')
    .innerJoin('staff_member', 'staff_member.id', 'course_teacher.staff_member_id')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(sql<string>`coalesce(string_agg(distinct ${shortName()}, ', '), '')`.as('names'))
    .whereRef('course_teacher.course_id', '=', 'course.id' as never)

/** Journals in sight of the plan's row and semester: who follows it, and how far each has come by that day, in one statement. */
export const listPlanCourses = (db: Db, actor: Doer, today: string, plan: Place) =>
  db
    .selectFrom('course')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('term', 'term.id', 'course.term_id')
    .innerJoin('academic_year', 'academic_year.id', 'term.academic_year_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('lesson')
          .leftJoin('lesson_plan_topic as topic', (join) =>
            join.onRef('topic.id', '=', 'lesson.lesson_plan_topic_id').on('topic.lesson_plan_id', '=', plan.id)
          )
          .select([
            sql<number>`count(distinct topic.id)`.as('done'),
            sql<number>`count(*) filter (where topic.id is null)`.as('outside'),
            sql<number>`coalesce(max(topic.position), 0)`.as('last'),
            sql<number>`count(*)`.as('kept')
          ])
          .where('lesson.course_id', 'in', sameJournal(db))
          .as('told'),
      (join) => join.onTrue()
    )
    .select([
      'course.id',
      'course.lesson_plan_id',
      'study_group.name as group_name',
      'subgroup.number as subgroup_number'
    ])
    .select(['subgroup.division', 'term.name as term_name', 'term.ends_on', 'term.closed_at'])
    .select(['academic_year.starts_on as year_starts_on', 'told.done', 'told.outside', 'told.last', 'told.kept'])
    .select((eb) => [
      teachers(db).as('teachers'),
      isMine(db, actor.staff_member_id ?? -1, today).as('is_mine'),
      eb
        .selectFrom('timetable_entry')
        .select(sql<number>`count(*)`.as('slots'))
        .where('timetable_entry.course_id', 'in', sameJournal(db))
        .where('timetable_entry.held_on', '<=', today)
        .as('slots')
    ])
    .where('course.curriculum_item_id', '=', plan.curriculum_item_id)
    .where('course.semester', '=', plan.semester)
    .where(courseInSight(db, actor, 'work programmes: read', today))
    .orderBy('term.starts_on', 'desc')
    .orderBy('study_group.name')
    .orderBy('subgroup.number')
    .execute()

/** A journal that this person teaches on that day, with what its plan would be of. */
export const findOwnCourse = (trx: Db, actor: Doer, today: string, id: number) =>
  trx
    .selectFrom('course')
    .select(['id', 'curriculum_item_id', 'semester', 'term_id', 'lesson_plan_id'])
    .where('id', '=', id)
    .where((eb) => eb(isMine(trx, actor.staff_member_id ?? -1, today), '=', true))
    .forUpdate()
    .executeTakeFirst()

/** Sets own journals of the row and semester that have no plan on this one, of the year of one term or of all that are not closed. */
export const attachFreeCourses = (trx: Db, actor: Doer, today: string, plan: Place, term_id: number | null) =>
  trx
    .updateTable('course')
    .set({ lesson_plan_id: plan.id })
    .where('curriculum_item_id', '=', plan.curriculum_item_id)
    .where('semester', '=', plan.semester)
    .where('lesson_plan_id', 'is', null)
    .$if(term_id !== null, (some) => some.where('term_id', 'in', termsOfYear(trx, term_id ?? -1)))
    .where('term_id', 'in', trx.selectFrom('term').select('id').where('closed_at', 'is', null))
    .where((eb) => eb(isMine(trx, actor.staff_member_id ?? -1, today), '=', true))
    .returning('id')
    .execute()

/** Terms of the same year: quarters of one semester follow one plan. */
const termsOfYear = (db: Db, id: number) =>
  db
    .selectFrom('term')
    .innerJoin('term as given', 'given.academic_year_id', 'term.academic_year_id')
    .select('term.id')
    .where('given.id', '=', id)

/** Sets each of these journals on the plan, or on none. */
export async function putCoursePlans(trx: Db, lesson_plan_id: number, ids: { on: number[]; off: number[] }) {
  if (ids.on.length > 0) await trx.updateTable('course').set({ lesson_plan_id }).where('id', 'in', ids.on).execute()
  if (ids.off.length > 0)
    await trx.updateTable('course').set({ lesson_plan_id: null }).where('id', 'in', ids.off).execute()
}
