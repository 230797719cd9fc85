import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

type Kinship = { person_id: number; student_id: number; kinship: string }

/** Sets what guardians are to their students; answers with what they were, by «person student». */
export async function putKinships(trx: Db, rows: Kinship[]): Promise<Map<string, string>> {
  const given = rows.map(({ person_id, student_id, kinship }) => ({ person_id, student_id, kinship }))
  const before = await trx
    .selectFrom('guardian')
    .select(['person_id', 'student_id', 'kinship'])
    .where('student_id', 'in', [...given.map(({ student_id }) => student_id), -1])
    .execute()
  await trx
    .updateTable('guardian')
    .from(
      sql<Kinship>`jsonb_to_recordset(${JSON.stringify(given)}::jsonb)`.as<'given'>(
        sql`given(person_id bigint, student_id bigint, kinship text)`
      )
    )
    .set((eb) => ({ kinship: eb.ref('given.kinship') }))
    .whereRef('guardian.person_id', '=', 'given.person_id')
    .whereRef('guardian.student_id', '=', 'given.student_id')
    .execute()
  return new Map(before.map((one) => [`${one.person_id} ${one.student_id}`, one.kinship]))
}
