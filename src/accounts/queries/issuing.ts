import type { Role } from '../../access/rights.ts'
import type { Db } from '../../platform/db.ts'

/** Logins that begin like the one wanted. */
export async function listTakenLogins(db: Db, logins: string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('account')
    .select('login')
    .where((eb) => eb.or(logins.map((login) => eb('login', 'like', `${login}%`))))
    .execute()
  return new Set(rows.map(({ login }) => login))
}

/** One at a time: two people who issue credentials at once must not choose one login. */
export const lockLogins = (trx: Db) => trx.selectFrom('college_profile').select('only_one').forNoKeyUpdate().execute()

type NewAccount = {
  person_id: number
  login: string
  password_hash: string
  issued_by: number | null
  issued_at: Date | null
}

/** Answers with the numbers of the accounts by person. */
export async function addAccounts(trx: Db, added: NewAccount[]): Promise<Map<number, number>> {
  const rows = await trx
    .insertInto('account')
    .values(added.map((one) => ({ ...one, password_is_temporary: true })))
    .returning(['id', 'person_id'])
    .execute()
  return new Map(rows.map(({ id, person_id }) => [person_id ?? 0, id]))
}

export const addGrants = (trx: Db, grants: { account_id: number; role: Role; since: string }[]) =>
  trx.insertInto('role_grant').values(grants).execute()

/** What the people are by the lists of students and parents: the roles of a new account. */
export async function listPupilRoles(db: Db, person_ids: number[]): Promise<Map<number, Role[]>> {
  const students = await db.selectFrom('student').select('person_id').where('person_id', 'in', person_ids).execute()
  const parents = await db
    .selectFrom('guardian')
    .select('person_id')
    .distinct()
    .where('person_id', 'in', person_ids)
    .execute()
  const roles = new Map<number, Role[]>(person_ids.map((id) => [id, []]))
  for (const { person_id } of students) roles.get(person_id)?.push('student')
  for (const { person_id } of parents) roles.get(person_id)?.push('parent')
  return roles
}
