import type { Db } from '../../platform/db.ts'
import type { Ended } from '../rules/dismissal.ts'

const PUPILS = ['student', 'parent']

/** Roles of the staff that the person would still hold after the day; being a student or a parent goes on. */
export const listGrantsAfter = (db: Db, person_id: number, day: string) =>
  db
    .selectFrom('role_grant')
    .innerJoin('account', 'account.id', 'role_grant.account_id')
    .select(['role_grant.id', 'role_grant.role', 'role_grant.since', 'role_grant.until'])
    .where('account.person_id', '=', person_id)
    .where('role_grant.role', 'not in', PUPILS)
    .where((eb) => eb.or([eb('role_grant.until', 'is', null), eb('role_grant.until', '>', day)]))
    .orderBy('role_grant.id')
    .execute()

export const listCuratorshipsAfter = (db: Db, staff_member_id: number, day: string) =>
  db
    .selectFrom('curatorship')
    .innerJoin('study_group', 'study_group.id', 'curatorship.study_group_id')
    .select(['curatorship.study_group_id', 'curatorship.since', 'curatorship.until', 'study_group.name'])
    .select('curatorship.is_second')
    .where('curatorship.staff_member_id', '=', staff_member_id)
    .where((eb) => eb.or([eb('curatorship.until', 'is', null), eb('curatorship.until', '>', day)]))
    .orderBy('study_group.name')
    .execute()

/** Gradebooks of terms that go on after the day; what is over keeps its teacher. */
export const listCoursesAfter = (db: Db, staff_member_id: number, day: string) =>
  db
    .selectFrom('course_teacher')
    .innerJoin('course', 'course.id', 'course_teacher.course_id')
    .innerJoin('term', 'term.id', 'course.term_id')
    .innerJoin('study_group', 'study_group.id', 'course.study_group_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .leftJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
    .select(['course_teacher.course_id', 'course_teacher.since', 'course_teacher.until', 'term.name as term_name'])
    .select(['study_group.name as group_name', 'curriculum_item.name', 'subgroup.number as subgroup_number'])
    .where('course_teacher.staff_member_id', '=', staff_member_id)
    .where('term.ends_on', '>', day)
    .where((eb) => eb.or([eb('course_teacher.until', 'is', null), eb('course_teacher.until', '>', day)]))
    .orderBy('study_group.name')
    .orderBy('curriculum_item.name')
    .orderBy('subgroup.number')
    .execute()

/** Lessons of the timetable after the day that still name the member. */
export const countLessonsAfter = async (db: Db, staff_member_id: number, day: string): Promise<number> => {
  const { lessons } = await db
    .selectFrom('timetable_entry')
    .select((eb) => eb.fn.countAll<number>().as('lessons'))
    .where('staff_member_id', '=', staff_member_id)
    .where('held_on', '>', day)
    .executeTakeFirstOrThrow()
  return lessons
}

/** Whether nobody else is an administrator beyond that day. */
export async function isLastAdministrator(db: Db, person_id: number, day: string): Promise<boolean> {
  const rows = await db
    .selectFrom('role_grant')
    .innerJoin('account', 'account.id', 'role_grant.account_id')
    .select('account.person_id')
    .where('role_grant.role', '=', 'administrator')
    .where('role_grant.since', '<=', day)
    .where('account.blocked_at', 'is', null)
    .where((eb) => eb.or([eb('role_grant.until', 'is', null), eb('role_grant.until', '>', day)]))
    .execute()
  return rows.length > 0 && rows.every((row) => row.person_id === person_id)
}

/** Whoever grants a role meanwhile waits. */
export const lockAccountOf = (trx: Db, person_id: number) =>
  trx.selectFrom('account').select('id').where('person_id', '=', person_id).forNoKeyUpdate().execute()

type Dismissed = { id: number; day: string }

/** The day after which the member works here no more; null takes it back. */
export const putDismissed = (trx: Db, id: number, dismissed_on: string | null) =>
  trx.updateTable('staff_member').set({ dismissed_on }).where('id', '=', id).execute()

export const putHired = (trx: Db, id: number, hired_on: string, post: string) =>
  trx.updateTable('staff_member').set({ dismissed_on: null, hired_on, post }).where('id', '=', id).execute()

/** Ends with the day what is held; what would begin later never does. */
export async function endDuties(trx: Db, { id, day }: Dismissed, { grants, courses }: Ended): Promise<void> {
  await trx
    .updateTable('role_grant')
    .set((eb) => ({ until: day, since: eb.fn<string>('least', ['since', eb.cast<string>(eb.val(day), 'date')]) }))
    .where('id', 'in', [...grants.map((grant) => grant.id), -1])
    .execute()
  await trx.deleteFrom('curatorship').where('staff_member_id', '=', id).where('since', '>', day).execute()
  await trx
    .updateTable('curatorship')
    .set({ until: day })
    .where('staff_member_id', '=', id)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', day)]))
    .execute()
  const held = [...courses.map(({ course_id }) => course_id), -1]
  const later = trx.deleteFrom('course_teacher').where('staff_member_id', '=', id).where('since', '>', day)
  await later.where('course_id', 'in', held).execute()
  await trx
    .updateTable('course_teacher')
    .set({ until: day })
    .where('staff_member_id', '=', id)
    .where('course_id', 'in', held)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', day)]))
    .execute()
}

type Dismissal = { staff_member_id: number; dismissed_on: string; order_number: string; ended: Ended }

export const addDismissal = (trx: Db, { ended, ...dismissal }: Dismissal) =>
  trx
    .insertInto('staff_dismissal')
    .values({ ...dismissal, ended: JSON.stringify(ended) })
    .execute()

/** The dismissal that stands, with what it ended. */
export const findDismissal = (db: Db, staff_member_id: number) =>
  db
    .selectFrom('staff_dismissal')
    .select(['id', 'dismissed_on', 'order_number', 'ended'])
    .$narrowType<{ ended: Ended }>()
    .where('staff_member_id', '=', staff_member_id)
    .where('undone_at', 'is', null)
    .orderBy('id', 'desc')
    .executeTakeFirst()

export const putUndone = (trx: Db, id: number, undone_at: Date) =>
  trx.updateTable('staff_dismissal').set({ undone_at }).where('id', '=', id).execute()
