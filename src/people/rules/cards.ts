import { isDay } from '../../platform/days.ts'

/** Why a student's card is not written. */
export const CARD_REFUSALS = {
  'no-last-name': 'Укажите фамилию.',
  'no-first-name': 'Укажите имя.',
  'no-sex': 'Укажите пол.',
  'bad-born-on': 'Укажите дату рождения как 01.09.2008.',
  'unlikely-born-on': 'Проверьте дату рождения: по ней обучающемуся меньше 10 или больше 90 лет.',
  'number-taken': 'Этот номер по поименной книге уже у другого обучающегося.',
  namesakes: 'Похожий человек уже есть. Проверьте список: второй карточки у одного человека быть не должно.'
} as const
export type CardRefusal = keyof typeof CARD_REFUSALS

/** The field of the form a refusal belongs to. */
export const CARD_FIELDS: Record<CardRefusal, string> = {
  ...{ 'no-last-name': 'last_name', 'no-first-name': 'first_name', 'no-sex': 'sex' },
  ...{ 'bad-born-on': 'born_on', 'unlikely-born-on': 'born_on', 'number-taken': 'record_number', namesakes: '' }
}

export const SEXES = { male: 'мужской', female: 'женский' } as const

export type Name = { last_name: string; first_name: string; middle_name: string }
/** A card as it is typed; the sex is male or female, the day of birth may be unknown and is then empty. */
export type Card = Name & { sex: string; born_on: string; record_number: string }

/** Spaces at the ends and double ones say nothing. */
export const tidy = (text: string): string => text.trim().replace(/\s+/g, ' ')

/** «Иванова Анна Петровна» */
export const fullName = ({ last_name, first_name, middle_name }: Name): string =>
  [last_name, first_name, middle_name].filter(Boolean).join(' ')

export function refuseName({ last_name, first_name }: Name): 'no-last-name' | 'no-first-name' | null {
  if (last_name === '') return 'no-last-name'
  return first_name === '' ? 'no-first-name' : null
}

export function refuseCard(card: Card, today: string): CardRefusal | null {
  const refusal = refuseName(card)
  if (refusal) return refusal
  if (!(card.sex in SEXES)) return 'no-sex'
  if (card.born_on === '') return null
  if (!isDay(card.born_on)) return 'bad-born-on'
  const years = Number(today.slice(0, 4)) - Number(card.born_on.slice(0, 4))
  return years < 10 || years > 90 ? 'unlikely-born-on' : null
}

/** Fields that differ, as they were and as they are: what the audit trail keeps. */
export function differenceOf<T extends object>(before: T, after: T): { before: Partial<T>; after: Partial<T> } | null {
  const keys = (Object.keys(after) as (keyof T)[]).filter((key) => before[key] !== after[key])
  if (keys.length === 0) return null
  const pick = (from: T) => Object.fromEntries(keys.map((key) => [key, from[key]])) as Partial<T>
  return { before: pick(before), after: pick(after) }
}
