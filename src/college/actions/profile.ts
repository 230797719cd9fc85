import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { attempt, type Db } from '../../platform/db.ts'
import { findStoredProfile, listSignatures, putProfile, putSignatures } from '../queries/profile.ts'
import { differenceOf, type Profile, type ProfileFields, refuseProfile, type Signatures } from '../rules/profile.ts'

const isEmpty = (refusals: object) => Object.keys(refusals).length === 0

/** Saves the profile with its signatures; `version` is the one that was on the screen. */
export const changeProfile = (db: Db, actor: Doer, profile: Profile, signatures: Signatures, version: number) =>
  attempt<ProfileFields>(db, isEmpty, async (trx) => {
    const refusals = refuseProfile(profile, signatures)
    if (!isEmpty(refusals)) return refusals
    const now = await findStoredProfile(trx)
    const difference = differenceOf(
      { profile: now.profile, signatures: await listSignatures(trx) },
      { profile, signatures }
    )
    if (!difference) return {}
    if (!(await putProfile(trx, profile, version))) return { form: 'changed-meanwhile' }
    await putSignatures(trx, signatures)
    await record(trx, actor, { deed: 'profile.changed', object_kind: 'college', ...difference })
    return {}
  })
