import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import { type Doer, scopesOf } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'
import type { May, OwnerKind } from '../rules/portfolio.ts'
import { studentInSight } from './sight.ts'

/** Whose portfolio is looked at, and what the visitor may do with it. */
export type Owner = {
  kind: OwnerKind
  id: number
  person_id: number
  last_name: string
  first_name: string
  middle_name: string
  /** The post of a member of staff, the group of a student. */
  about: string
  may: May
  isOwn: boolean
}

/** A condition on `student`: in reach of the right by groups, the visitor's own, or a child represented today. */
function ownOrInSight(db: Db, actor: Doer, right: Right, today: string): Expression<SqlBool> {
  const scopes = scopesOf(actor, right)
  const eb = expressionBuilder<DB, 'student'>()
  const ways = [studentInSight(db, actor, right, today)]
  if (scopes.includes('self')) ways.push(eb('student.id', '=', actor.student_id ?? -1))
  if (scopes.includes('child')) ways.push(isChildOf(db, actor.person_id ?? -1, today))
  return eb.or(ways)
}

const isChildOf = (db: Db, person_id: number, today: string) =>
  expressionBuilder<DB, 'student'>().exists(
    db
      .selectFrom('guardian')
      .select(sql.lit(1).as('one'))
      .whereRef('guardian.student_id', '=', 'student.id' as never)
      .where('guardian.person_id', '=', person_id)
      .where('guardian.since', '<=', today)
      .where((eb) => eb.or([eb('guardian.until', 'is', null), eb('guardian.until', '>=', today)]))
  )

/** Students whose portfolios the visitor may read, with the group of today. */
export const students = (db: Db, actor: Doer, today: string) =>
  db
    .selectFrom('student')
    .innerJoin('person', 'person.id', 'student.person_id')
    .leftJoin('enrolment', (join) =>
      join
        .onRef('enrolment.student_id', '=', 'student.id')
        .on('enrolment.since', '<=', today)
        .on((on) => on.or([on('enrolment.until', 'is', null), on('enrolment.until', '>=', today)]))
    )
    .leftJoin('study_group', 'study_group.id', 'enrolment.study_group_id')
    .select(['student.id', 'student.person_id', 'study_group.name as group_name'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .where(ownOrInSight(db, actor, 'portfolio: read', today))

/** The owner of a portfolio in sight; undefined when there is none. */
export const findOwner = (db: Db, actor: Doer, today: string, kind: OwnerKind, id: number) =>
  kind === 'staff' ? findMemberOwner(db, actor, id) : findStudentOwner(db, actor, today, id)

async function findMemberOwner(db: Db, actor: Doer, id: number): Promise<Owner | undefined> {
  const isOwn = actor.staff_member_id === id
  const reaches = (right: Right) =>
    scopesOf(actor, right).some((scope) => scope === 'all' || (scope === 'self' && isOwn))
  if (!reaches('staff portfolio: read')) return undefined
  const member = await db
    .selectFrom('staff_member')
    .innerJoin('person', 'person.id', 'staff_member.person_id')
    .select(['staff_member.id', 'staff_member.person_id', 'staff_member.post as about'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .where('staff_member.id', '=', id)
    .executeTakeFirst()
  return member && { ...member, kind: 'staff', isOwn, may: reaches('staff portfolio: write') ? 'keep' : 'read' }
}

async function findStudentOwner(db: Db, actor: Doer, today: string, id: number): Promise<Owner | undefined> {
  const found = await students(db, actor, today)
    .select(sql<boolean>`${studentInSight(db, actor, 'portfolio: write', today)}`.as('is_kept'))
    .where('student.id', '=', id)
    .executeTakeFirst()
  if (!found) return undefined
  const { is_kept, group_name, ...student } = found
  const isOwn = actor.student_id === id
  const isProposed = isOwn && scopesOf(actor, 'portfolio: write').includes('self')
  const may = is_kept ? 'keep' : isProposed ? 'propose' : 'read'
  return { ...student, kind: 'student', about: group_name ? `группа ${group_name}` : '', isOwn, may }
}
