import type { Db } from '../platform/db.ts'
import { SETTINGS, type Settings } from './rules.ts'

/** The settings in which local acts differ: the college's own over the defaults. */
export async function findSettings(db: Db): Promise<Settings> {
  const rows = await db.selectFrom('setting').select(['name', 'value']).execute()
  const own = Object.fromEntries(rows.filter(({ name }) => name in SETTINGS).map(({ name, value }) => [name, value]))
  return { ...SETTINGS, ...(own as Partial<Settings>) }
}

/** Names and signatures used on forms; undefined until the profile is filled. */
export const findProfile = (db: Db) => db.selectFrom('college_profile').selectAll().executeTakeFirst()
