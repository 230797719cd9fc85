import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { NEUTRAL_SURNAME, neutralStudent } from '../rules/anonymising.ts'

/** A neutral name in place of the student's and of the guardians' who go along. */
export async function putNeutral(trx: Db, today: string, student: { id: number; person_id: number }, kin: number[]) {
  const gone = { sex: null, born_on: null, anonymised_on: today }
  await trx
    .updateTable('person')
    .set({ ...neutralStudent(student.id), ...gone })
    .where('id', '=', student.person_id)
    .execute()
  await trx.updateTable('student').set({ record_number: null }).where('id', '=', student.id).execute()
  await trx
    .updateTable('person')
    .set({ last_name: 'Представитель', first_name: sql<string>`'№ ' || id`, middle_name: '', ...gone })
    .where('id', 'in', [...kin, -1])
    .execute()
}

/** Addresses, answers, documents and achievements are gone; special data too. */
export async function dropAnswers(trx: Db, student_id: number, person_ids: number[]): Promise<void> {
  await trx.deleteFrom('contact').where('person_id', 'in', person_ids).execute()
  for (const table of ['questionnaire', 'handed_document', 'health_record', 'social_category'] as const)
    await trx.deleteFrom(table).where('student_id', '=', student_id).execute()
  await trx.deleteFrom('portfolio_entry').where('student_id', '=', student_id).execute()
}

/** Words that people wrote about themselves; that there was a consent, a report, an order line stays. */
export async function blankWords(trx: Db, student_id: number, person_ids: number[]): Promise<void> {
  await trx.updateTable('consent').set({ document: '' }).where('person_id', 'in', person_ids).execute()
  await trx
    .updateTable('personal_data_change')
    .set((eb) => ({
      ...{ value: '', remark: '', document_on: null },
      reason: eb.case().when('state', '=', 'refused').then('—').else('').end()
    }))
    .where('person_id', 'in', person_ids)
    .execute()
  await trx
    .updateTable('movement_order_line')
    .set({ last_name: NEUTRAL_SURNAME, previous_last_name: NEUTRAL_SURNAME })
    .where('student_id', '=', student_id)
    .where('last_name', 'is not', null)
    .execute()
}

/** Accounts without a name that nobody signs in with, and without sessions. */
export async function closeAccounts(trx: Db, person_ids: number[], at: Date): Promise<void> {
  const closed = await trx
    .updateTable('account')
    .set({ login: sql<string>`'closed-' || id`, password_hash: '!', blocked_at: sql`coalesce(blocked_at, ${at})` })
    .where('person_id', 'in', person_ids)
    .returning('id')
    .execute()
  await trx
    .deleteFrom('session')
    .where('account_id', 'in', [...closed.map(({ id }) => id), -1])
    .execute()
}
