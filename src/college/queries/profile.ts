import type { Db } from '../../platform/db.ts'
import {
  EMPTY_PROFILE,
  PROFILE_FIELDS,
  type Profile,
  SIGNATURE_CODES,
  SIGNATURES,
  type Signatures
} from '../rules/profile.ts'

/** The profile as its form has it; version 0 until it is saved for the first time. */
export async function findStoredProfile(db: Db): Promise<{ version: number; profile: Profile }> {
  const row = await db.selectFrom('college_profile').selectAll().executeTakeFirst()
  if (!row) return { version: 0, profile: EMPTY_PROFILE }
  const fields = PROFILE_FIELDS.map((field) => [field, row[field] ?? ''])
  return { version: row.version, profile: Object.fromEntries(fields) }
}

/** Every signature; one that nobody has named yet has its usual post and no name. */
export async function listSignatures(db: Db): Promise<Signatures> {
  const rows = await db.selectFrom('signature').select(['code', 'post', 'name']).execute()
  const own = new Map(rows.map(({ code, post, name }) => [code, { post, name }]))
  const all = SIGNATURE_CODES.map((code) => [code, own.get(code) ?? { post: SIGNATURES[code], name: '' }])
  return Object.fromEntries(all)
}

/** False when somebody has saved the profile since that version. */
export async function putProfile(trx: Db, profile: Profile, version: number): Promise<boolean> {
  const row = { ...profile, licence_on: profile.licence_on || null, version: version + 1 }
  const put = trx
    .insertInto('college_profile')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('only_one').doUpdateSet(row).where('college_profile.version', '=', version)
    )
  return (await put.returning('version').executeTakeFirst()) !== undefined
}

export const putSignatures = (trx: Db, signatures: Signatures) =>
  trx
    .insertInto('signature')
    .values(SIGNATURE_CODES.map((code) => ({ code, ...signatures[code] })))
    .onConflict((conflict) =>
      conflict.column('code').doUpdateSet((eb) => ({ post: eb.ref('excluded.post'), name: eb.ref('excluded.name') }))
    )
    .execute()
