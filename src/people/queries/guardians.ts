import type { Db } from '../../platform/db.ts'

/** Guardians of the student, those of today first. */
export const listGuardians = (db: Db, student_id: number) =>
  db
    .selectFrom('guardian')
    .innerJoin('person', 'person.id', 'guardian.person_id')
    .select(['guardian.person_id', 'guardian.kinship', 'guardian.since', 'guardian.until'])
    .select(['person.last_name', 'person.first_name', 'person.middle_name'])
    .where('guardian.student_id', '=', student_id)
    .orderBy('guardian.until', (order) => order.desc().nullsFirst())
    .orderBy('person.last_name')
    .orderBy('person.first_name')
    .execute()

type Guardian = { person_id: number; student_id: number; kinship: string; since: string }

/** A link that was withdrawn once begins anew. */
export const putGuardian = (trx: Db, guardian: Guardian) =>
  trx
    .insertInto('guardian')
    .values(guardian)
    .onConflict((conflict) =>
      conflict
        .columns(['person_id', 'student_id'])
        .doUpdateSet({ kinship: guardian.kinship, since: guardian.since, until: null })
    )
    .execute()

export const endGuardian = (
  trx: Db,
  { person_id, student_id }: { person_id: number; student_id: number },
  until: string
) =>
  trx
    .updateTable('guardian')
    .set({ until })
    .where('person_id', '=', person_id)
    .where('student_id', '=', student_id)
    .execute()
