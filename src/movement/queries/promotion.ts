import { sql } from 'kysely'
import { type Db, tableOf } from '../../platform/db.ts'

/** Groups that may go on into the year: those of earlier years that are there on its first day. */
export const listPromotable = (db: Db, year: { id: number; starts_on: string }) =>
  db
    .selectFrom('study_group')
    .innerJoin('department', 'department.id', 'study_group.department_id')
    .leftJoin('curriculum', 'curriculum.id', 'study_group.curriculum_id')
    .select(['study_group.id', 'study_group.name', 'study_group.name_pattern', 'study_group.entry_year'])
    .select(['study_group.department_id', 'department.name as department', 'curriculum.semesters'])
    .select((eb) => [
      eb
        .exists(
          eb
            .selectFrom('study_group_year')
            .select('course')
            .whereRef('study_group_year.study_group_id', '=', 'study_group.id')
            .where('study_group_year.academic_year_id', '=', year.id)
        )
        .$castTo<boolean>()
        .as('is_promoted'),
      eb
        .selectFrom('enrolment')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('enrolment.study_group_id', '=', 'study_group.id')
        .where('enrolment.since', '<=', year.starts_on)
        .where((on) => on.or([on('enrolment.until', 'is', null), on('enrolment.until', '>=', year.starts_on)]))
        .$asScalar()
        .$notNull()
        .as('students')
    ])
    .where((eb) =>
      eb.or([eb('study_group.disbanded_on', 'is', null), eb('study_group.disbanded_on', '>=', year.starts_on)])
    )
    .where('study_group.entry_year', '<', Number(year.starts_on.slice(0, 4)))
    .orderBy('department.name')
    .orderBy('study_group.entry_year', 'desc')
    .orderBy('study_group.name')
    .execute()

/** Everybody who is in these groups on the day, with how many debts are open. */
export const listGoingOn = (db: Db, groups: number[], day: string) =>
  db
    .selectFrom('enrolment')
    .innerJoin('student', 'student.id', 'enrolment.student_id')
    .innerJoin('person', 'person.id', 'student.person_id')
    .select(['student.id', 'enrolment.study_group_id'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .select((eb) =>
      eb
        .selectFrom('debt')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('debt.student_id', '=', 'student.id')
        .where('debt.cleared_on', 'is', null)
        .$asScalar()
        .$notNull()
        .as('debts')
    )
    .where('enrolment.study_group_id', 'in', [...groups, -1])
    .where('enrolment.since', '<=', day)
    .where((eb) => eb.or([eb('enrolment.until', 'is', null), eb('enrolment.until', '>=', day)]))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .orderBy('student.id')
    .execute()

/** Who left these groups for an academic leave last, and has neither come back by the day nor been expelled. */
export const listOnLeave = (db: Db, groups: number[], day: string) =>
  db
    .selectFrom('enrolment')
    .innerJoin('movement_order', 'movement_order.id', 'enrolment.until_order_id')
    .innerJoin('student', 'student.id', 'enrolment.student_id')
    .innerJoin('person', 'person.id', 'student.person_id')
    .select(['student.id', 'enrolment.study_group_id', 'enrolment.until'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .where('enrolment.study_group_id', 'in', [...groups, -1])
    .where('movement_order.kind', '=', 'academic_leave')
    .where('enrolment.until', '<', day)
    .where('enrolment.released_on', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('enrolment as next')
            .select('next.id')
            .whereRef('next.student_id', '=', 'enrolment.student_id')
            .whereRef('next.since', '>', 'enrolment.since')
        )
      )
    )
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .execute()

/** Names of the groups that do not go on: those they bear now and those they will. */
export const listStandingNames = (db: Db, today: string, except: number[]) =>
  db
    .selectFrom('study_group')
    .select(['study_group.id', 'study_group.name'])
    .where('disbanded_on', 'is', null)
    .where('study_group.id', 'not in', [...except, -1])
    .union(
      db
        .selectFrom('study_group_name')
        .innerJoin('study_group', 'study_group.id', 'study_group_name.study_group_id')
        .select(['study_group.id', 'study_group_name.name'])
        .where('disbanded_on', 'is', null)
        .where('since', '>', today)
        .where('study_group.id', 'not in', [...except, -1])
    )
    .execute()

/** Groups the order promoted, with their year. */
export const listPromoted = (db: Db, order_id: number) =>
  db
    .selectFrom('study_group_year')
    .innerJoin('academic_year', 'academic_year.id', 'study_group_year.academic_year_id')
    .innerJoin('study_group', 'study_group.id', 'study_group_year.study_group_id')
    .select(['study_group.id', 'study_group.name', 'academic_year.id as year_id', 'academic_year.starts_on'])
    .select('study_group_year.course')
    .where('study_group_year.order_id', '=', order_id)
    .orderBy('study_group.name')
    .execute()

/** A group that the order promoted and that has been promoted again since. */
export const findPromotedAgain = (db: Db, order_id: number) =>
  db
    .selectFrom('study_group_year as mine')
    .innerJoin('academic_year as year', 'year.id', 'mine.academic_year_id')
    .innerJoin('study_group_year as next', 'next.study_group_id', 'mine.study_group_id')
    .innerJoin('academic_year as later', 'later.id', 'next.academic_year_id')
    .innerJoin('study_group', 'study_group.id', 'mine.study_group_id')
    .select('study_group.name')
    .where('mine.order_id', '=', order_id)
    .whereRef('later.starts_on', '>', 'year.starts_on')
    .limit(1)
    .executeTakeFirst()

type First = { group_name: string; subject: string; day: string | null }

/** The first record of the new year in a group the order promoted: a lesson (marks and absences stand in lessons) or a result. */
export async function findFirstRecord(db: Db, order_id: number): Promise<First | undefined> {
  const { rows } = await sql<First>`
    with page as (
      select course.id, course.curriculum_item_id, study_group.name as group_name
      from ${tableOf(db, 'study_group_year')} as mine
      join ${tableOf(db, 'term')} as term on term.academic_year_id = mine.academic_year_id
      join ${tableOf(db, 'course')} as course on course.study_group_id = mine.study_group_id and course.term_id = term.id
      join ${tableOf(db, 'study_group')} as study_group on study_group.id = mine.study_group_id
      where mine.order_id = ${order_id}::bigint),
    found as (
      select page.*, lesson.held_on from page join ${tableOf(db, 'lesson')} as lesson on lesson.course_id = page.id
      union all
      select page.*, null from page where exists (select from ${tableOf(db, 'result')} as result where result.course_id = page.id))
    select found.group_name, item.name as subject, found.held_on as day
    from found join ${tableOf(db, 'curriculum_item')} as item on item.id = found.curriculum_item_id
    order by found.held_on nulls last, found.group_name, item.name limit 1`.execute(db)
  return rows[0]
}

export const dropYears = (trx: Db, order_id: number) =>
  trx.deleteFrom('study_group_year').where('order_id', '=', order_id).execute()
