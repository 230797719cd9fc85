import { sql } from 'kysely'
import type { Doer } from '../../access/actor.ts'
import type { Right } from '../../access/rights.ts'
import type { Db } from '../../platform/db.ts'
import { formats } from '../../platform/formats.ts'
import { nameOf } from './consents.ts'
import { personInReach } from './reach.ts'

export const PAGE_SIZE = 40

const changes = (db: Db) =>
  db
    .selectFrom('personal_data_change')
    .innerJoin('person', 'person.id', 'personal_data_change.person_id')
    .leftJoin('student', 'student.person_id', 'person.id')
    .leftJoin('staff_member', 'staff_member.person_id', 'person.id')
    .leftJoin('account as reporter', 'reporter.id', 'personal_data_change.reported_by')
    .leftJoin('person as teller', 'teller.id', 'reporter.person_id')
    .select(['personal_data_change.id', 'personal_data_change.person_id', 'personal_data_change.field'])
    .select(['personal_data_change.value', 'personal_data_change.remark', 'personal_data_change.document_on'])
    .select(['personal_data_change.consent_id', 'personal_data_change.reported_on', 'personal_data_change.due_on'])
    .select(['personal_data_change.state', 'personal_data_change.reason', 'personal_data_change.decided_on'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name', 'student.id as student_id'])
    .select(['staff_member.id as staff_member_id', nameOf('teller').as('teller'), 'reporter.person_id as teller_id'])

/** Tasks in reach: those that wait first by their day, or the decided ones, the latest first; one row more when there are others. */
export const listChanges = (
  db: Db,
  actor: Doer,
  right: Right,
  today: string,
  { state, page }: { state: string; page: number }
) =>
  changes(db)
    .where(personInReach(db, actor, right, today))
    .$if(state === 'waiting', (some) => some.where('personal_data_change.state', '=', 'waiting'))
    .$if(state === 'overdue', (some) =>
      some.where('personal_data_change.state', '=', 'waiting').where('personal_data_change.due_on', '<', today)
    )
    .$if(state === 'decided', (some) => some.where('personal_data_change.state', '!=', 'waiting'))
    .orderBy((eb) => eb('personal_data_change.state', '=', 'waiting'), 'desc')
    .$if(state !== 'decided', (some) => some.orderBy('personal_data_change.due_on'))
    .orderBy('personal_data_change.id', 'desc')
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE)
    .execute()
export type Change = Awaited<ReturnType<typeof listChanges>>[number]

export const findChange = (db: Db, actor: Doer, right: Right, today: string, id: number) =>
  changes(db)
    .where('personal_data_change.id', '=', id)
    .where(personInReach(db, actor, right, today))
    .executeTakeFirst()

/** What this account has reported, the latest first. */
export const listReported = (db: Db, account_id: number) =>
  changes(db)
    .where('personal_data_change.reported_by', '=', account_id)
    .orderBy('personal_data_change.id', 'desc')
    .limit(50)
    .execute()

/** How many tasks wait for the actor and how many of them are late. */
export const countWaiting = (db: Db, actor: Doer, today: string) =>
  db
    .selectFrom('personal_data_change')
    .innerJoin('person', 'person.id', 'personal_data_change.person_id')
    .select((eb) => [
      eb.fn.countAll<number>().as('waiting'),
      eb.fn.countAll<number>().filterWhere('personal_data_change.due_on', '<', today).as('overdue')
    ])
    .where('personal_data_change.state', '=', 'waiting')
    .where(personInReach(db, actor, 'consents: write', today))
    .executeTakeFirstOrThrow()

/** The task locked: two decisions wait for each other. */
export const lockChange = (trx: Db, id: number) =>
  trx.selectFrom('personal_data_change').select('id').where('id', '=', id).forUpdate().executeTakeFirst()

type NewChange = {
  person_id: number
  field: string
  value: string
  remark: string
  document_on: string | null
  consent_id?: number | null
  reported_by: number
  reported_on: string
  due_on: string
}

export const addChange = (trx: Db, change: NewChange) =>
  trx.insertInto('personal_data_change').values(change).returning('id').executeTakeFirstOrThrow()

type Decision = { state: string; reason: string; decided_by: number | null; decided_on: string }

export const putDecision = (trx: Db, id: number, decision: Decision) =>
  trx.updateTable('personal_data_change').set(decision).where('id', '=', id).execute()

export const NAMES = ['last_name', 'first_name', 'middle_name', 'born_on'] as const

export const findName = (trx: Db, person_id: number) =>
  trx.selectFrom('person').select(NAMES).where('id', '=', person_id).executeTakeFirstOrThrow()

/** What stands on the card now where the report would change it; null where it says something else. */
export async function findCurrent(db: Db, { person_id, field }: { person_id: number; field: string }) {
  const rows = await db
    .selectFrom('person')
    .leftJoin('contact', 'contact.person_id', 'person.id')
    .select([...NAMES, 'phone', 'email', 'registered_address', 'living_address', 'citizenship'])
    .where('person.id', '=', person_id)
    .execute()
  const stored: Record<string, string | null> = rows[0] ?? {}
  if (!Object.hasOwn(stored, field)) return null
  const value = stored[field] ?? ''
  return field === 'born_on' && value !== '' ? formats.day(value) : value
}

export const putName = (trx: Db, person_id: number, change: Partial<Record<(typeof NAMES)[number], string>>) =>
  trx.updateTable('person').set(change).where('id', '=', person_id).execute()

/** Days off in the weeks after the day. */
export async function listDaysOff(db: Db, day: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('day_off')
    .select('held_on')
    .where('held_on', '>', day)
    .where('held_on', '<=', sql<string>`${day}::date + 40`)
    .execute()
  return new Set(rows.map(({ held_on }) => held_on))
}
