import type { Db } from '../../platform/db.ts'
import type { Contact, Questionnaire } from '../rules/questionnaires.ts'

/** How to reach these people; whoever has no line is missing. */
export const listContacts = (db: Db, person_ids: number[]) =>
  db
    .selectFrom('contact')
    .select(['person_id', 'phone', 'email', 'registered_address', 'living_address', 'citizenship'])
    .where('person_id', 'in', [...person_ids, -1])
    .execute()

export async function findContact(db: Db, person_id: number): Promise<Contact | undefined> {
  return db
    .selectFrom('contact')
    .select(['phone', 'email', 'registered_address', 'living_address', 'citizenship'])
    .where('person_id', '=', person_id)
    .executeTakeFirst()
}

export const putContact = (trx: Db, person_id: number, contact: Contact) =>
  trx
    .insertInto('contact')
    .values({ person_id, ...contact })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(contact))
    .execute()

export async function findQuestionnaire(db: Db, student_id: number): Promise<Questionnaire | undefined> {
  return db
    .selectFrom('questionnaire')
    .select(['base_education', 'education_document', 'educated_on', 'financing', 'lives_in_dormitory'])
    .where('student_id', '=', student_id)
    .executeTakeFirst()
}

export const putQuestionnaire = (trx: Db, student_id: number, questionnaire: Questionnaire) =>
  trx
    .insertInto('questionnaire')
    .values({ student_id, ...questionnaire })
    .onConflict((conflict) => conflict.column('student_id').doUpdateSet(questionnaire))
    .execute()

export const listDocuments = (db: Db, student_id: number) =>
  db
    .selectFrom('handed_document')
    .select(['kind', 'handed_on'])
    .where('student_id', '=', student_id)
    .orderBy('kind')
    .execute()

/** What was handed in is this list from now on. */
export async function putDocuments(trx: Db, student_id: number, documents: { kind: string; handed_on: string }[]) {
  await trx.deleteFrom('handed_document').where('student_id', '=', student_id).execute()
  const rows = documents.map((one) => ({ student_id, ...one }))
  if (rows.length > 0) await trx.insertInto('handed_document').values(rows).execute()
}
