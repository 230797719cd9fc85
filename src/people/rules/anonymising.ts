import { DateTime } from 'luxon'

/** Why a person stays by name. */
export const ANONYMISING_REFUSALS = {
  'not-left': 'Числится в группе: обезличить нельзя.',
  'too-early': 'Срок хранения персональных данных ещё не прошёл.',
  'has-debt': 'Есть неликвидированная академическая задолженность.',
  'has-account': 'Учётная запись не закрыта: закройте вход, потом обезличьте.',
  'is-staff': 'Этот человек работает в учреждении или представляет другого обучающегося.',
  'is-done': 'Уже обезличен.',
  'not-confirmed': 'Введите фамилию точно так, как она написана выше.'
} as const
export type AnonymisingRefusal = keyof typeof ANONYMISING_REFUSALS

/** `left_on` is the last day in a group; null when there never was one, or there still is. */
export type Leaver = {
  left_on: string | null
  is_present: boolean
  has_debt: boolean
  has_account: boolean
  has_other_role: boolean
  anonymised_on: string | null
}

/** Who left before this day has been gone for longer than personal data beside the journal is kept. */
export const leftBefore = (today: string, years: number): string =>
  DateTime.fromISO(today).minus({ years }).toISODate() ?? today

export function refuseAnonymising(leaver: Leaver, today: string, years: number): AnonymisingRefusal | null {
  if (leaver.anonymised_on !== null) return 'is-done'
  if (leaver.is_present || leaver.left_on === null) return 'not-left'
  if (leaver.left_on >= leftBefore(today, years)) return 'too-early'
  if (leaver.has_debt) return 'has-debt'
  if (leaver.has_account) return 'has-account'
  return leaver.has_other_role ? 'is-staff' : null
}

/** What stands for a student who has no name any more; the number keeps two of them apart in one group. */
export const neutralStudent = (student_id: number) => ({
  ...{ last_name: 'Обучающийся', first_name: `№ ${student_id}`, middle_name: '' }
})
export const NEUTRAL_SURNAME = 'Обучающийся'
