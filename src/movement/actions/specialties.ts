import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { differenceOf } from '../../people/rules/cards.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import * as queries from '../queries/specialties.ts'
import { refuseSpecialty, type Specialty, type SpecialtyFields } from '../rules/specialties.ts'

const isEmpty = (refusals: object) => Object.keys(refusals).length === 0

export function addSpecialty(db: Db, actor: Doer, specialty: Specialty) {
  return inTransaction(db, async (trx): Promise<SpecialtyFields> => {
    const refusals = refuseSpecialty(specialty, false)
    if (!isEmpty(refusals)) return refusals
    const added = await queries.addSpecialty(trx, specialty)
    if (!added) return { code: 'code-taken' }
    const line = { deed: 'specialty.added', object_kind: 'specialty', object_id: added.id }
    await record(trx, actor, { ...line, after: specialty })
    return {}
  })
}

/** The name and the pattern of group names; a code stands for good, curricula and groups hang on it. */
export function changeSpecialty(db: Db, actor: Doer, id: number, typed: Omit<Specialty, 'code'>) {
  return inTransaction(db, async (trx): Promise<SpecialtyFields | 'no-such-specialty'> => {
    const specialty = await queries.lockSpecialty(trx, id)
    if (!specialty) return 'no-such-specialty'
    const { code: _stands, ...refusals } = refuseSpecialty({ ...typed, code: specialty.code }, false)
    if (!isEmpty(refusals)) return refusals
    const { name, name_pattern } = specialty
    const difference = differenceOf({ name, name_pattern }, typed)
    if (!difference) return {}
    await queries.putSpecialty(trx, id, typed)
    await record(trx, actor, { deed: 'specialty.changed', object_kind: 'specialty', object_id: id, ...difference })
    return {}
  })
}
