import { formats } from '../../platform/formats.ts'
import { type Name, nameKey, wholeOf } from './names.ts'
import { type Change, differences, type Option } from './planning.ts'

/** Somebody who is known already, and as what. */
export type Known = Name & {
  person_id: number
  sex: string
  born_on: string
  phone: string
  email: string
  student_id: number | null
  staff_member_id: number | null
  /** «Иванов Иван, Иванова Анна» */
  children: string
}

export const PERSON_TITLES = {
  ...{ last_name: 'Фамилия', first_name: 'Имя', middle_name: 'Отчество', sex: 'Пол', born_on: 'Дата рождения' }
}
const SEX_WORDS: Record<string, string> = { male: 'мужской', female: 'женский' }

/** A value as a person reads it. */
export const shown = (name: string, value: string): string => {
  if (name === 'sex') return SEX_WORDS[value] ?? value
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formats.day(value) : value
}

/** What differs, in the words of the screen. */
export const shownDifferences = (
  titles: Record<string, string>,
  before: Record<string, string>,
  after: Record<string, string>
): Change[] => {
  const words = (values: Record<string, string>) =>
    Object.fromEntries(Object.keys(titles).map((name) => [name, shown(name, values[name] ?? '')]))
  return differences(titles, words(before), words(after))
}

/** The same fields as they are written: only those that say something new. */
export function written(names: string[], before: Record<string, string>, after: Record<string, string>) {
  const told = names.filter((name) => after[name] && after[name] !== before[name])
  return Object.fromEntries(told.map((name) => [name, after[name] ?? '']))
}

/** «Иванова Анна Петровна, 14.03.1980, сотрудник; дети: …» */
export const described = (one: Known): string =>
  [
    ...[wholeOf(one), one.born_on && formats.day(one.born_on)],
    ...[one.staff_member_id && 'сотрудник', one.student_id && 'обучающийся', one.children && `дети: ${one.children}`]
  ]
    .filter(Boolean)
    .join(', ')

export const OTHER: Option = { value: 'new', label: 'другой человек' }
export const sameAs = (one: Known): Option => ({
  value: `p:${one.person_id}`,
  label: `тот же человек: ${described(one)}`
})

/** Known people by their names. */
export const byName = <T extends Name>(people: T[]): Map<string, T[]> => Map.groupBy(people, nameKey)

/** May these be one person, by the day of birth? An unknown day speaks neither for nor against. */
export const mayBeOne = (a: { born_on?: string }, b: { born_on?: string }): boolean =>
  !a.born_on || !b.born_on || a.born_on === b.born_on

/** The name of a row, in one column or in three. */
export const partsOf = (values: Record<string, string>): Record<string, string> => {
  if (!values.whole_name) return values
  const [last_name = '', first_name = '', ...rest] = values.whole_name.split(' ')
  return { ...values, last_name, first_name, middle_name: rest.join(' ') }
}

export const nameOf = (values: Record<string, string>): Name => ({
  ...{ last_name: values.last_name ?? '', first_name: values.first_name ?? '', middle_name: values.middle_name ?? '' }
})
