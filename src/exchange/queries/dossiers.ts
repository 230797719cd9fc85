import { sql } from 'kysely'
import { nameOf } from '../../people/queries/consents.ts'
import type { Db } from '../../platform/db.ts'

/** The person with the numbers under which others know the same one. */
export const findPersonKeys = (db: Db, id: number) =>
  db
    .selectFrom('person')
    .leftJoin('student', 'student.person_id', 'person.id')
    .leftJoin('staff_member', 'staff_member.person_id', 'person.id')
    .leftJoin('account', 'account.person_id', 'person.id')
    .leftJoin('contact', 'contact.person_id', 'person.id')
    .select(['person.id as person_id', 'person.last_name', 'person.first_name', 'person.middle_name', 'person.sex'])
    .select(['person.born_on', 'person.anonymised_on', 'student.id as student_id', 'student.record_number'])
    .select(['staff_member.id as staff_member_id', 'staff_member.post', 'account.id as account_id', 'account.login'])
    .select(['account.created_at', 'account.last_signed_in_at', 'account.blocked_at', 'contact.phone', 'contact.email'])
    .select(['contact.registered_address', 'contact.living_address', 'contact.citizenship'])
    .where('person.id', '=', id)
    .executeTakeFirst()
export type PersonKeys = NonNullable<Awaited<ReturnType<typeof findPersonKeys>>>

/** Who represents this person, and whom this person represents. */
export const listKin = (db: Db, { person_id, student_id }: PersonKeys) =>
  db
    .selectFrom('guardian')
    .innerJoin('person as kin', 'kin.id', 'guardian.person_id')
    .innerJoin('student as child', 'child.id', 'guardian.student_id')
    .innerJoin('person as young', 'young.id', 'child.person_id')
    .select([nameOf('kin').as('guardian'), nameOf('young').as('student')])
    .select(['guardian.kinship', 'guardian.since', 'guardian.until'])
    .where((eb) => eb.or([eb('guardian.person_id', '=', person_id), eb('guardian.student_id', '=', student_id ?? -1)]))
    .orderBy('guardian.since')
    .execute()

export const listStaysTold = (db: Db, { student_id }: PersonKeys) =>
  db
    .selectFrom('enrolment')
    .innerJoin('study_group', 'study_group.id', 'enrolment.study_group_id')
    .select(['study_group.name', 'enrolment.since', 'enrolment.until'])
    .where('enrolment.student_id', '=', student_id ?? -1)
    .orderBy('enrolment.since')
    .execute()

export const listOrdersTold = (db: Db, { student_id }: PersonKeys) =>
  db
    .selectFrom('movement_order_line')
    .innerJoin('movement_order', 'movement_order.id', 'movement_order_line.order_id')
    .select(['movement_order.kind', 'movement_order.number', 'movement_order.signed_on', 'movement_order.state'])
    .select(['movement_order_line.effective_on', 'movement_order_line.reason', 'movement_order_line.last_name'])
    .where('movement_order_line.student_id', '=', student_id ?? -1)
    .orderBy('movement_order.signed_on')
    .execute()

const lessons = (db: Db) =>
  db
    .selectFrom('lesson')
    .innerJoin('course', 'course.id', 'lesson.course_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .select(['lesson.held_on', 'curriculum_item.name as subject'])
    .orderBy('lesson.held_on')

export const listMarksTold = (db: Db, { student_id }: PersonKeys) =>
  lessons(db)
    .innerJoin('mark', 'mark.lesson_id', 'lesson.id')
    .leftJoin('work', (join) =>
      join.onRef('work.lesson_id', '=', 'mark.lesson_id').onRef('work.number', '=', 'mark.work_number')
    )
    .leftJoin('work_kind', 'work_kind.id', 'work.work_kind_id')
    .select(['work_kind.name as work', 'mark.value'])
    .where('mark.student_id', '=', student_id ?? -1)
    .execute()

export const listAbsencesTold = (db: Db, { student_id }: PersonKeys) =>
  lessons(db)
    .innerJoin('absence', 'absence.lesson_id', 'lesson.id')
    .select(['absence.code', 'absence.hours', 'absence.document'])
    .where('absence.student_id', '=', student_id ?? -1)
    .execute()

export const listResultsTold = (db: Db, { student_id }: PersonKeys) =>
  db
    .selectFrom('result')
    .innerJoin('course', 'course.id', 'result.course_id')
    .innerJoin('curriculum_item', 'curriculum_item.id', 'course.curriculum_item_id')
    .leftJoin('debt', (join) =>
      join
        .onRef('debt.course_id', '=', 'result.course_id')
        .onRef('debt.student_id', '=', 'result.student_id')
        .onRef('debt.kind', '=', 'result.kind')
    )
    .select(['curriculum_item.name as subject', 'course.semester', 'result.kind', 'result.value', 'result.note'])
    .select(['debt.opened_on', 'debt.cleared_on'])
    .where('result.student_id', '=', student_id ?? -1)
    .orderBy('course.semester')
    .orderBy('curriculum_item.name')
    .execute()

export const listChangesTold = (db: Db, { person_id }: PersonKeys) =>
  db
    .selectFrom('personal_data_change')
    .select(['field', 'value', 'remark', 'reported_on', 'state', 'reason', 'decided_on'])
    .where('person_id', '=', person_id)
    .orderBy('id')
    .execute()

export const listRolesTold = (db: Db, { account_id }: PersonKeys) =>
  db
    .selectFrom('role_grant')
    .select(['role', 'since', 'until', 'order_number'])
    .where('account_id', '=', account_id ?? -1)
    .orderBy('since')
    .execute()

export const listSessionsTold = (db: Db, { account_id }: PersonKeys) =>
  db
    .selectFrom('session')
    .select(['began_at', 'seen_at', 'address', 'browser'])
    .where('account_id', '=', account_id ?? -1)
    .orderBy('began_at')
    .execute()

/** So many of the latest entries are told; who needs more asks for the trail itself. */
const ENTRIES = 20_000

/** Deeds about the person and the person's own visits, the latest first; where somebody else sat is not told. */
export const listEntriesTold = (db: Db, { person_id, account_id }: PersonKeys) =>
  db
    .selectFrom('audit_entry')
    .select(['at', 'actor_name', 'deed', 'object_kind', 'object_id', 'before', 'after'])
    .select(sql<string>`case when account_id = ${account_id} then host(address) else '' end`.as('address'))
    .where((eb) =>
      eb.or([
        eb('about_id', '=', person_id),
        eb.and([eb('account_id', '=', account_id ?? -1), eb('deed', 'like', 'session.%')])
      ])
    )
    .orderBy('id', 'desc')
    .limit(ENTRIES)
    .execute()
