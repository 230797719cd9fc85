import { isDay } from '../../platform/days.ts'

/** What consent is given to; each is a document of its own (152-ФЗ ст. 9, 156-ФЗ). */
export const CONSENT_KINDS = {
  processing: 'Обработка персональных данных',
  publication: 'Размещение фотографий и сведений',
  electronic: 'Электронный журнал и извещения'
} as const
export type ConsentKind = keyof typeof CONSENT_KINDS
export const isConsentKind = (kind: string): kind is ConsentKind => Object.hasOwn(CONSENT_KINDS, kind)

export const CONSENT_STATES = { missing: 'нет', given: 'дано', withdrawn: 'отозвано' } as const
export type ConsentState = keyof typeof CONSENT_STATES

export const CONSENT_REFUSALS = {
  'no-kind': 'Выберите, на что дано согласие.',
  'nobody-chosen': 'Отметьте хотя бы одного.',
  'bad-given-on': 'Укажите, когда подписано, как 01.09.2026, не позже сегодняшнего.',
  'guardian-signs': 'В этот день не было 18 лет: подписывает родитель или законный представитель.',
  'is-of-age': 'В этот день уже исполнилось 18 лет: согласие подписывает сам.',
  'not-guardian': 'Подписать может только действующий представитель.',
  'is-given': 'Это согласие уже дано и действует.',
  'is-withdrawn': 'Это согласие уже отозвано.',
  'bad-withdrawn-on': 'Укажите, когда отозвано, как 20.11.2026, не раньше дня согласия и не позже сегодняшнего.',
  'no-text': 'Введите текст согласия.'
} as const
export type ConsentRefusal = keyof typeof CONSENT_REFUSALS

export const CONSENT_FIELDS: Partial<Record<ConsentRefusal, string>> = {
  ...{ 'no-kind': 'kind', 'bad-given-on': 'given_on', 'bad-withdrawn-on': 'withdrawn_on', 'no-text': 'body' }
}

const ageOf = (born_on: string, day: string) =>
  Number(day.slice(0, 4)) - Number(born_on.slice(0, 4)) - (day.slice(5) < born_on.slice(5) ? 1 : 0)

/** The day of majority is one's own already; an unknown day of birth is nobody's majority. */
export const isOfAge = (born_on: string | null, day: string): boolean => born_on !== null && ageOf(born_on, day) >= 18

/** Under 18 a guardian signs; from that birthday on a student signs for oneself, and what the guardian signed no longer stands. */
export function isInForce(
  consent: { given_by: number; person_id: number; withdrawn_on: string | null },
  born_on: string | null,
  today: string
): boolean {
  if (consent.withdrawn_on !== null) return false
  return consent.given_by === consent.person_id || !isOfAge(born_on, today)
}

type Signing = { person_id: number; given_by: number; given_on: string }
export type Signer = { born_on: string | null; is_student: boolean; guardian_ids: number[] }

/** Who signs on that day: an adult for oneself, for a minor student one of the guardians of that time. */
export function refuseReceipt({ person_id, given_by, given_on }: Signing, who: Signer, today: string) {
  if (!isDay(given_on) || given_on > today) return 'bad-given-on' satisfies ConsentRefusal
  const isOwn = given_by === person_id
  if (!isOwn && !who.guardian_ids.includes(given_by)) return 'not-guardian' satisfies ConsentRefusal
  if (!isOwn && isOfAge(who.born_on, given_on)) return 'is-of-age' satisfies ConsentRefusal
  const isMinor = who.is_student && who.born_on !== null && !isOfAge(who.born_on, given_on)
  return isOwn && isMinor ? ('guardian-signs' satisfies ConsentRefusal) : null
}

export function refuseWithdrawing(
  { given_on, withdrawn_on }: { given_on: string; withdrawn_on: string | null },
  day: string,
  today: string
): ConsentRefusal | null {
  if (withdrawn_on !== null) return 'is-withdrawn'
  return isDay(day) && day >= given_on && day <= today ? null : 'bad-withdrawn-on'
}

type Own = { person_id: number; given_by: number; born_on: string | null }

/** Whoever gave it may take it back, and whose data it is, once of age (152-ФЗ ст. 9 ч. 2). */
export const mayWithdraw = ({ person_id, given_by, born_on }: Own, asking: number | null, today: string): boolean =>
  asking !== null &&
  (given_by === asking
    ? person_id === asking || !isOfAge(born_on, today)
    : person_id === asking && isOfAge(born_on, today))

type Given = { person_id: number; given_by: number; kind: string; given_on: string; withdrawn_on: string | null }

/** Each kind with how it stands today and the consent that says so; `list` has the latest first. */
export function statesOf<C extends Given>(list: C[], born_on: string | null, today: string) {
  return Object.entries(CONSENT_KINDS).map(([kind, title]) => {
    const own = list.filter((one) => one.kind === kind)
    const standing = own.find((one) => isInForce(one, born_on, today))
    const ended = own.find((one) => one.withdrawn_on !== null)
    const outgrown = own.length > 0 && !standing && !ended
    const state: ConsentState = standing ? 'given' : ended ? 'withdrawn' : 'missing'
    return { kind: kind as ConsentKind, title, state, outgrown, consent: standing ?? ended ?? null }
  })
}
