import { isDay } from '../../platform/days.ts'
import { CARD_REFUSALS, type Name, refuseName } from './cards.ts'

/** Why somebody is not made a guardian, or is not taken off. */
export const GUARDIAN_REFUSALS = {
  'no-last-name': CARD_REFUSALS['no-last-name'],
  'no-first-name': CARD_REFUSALS['no-first-name'],
  'no-person': 'Выберите человека из списка.',
  'no-kinship': 'Укажите, кем приходится обучающемуся.',
  'bad-since': 'Укажите день как 01.09.2026.',
  'is-self': 'Обучающийся не может быть собственным представителем.',
  'is-guardian': 'Этот человек уже представитель обучающегося.',
  'is-not-guardian': 'Этот человек уже не представитель обучающегося.',
  'bad-until': 'Укажите последний день как 01.09.2026, не раньше первого.',
  namesakes: 'Такой человек уже есть. Выберите его, чтобы у него была одна учётная запись на всех детей.'
} as const
export type GuardianRefusal = keyof typeof GUARDIAN_REFUSALS

export const GUARDIAN_FIELDS: Record<GuardianRefusal, string> = {
  ...{ 'no-last-name': 'last_name', 'no-first-name': 'first_name', 'no-person': '', 'no-kinship': 'kinship' },
  ...{ 'bad-since': 'since', 'is-self': '', 'is-guardian': '', 'is-not-guardian': '', 'bad-until': 'until' },
  namesakes: ''
}

export const KINSHIPS = ['мать', 'отец', 'опекун', 'попечитель', 'законный представитель']

/** Either somebody who is known already (`person_id`), or a name of somebody new (0). */
export type NewGuardian = Name & { person_id: number; kinship: string; since: string }
type Link = { person_id: number; until: string | null }

export function refuseGuardian(guardian: NewGuardian, student: { person_id: number }, links: Link[]) {
  const { person_id, kinship, since } = guardian
  const name = person_id === 0 ? refuseName(guardian) : null
  if (name) return name
  if (person_id === student.person_id) return 'is-self' satisfies GuardianRefusal
  if (kinship === '') return 'no-kinship' satisfies GuardianRefusal
  if (!isDay(since)) return 'bad-since' satisfies GuardianRefusal
  const isHeld = links.some((link) => link.person_id === person_id && link.until === null)
  return isHeld ? ('is-guardian' satisfies GuardianRefusal) : null
}

export function refuseWithdrawal(link: { since: string; until: string | null }, until: string): GuardianRefusal | null {
  if (link.until !== null) return 'is-not-guardian'
  return isDay(until) && until >= link.since ? null : 'bad-until'
}
