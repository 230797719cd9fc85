import type { Doer } from '../../access/actor.ts'
import { record } from '../../audit/actions.ts'
import { type Db, inTransaction } from '../../platform/db.ts'
import { dropSetting, lockSetting, putSetting } from '../queries/settings.ts'
import { CHANGED_MEANWHILE, refuseSetting, type SettingName, type SettingValue } from '../rules/settings.ts'
import { SETTINGS } from '../rules.ts'

/** Changes a setting; `was` is the value that was on the screen. Answers with the sentence of the refusal, or null. */
export function changeSetting(db: Db, actor: Doer, name: SettingName, value: SettingValue, was: SettingValue) {
  return inTransaction(db, async (trx): Promise<string | null> => {
    const refusal = refuseSetting(name, value)
    if (refusal) return refusal
    const row = await lockSetting(trx, name)
    const now = (row?.value ?? SETTINGS[name]) as SettingValue
    if (now === value) return null
    if (now !== was || !(await putSetting(trx, name, value, !row))) return CHANGED_MEANWHILE
    await note(trx, actor, name, now, value)
    return null
  })
}

/** Takes the college's own value away: the default is in force again. */
export function resetSetting(db: Db, actor: Doer, name: SettingName) {
  return inTransaction(db, async (trx): Promise<void> => {
    const row = await lockSetting(trx, name)
    if (!row) return
    await dropSetting(trx, name)
    await note(trx, actor, name, row.value as SettingValue, SETTINGS[name])
  })
}

const note = (trx: Db, actor: Doer, name: SettingName, before: SettingValue, after: SettingValue) =>
  record(trx, actor, {
    ...{ deed: 'setting.changed', object_kind: 'setting' },
    ...{ before: { [name]: before }, after: { [name]: after } }
  })
