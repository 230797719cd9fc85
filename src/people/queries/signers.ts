import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import { jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Doer } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'
import { groupInSight } from '../../access/sight.ts'
import type { Db } from '../../platform/db.ts'
import type { DB } from '../../platform/schema.ts'
import { reachOf, withoutStaffing } from '../rules/reach.ts'
import { guardiansOn } from './consents.ts'
import { presentGroup } from './present.ts'
import { personInReach } from './reach.ts'

export const PAGE_SIZE = 60
/** `whose`: students, guardians or staff; a group of 0 is any; a state that is none of the three is any. */
export type Worklist = { whose: string; kind: string; state: string; group: number; page: number }

const one = sql.lit(1).as('one')

/** People in reach with the student's group of today and who signs for a minor. */
const signers = (db: Db, actor: Doer, right: Right, today: string) =>
  db
    .selectFrom('person')
    .leftJoin('student', 'student.person_id', 'person.id')
    .leftJoinLateral(presentGroup(today), (join) => join.onTrue())
    .select(['person.id as person_id', 'person.last_name', 'person.first_name', 'person.middle_name', 'person.born_on'])
    .select(['student.id as student_id', 'present.group_id', 'present.group_name'])
    .select(guardiansOn(db, today).as('guardians'))
    .where('person.anonymised_on', 'is', null)
    .where(personInReach(db, actor, right, today))
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .orderBy('person.middle_name')
    .orderBy('person.id')

/** These people, as far as they are in reach. */
export const listSigners = (db: Db, actor: Doer, right: Right, today: string, person_ids: number[]) =>
  signers(db, actor, right, today)
    .where('person.id', 'in', [...person_ids, -1])
    .execute()
export type Signer = Awaited<ReturnType<typeof listSigners>>[number]

/** The students of a group today. */
export const listOfGroup = (db: Db, actor: Doer, right: Right, today: string, group: number) =>
  signers(db, actor, right, today).where('present.group_id', '=', group).execute()

/** Consents to the kind of whoever is `person` outside. */
const consents = (db: Db, kind: string) =>
  db
    .selectFrom('consent')
    .innerJoin('consent_text', 'consent_text.id', 'consent.consent_text_id')
    .where('consent_text.kind', '=', kind)
    .whereRef('consent.person_id', '=', 'person.id' as never)

/** The same as the rule says: the guardian's signature stands until the eighteenth birthday. */
const inForce = (db: Db, kind: string, today: string): Expression<SqlBool> =>
  expressionBuilder<DB, 'person'>().exists(
    consents(db, kind)
      .select(one)
      .where('consent.withdrawn_on', 'is', null)
      .where(
        sql<SqlBool>`(consent.given_by = consent.person_id or person.born_on is null
          or age(${today}::date, person.born_on) < interval '18 years')`
      )
  )

const isOf = (db: Db, today: string, whose: string, group: number): Expression<SqlBool> => {
  const eb = expressionBuilder<DB, 'person'>()
  if (whose === 'staff')
    return eb.exists(
      db
        .selectFrom('staff_member')
        .select(one)
        .whereRef('staff_member.person_id', '=', 'person.id' as never)
        .where((on) => on.or([on('dismissed_on', 'is', null), on('dismissed_on', '>=', today)]))
    )
  if (whose !== 'guardians') {
    const inGroup = sql<SqlBool>`present.group_id is not null`
    return group === 0 ? inGroup : eb.and([inGroup, sql<SqlBool>`present.group_id = ${group}`])
  }
  return eb.exists(
    db
      .selectFrom('guardian')
      .innerJoin('enrolment', 'enrolment.student_id', 'guardian.student_id')
      .select(one)
      .whereRef('guardian.person_id', '=', 'person.id' as never)
      .where((on) => on.or([on('guardian.until', 'is', null), on('guardian.until', '>=', today)]))
      .where('enrolment.since', '<=', today)
      .where((on) => on.or([on('enrolment.until', 'is', null), on('enrolment.until', '>=', today)]))
      .$if(group !== 0, (some) => some.where('enrolment.study_group_id', '=', group))
  )
}

/** One page of people with the latest consent of the kind, and one row more when there are others. */
export function listWorklist(db: Db, actor: Doer, right: Right, today: string, list: Worklist) {
  const { whose, kind, state, group, page } = list
  const withdrawn = expressionBuilder<DB, 'person'>().exists(
    consents(db, kind).select(one).where('consent.withdrawn_on', 'is not', null)
  )
  return signers(db, actor, right, today)
    .select(sql<boolean>`${inForce(db, kind, today)}`.as('is_given'))
    .select(sql<boolean>`${withdrawn}`.as('was_withdrawn'))
    .select(
      jsonObjectFrom(
        consents(db, kind)
          .select(['consent.id', 'consent.given_on', 'consent.given_by', 'consent.withdrawn_on', 'consent.document'])
          .orderBy('consent.given_on', 'desc')
          .orderBy('consent.id', 'desc')
          .limit(1)
      ).as('latest')
    )
    .where(isOf(db, today, whose, group))
    .$if(state === 'given', (some) => some.where(inForce(db, kind, today)))
    .$if(state === 'withdrawn', (some) => some.where((eb) => eb.and([eb.not(inForce(db, kind, today)), withdrawn])))
    .$if(state === 'missing', (some) =>
      some.where((eb) => eb.and([eb.not(inForce(db, kind, today)), eb.not(withdrawn)]))
    )
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE)
    .execute()
}

/** Who has a consent of the kind that stands today, of these people. */
export async function listGiven(db: Db, kind: string, today: string, person_ids: number[]): Promise<Set<number>> {
  const rows = await db
    .selectFrom('person')
    .select('person.id')
    .where('person.id', 'in', [...person_ids, -1])
    .where(inForce(db, kind, today))
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** Groups of today that the actor keeps or oversees. */
export function listGroupsInReach(db: Db, actor: Doer, right: Right, today: string) {
  if (!reachOf(actor, right).groups) return Promise.resolve([])
  return db
    .selectFrom('study_group')
    .select(['study_group.id', 'study_group.name'])
    .where((eb) => eb.or([eb('disbanded_on', 'is', null), eb('disbanded_on', '>=', today)]))
    .where(groupInSight(db, withoutStaffing(actor), right, today))
    .orderBy('study_group.name')
    .execute()
}
