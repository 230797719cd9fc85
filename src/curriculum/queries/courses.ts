import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { Choice } from '../rules/load.ts'

/** Gradebooks of the group in the term, whoever may see them. */
export const listExisting = (db: Db, study_group_id: number, term_id: number) =>
  db
    .selectFrom('course')
    .select(['curriculum_item_id', 'subgroup_id'])
    .where('study_group_id', '=', study_group_id)
    .where('term_id', '=', term_id)
    .execute()

type Place = { study_group_id: number; term_id: number; semester: number }

/** Opens a gradebook for each choice; answers with their numbers in the order of the choices. */
export async function addCourses(trx: Db, place: Place, choices: Choice[]): Promise<number[]> {
  const added = await trx
    .insertInto('course')
    .values(
      choices.map(({ curriculum_item_id, subgroup_id }) => ({
        ...place,
        curriculum_item_id,
        subgroup_id
      }))
    )
    .returning(['id', 'curriculum_item_id', 'subgroup_id'])
    .execute()
  const idOf = (choice: Choice) =>
    added.find((row) => row.curriculum_item_id === choice.curriculum_item_id && row.subgroup_id === choice.subgroup_id)
      ?.id
  return choices.map((choice) => idOf(choice) ?? 0)
}

export const addTeachers = (trx: Db, rows: { course_id: number; staff_member_id: number; since: string }[]) =>
  trx.insertInto('course_teacher').values(rows).execute()

/** Ends what is taught on that day the day before; what would begin on that very day never was. */
export async function endTeaching(trx: Db, course_id: number, since: string, dayBefore: string): Promise<void> {
  await trx.deleteFrom('course_teacher').where('course_id', '=', course_id).where('since', '>=', since).execute()
  await trx
    .updateTable('course_teacher')
    .set({ until: dayBefore })
    .where('course_id', '=', course_id)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>=', since)]))
    .execute()
}

/**
 * Journals in which the lessons of the joined `course` are kept through its semester: itself, and those of other quarters for the
 * same group or subgroup.
 */
export const sameJournal = (db: Db) =>
  db
    .selectFrom('course as kept')
    .select('kept.id')
    .whereRef('kept.study_group_id', '=', 'course.study_group_id' as never)
    .whereRef('kept.curriculum_item_id', '=', 'course.curriculum_item_id' as never)
    .whereRef('kept.semester', '=', 'course.semester' as never)
    .where(sql<boolean>`kept.subgroup_id is not distinct from course.subgroup_id`)

/** A journal that goes on with the joined `course` in a later quarter of its semester. */
export const laterJournal = (db: Db) =>
  sameJournal(db)
    .innerJoin('term as later', 'later.id', 'kept.term_id')
    .innerJoin('term as own', (join) => join.onRef('own.id', '=', 'course.term_id' as never))
    .whereRef('later.starts_on', '>', 'own.starts_on')

/** Journals of a later quarter go on by the lesson plan of the earlier one. */
export const followPlans = (trx: Db, ids: number[]) =>
  trx
    .updateTable('course')
    .set({
      lesson_plan_id: sameJournal(trx)
        .clearSelect()
        .select((eb) => eb.fn.max('kept.lesson_plan_id').as('id'))
    })
    .where('id', 'in', [...ids, -1])
    .execute()

/** Two changes of one gradebook wait for each other. */
export const lockCourse = (trx: Db, id: number) =>
  trx.selectFrom('course').select('id').where('id', '=', id).forUpdate().execute()

/** What a removal would take away or run into. */
export const countRecords = (db: Db, course_id: number) =>
  db
    .selectFrom('course')
    .select((eb) => [
      eb.exists(eb.selectFrom('lesson').select('lesson.id').where('lesson.course_id', '=', course_id)).as('lessons'),
      eb.exists(eb.selectFrom('result').select('result.kind').where('result.course_id', '=', course_id)).as('results'),
      eb
        .exists(eb.selectFrom('unlocking').select('unlocking.id').where('unlocking.course_id', '=', course_id))
        .as('unlockings'),
      eb
        .selectFrom('timetable_entry')
        .select((entry) => entry.fn.countAll<number>().as('n'))
        .where('timetable_entry.course_id', '=', course_id)
        .as('timetable')
    ])
    .where('course.id', '=', course_id)
    .executeTakeFirstOrThrow()

export const dropCourse = (trx: Db, id: number) => trx.deleteFrom('course').where('id', '=', id).execute()
