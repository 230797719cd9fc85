import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../platform/db.ts'

/** Consents of these people, the latest first, with the text signed and who signed or withdrew. */
export const listConsents = (db: Db, person_ids: number[]) =>
  db
    .selectFrom('consent')
    .innerJoin('consent_text', 'consent_text.id', 'consent.consent_text_id')
    .innerJoin('person as whose', 'whose.id', 'consent.person_id')
    .innerJoin('person as signer', 'signer.id', 'consent.given_by')
    .leftJoin('person as leaver', 'leaver.id', 'consent.withdrawn_by')
    .select(['consent.id', 'consent.person_id', 'consent.given_on', 'consent.given_by', 'consent.document'])
    .select(['consent.withdrawn_on', 'consent.withdrawn_by', 'consent_text.kind', 'consent_text.version'])
    .select(['consent_text.body', 'whose.born_on'])
    .select([nameOf('signer').as('signer'), nameOf('leaver').as('leaver')])
    .where('consent.person_id', 'in', [...person_ids, -1])
    .orderBy('consent.given_on', 'desc')
    .orderBy('consent.id', 'desc')
    .execute()
export type Consent = Awaited<ReturnType<typeof listConsents>>[number]

export const nameOf = (table: string) =>
  sql<string>`concat_ws(' ', ${sql.ref(`${table}.last_name`)}, ${sql.ref(`${table}.first_name`)},
    nullif(${sql.ref(`${table}.middle_name`)}, ''))`

/** The consent locked: two deeds on it wait for each other. */
export const lockConsent = (trx: Db, id: number) =>
  trx
    .selectFrom('consent')
    .innerJoin('consent_text', 'consent_text.id', 'consent.consent_text_id')
    .innerJoin('person', 'person.id', 'consent.person_id')
    .select(['consent.id', 'consent.person_id', 'consent.given_by', 'consent.given_on', 'consent.withdrawn_on'])
    .select(['consent_text.kind', 'consent_text.version', 'person.born_on'])
    .where('consent.id', '=', id)
    .forUpdate('consent')
    .executeTakeFirst()

type NewConsent = {
  person_id: number
  given_by: number
  given_on: string
  document: string
  consent_text_id: number
  noted_by: number | null
}

export const addConsents = (trx: Db, consents: NewConsent[]) =>
  trx.insertInto('consent').values(consents).returning(['id', 'person_id']).execute()

export const endConsent = (trx: Db, id: number, withdrawn_on: string, withdrawn_by: number | null) =>
  trx.updateTable('consent').set({ withdrawn_on, withdrawn_by }).where('id', '=', id).execute()

/** The wording in force on the day, or the first there was. */
export const findText = (db: Db, kind: string, day: string) =>
  db
    .selectFrom('consent_text')
    .select(['id', 'kind', 'version', 'since', 'body'])
    .where('kind', '=', kind)
    .orderBy((eb) => eb('since', '<=', day), 'desc')
    .orderBy('version', 'desc')
    .executeTakeFirst()

/** All wordings, the latest first, with how many signed each. */
export const listTexts = (db: Db) =>
  db
    .selectFrom('consent_text')
    .select(['consent_text.id', 'consent_text.kind', 'consent_text.version', 'consent_text.since', 'consent_text.body'])
    .select((eb) =>
      eb
        .selectFrom('consent')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('consent.consent_text_id', '=', 'consent_text.id')
        .as('signed')
    )
    .orderBy('consent_text.kind')
    .orderBy('consent_text.version', 'desc')
    .execute()

type NewText = { kind: string; since: string; body: string }

/** The next version of the wording; what was signed keeps its own. */
export const addText = (trx: Db, { kind, since, body }: NewText) =>
  trx
    .insertInto('consent_text')
    .values((eb) => ({
      ...{ kind, since, body },
      version: eb
        .selectFrom('consent_text as other')
        .select(sql<number>`(coalesce(max(other.version), 0) + 1)::smallint`.as('next'))
        .where('other.kind', '=', kind)
    }))
    .returning(['id', 'version'])
    .executeTakeFirstOrThrow()

/** Guardians of the student joined outside, who are so on the day: those who may sign for a minor. */
export const guardiansOn = (db: Db, day: string) =>
  jsonArrayFrom(
    db
      .selectFrom('guardian')
      .innerJoin('person as kin', 'kin.id', 'guardian.person_id')
      .select(['guardian.person_id', 'guardian.kinship'])
      .select(['kin.last_name', 'kin.first_name', 'kin.middle_name'])
      .whereRef('guardian.student_id', '=', 'student.id' as never)
      .where((eb) => eb.or([eb('guardian.until', 'is', null), eb('guardian.until', '>=', day)]))
      .orderBy('guardian.since')
      .orderBy('guardian.person_id')
  )

/** Whose consent this is. */
export const findWhose = async (db: Db, id: number): Promise<number | undefined> =>
  (await db.selectFrom('consent').select('person_id').where('id', '=', id).executeTakeFirst())?.person_id
