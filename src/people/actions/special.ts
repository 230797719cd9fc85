import { type Doer, holds } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { findSettings } from '../../college/queries.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { findSpecial, putCategories, putHealth } from '../queries/special.ts'
import { findStudent, lockStudent } from '../queries/students.ts'
import { refuseSpecial, type Special, type SpecialRefusal } from '../rules/special.ts'

const keeps = async (db: Db) => (await findSettings(db)).keeps_special_data === 1

/** True where such data are kept at all and the actor may read this student's. */
export async function maySeeSpecial(db: Db, actor: Doer, today: string, id: number): Promise<boolean> {
  if (!holds(actor, 'special data: read') || !(await keeps(db))) return false
  return (await findStudent(db, actor, 'special data: read', today, id)) !== undefined
}

/** Opens the special data of a student; undefined where they are not kept or out of sight. */
export function openSpecial(db: Db, actor: Doer, today: string, id: number) {
  return inTransaction(db, async (trx) => {
    const student = await findStudent(trx, actor, 'special data: read', today, id)
    if (!student || !(await keeps(trx))) return undefined
    const line = { object_kind: 'student', object_id: id, about_id: student.person_id }
    await record(trx, actor, { deed: 'special.viewed', ...line })
    return { student, special: await findSpecial(trx, id) }
  })
}

/** The audit trail is read by people without this right: it says which fields changed, never what stands in them. */
export function changeSpecial(db: Db, actor: Doer, today: string, id: number, special: Special) {
  return inTransaction(db, async (trx): Promise<'changed' | 'no-such-page' | SpecialRefusal> => {
    await lockStudent(trx, id)
    const student = await findStudent(trx, actor, 'special data: write', today, id)
    if (!student || !(await keeps(trx))) return 'no-such-page'
    const refusal = refuseSpecial(special)
    if (refusal) return refusal
    const before = await findSpecial(trx, id)
    await putHealth(trx, id, special.health)
    await putCategories(trx, id, special.categories)
    const fields = changedFields(before, special)
    const line = { object_kind: 'student', object_id: id, about_id: student.person_id }
    if (fields.length > 0) await record(trx, actor, { deed: 'special.changed', ...line, after: { fields } })
    return 'changed'
  })
}

function changedFields(before: Special, after: Special): string[] {
  const health = (Object.keys(after.health) as (keyof Special['health'])[]).filter(
    (field) => before.health[field] !== after.health[field]
  )
  const told = ({ categories }: Special) => JSON.stringify(categories.map((one) => Object.values(one)).sort())
  return [...health, ...(told(before) === told(after) ? [] : ['social_category'])]
}
