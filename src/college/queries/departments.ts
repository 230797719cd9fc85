import type { Db } from '../../platform/db.ts'
import type { Department } from '../rules/places.ts'

const departments = (db: Db) =>
  db
    .selectFrom('department')
    .select(['department.id', 'department.name', 'department.short_name'])
    .select((eb) => [
      eb
        .selectFrom('study_group')
        .select((one) => one.fn.countAll<number>().as('n'))
        .whereRef('study_group.department_id', '=', 'department.id')
        .as('groups'),
      eb
        .selectFrom('staff_member')
        .select((one) => one.fn.countAll<number>().as('n'))
        .whereRef('staff_member.department_id', '=', 'department.id')
        .as('staff'),
      eb
        .selectFrom('role_grant')
        .select((one) => one.fn.countAll<number>().as('n'))
        .whereRef('role_grant.department_id', '=', 'department.id')
        .as('roles')
    ])

/** Departments in the order of their names, each with what stands on it. */
export const listDepartments = (db: Db) => departments(db).orderBy('department.name').execute()

export const findDepartment = (db: Db, id: number) => departments(db).where('department.id', '=', id).executeTakeFirst()

/** Keeps other writers of the department waiting until the transaction ends, those who put something on it too. */
export const lockDepartment = (trx: Db, id: number) =>
  trx.selectFrom('department').select('id').where('id', '=', id).forUpdate().execute()

export const findDepartmentByName = (db: Db, name: string, except = 0) =>
  db.selectFrom('department').select('id').where('name', '=', name).where('id', '!=', except).executeTakeFirst()

export const addDepartment = (trx: Db, department: Department) =>
  trx
    .insertInto('department')
    .values(department)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst()

export const putDepartment = (trx: Db, id: number, department: Department) =>
  trx.updateTable('department').set(department).where('id', '=', id).execute()

export const dropDepartment = (trx: Db, id: number) => trx.deleteFrom('department').where('id', '=', id).execute()
