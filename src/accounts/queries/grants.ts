import type { Role } from '../../access/rights.ts'
import type { Db } from '../../platform/db.ts'
import type { Grant } from '../rules/grants.ts'

/** All roles an account has ever held, the newest first. */
export const listGrants = (db: Db, account_id: number) =>
  db
    .selectFrom('role_grant')
    .leftJoin('department', 'department.id', 'role_grant.department_id')
    .select(['role_grant.id', 'role_grant.account_id', 'role_grant.role', 'role_grant.department_id'])
    .select(['role_grant.order_number', 'role_grant.since', 'role_grant.until', 'department.name as department'])
    .$narrowType<{ role: Role }>()
    .where('role_grant.account_id', '=', account_id)
    .orderBy('role_grant.since', 'desc')
    .orderBy('role_grant.id', 'desc')
    .execute()

export const findGrant = async (db: Db, account_id: number, id: number) =>
  (await listGrants(db, account_id)).find((grant) => grant.id === id)

export const addGrant = (trx: Db, grant: Grant & { account_id: number; order_number: string }) =>
  trx.insertInto('role_grant').values(grant).returning('id').executeTakeFirstOrThrow()

export const endGrant = (trx: Db, id: number, span: { since: string; until: string }) =>
  trx.updateTable('role_grant').set(span).where('id', '=', id).execute()

export const listDepartments = (db: Db) => db.selectFrom('department').select(['id', 'name']).orderBy('name').execute()
