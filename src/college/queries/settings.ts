import type { Db } from '../../platform/db.ts'
import type { SettingName, SettingValue } from '../rules/settings.ts'

/** The college's own values; a setting that stands at its default has none. */
export async function listOwn(db: Db): Promise<Map<string, unknown>> {
  const rows = await db.selectFrom('setting').select(['name', 'value']).execute()
  return new Map(rows.map(({ name, value }) => [name, value]))
}

/** Keeps other writers of the setting waiting; undefined when it stands at its default. */
export const lockSetting = (trx: Db, name: SettingName) =>
  trx.selectFrom('setting').select('value').where('name', '=', name).forUpdate().executeTakeFirst()

/** False when another person has just written the first own value. */
export async function putSetting(trx: Db, name: SettingName, value: SettingValue, isFirst: boolean): Promise<boolean> {
  const json = JSON.stringify(value)
  if (!isFirst) {
    await trx.updateTable('setting').set({ value: json }).where('name', '=', name).execute()
    return true
  }
  const added = trx
    .insertInto('setting')
    .values({ name, value: json })
    .onConflict((conflict) => conflict.doNothing())
  return (await added.returning('name').executeTakeFirst()) !== undefined
}

export const dropSetting = (trx: Db, name: SettingName) => trx.deleteFrom('setting').where('name', '=', name).execute()
