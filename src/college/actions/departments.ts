import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import * as queries from '../queries/departments.ts'
import { type Department, type DepartmentFields, refuseDepartment, standingOn } from '../rules/places.ts'

type Gone = 'no-such-department'
const isEmpty = (refusals: object) => Object.keys(refusals).length === 0

export function addDepartment(db: Db, actor: Doer, form: Department): Promise<DepartmentFields> {
  return inTransaction(db, async (trx) => {
    const refusals = refuseDepartment(form)
    if (!isEmpty(refusals)) return refusals
    const added = await queries.addDepartment(trx, form)
    if (!added) return { name: 'name-taken' as const }
    await record(trx, actor, { deed: 'department.added', ...object(added.id), after: form })
    return {}
  })
}

/** Renames a department; `was` are the names that were on the screen. */
export function changeDepartment(db: Db, actor: Doer, id: number, form: Department, was: Department) {
  return inTransaction(db, async (trx): Promise<DepartmentFields | Gone> => {
    await queries.lockDepartment(trx, id)
    const now = await queries.findDepartment(trx, id)
    if (!now) return 'no-such-department'
    const refusals = refuseDepartment(form)
    if (!isEmpty(refusals)) return refusals
    const before = { name: now.name, short_name: now.short_name }
    if (form.name === before.name && form.short_name === before.short_name) return {}
    if (was.name !== before.name || was.short_name !== before.short_name) return { form: 'changed-meanwhile' }
    if (await queries.findDepartmentByName(trx, form.name, id)) return { name: 'name-taken' }
    await queries.putDepartment(trx, id, form)
    await record(trx, actor, { deed: 'department.changed', ...object(id), before, after: form })
    return {}
  })
}

/** Removes a department on which nothing stands; otherwise answers with what does. */
export function removeDepartment(db: Db, actor: Doer, id: number) {
  return inTransaction(db, async (trx): Promise<string[] | Gone> => {
    await queries.lockDepartment(trx, id)
    const now = await queries.findDepartment(trx, id)
    if (!now) return 'no-such-department'
    const standing = standingOnDepartment(now)
    if (standing.length > 0) return standing
    await queries.dropDepartment(trx, id)
    const before = { name: now.name, short_name: now.short_name }
    await record(trx, actor, { deed: 'department.removed', ...object(id), before })
    return []
  })
}

type Counted = { groups: number | null; staff: number | null; roles: number | null }

export const standingOnDepartment = ({ groups, staff, roles }: Counted): string[] =>
  standingOn({ групп: groups ?? 0, сотрудников: staff ?? 0, 'назначенных ролей': roles ?? 0 })

const object = (id: number) => ({ object_kind: 'department', object_id: id })
