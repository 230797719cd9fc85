import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { Specialty } from '../rules/specialties.ts'

/** Specialties with how many groups study them now. */
export const listSpecialties = (db: Db) =>
  db
    .selectFrom('specialty')
    .select(['specialty.id', 'specialty.code', 'specialty.name', 'specialty.name_pattern'])
    .select((eb) =>
      eb
        .selectFrom('study_group')
        .select(sql<number>`count(*)::int`.as('n'))
        .whereRef('study_group.specialty_id', '=', 'specialty.id')
        .where('study_group.disbanded_on', 'is', null)
        .as('groups')
    )
    .orderBy('specialty.code')
    .execute()

export const lockSpecialty = (trx: Db, id: number) =>
  trx.selectFrom('specialty').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()

export const addSpecialty = (trx: Db, specialty: Specialty) =>
  trx
    .insertInto('specialty')
    .values(specialty)
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning('id')
    .executeTakeFirst()

export const putSpecialty = (trx: Db, id: number, specialty: Omit<Specialty, 'code'>) =>
  trx.updateTable('specialty').set(specialty).where('id', '=', id).execute()
