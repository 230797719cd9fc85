import { isDay } from '../../platform/days.ts'
import { fits, foldName, isGroupPattern } from './names.ts'

export const STUDY_FORMS = ['очная', 'очно-заочная', 'заочная'] as const
export const FINANCING = ['бюджет', 'внебюджет', 'смешанное'] as const

/** Why a group is not written. */
export const GROUP_REFUSALS = {
  'no-name': 'Укажите название группы.',
  'name-taken': 'Группа с таким названием уже есть: пробелы, дефисы, большие буквы и латиница названий не различают.',
  'bad-pattern':
    'В образце один раз стоит {курс}, другого в скобках нет: ИСП-{курс}1. Постоянному названию образец не нужен.',
  'pattern-differs': 'По этому образцу название на нынешнем курсе получается другое: исправьте образец или название.',
  'no-specialty': 'Выберите специальность.',
  'no-department': 'Выберите отделение.',
  'bad-entry-year': 'Укажите год набора четырьмя цифрами: не больше шести лет назад и не позже следующего года.',
  'bad-form': 'Выберите из списка.',
  'bad-since': 'Укажите день как 01.09.2026.',
  'before-name': 'Нынешнее название дано позже этого дня: укажите день не раньше.',
  'same-name': 'Группа называется так и сейчас.',
  'bad-last-day': 'Укажите последний день группы как 30.06.2026.',
  'has-students':
    'После этого дня в группе ещё числятся обучающиеся: сначала приказ о выпуске, переводе или отчислении.',
  'is-disbanded': 'Группа расформирована.',
  'not-disbanded': 'Группа не расформирована.'
} as const
export type GroupRefusal = keyof typeof GROUP_REFUSALS
export type GroupFields = Partial<Record<string, GroupRefusal>>

/** What a group may always be told anew. */
export type Traits = {
  department_id: number
  study_form: string
  /** 9 or 11; 0 when nothing is said */
  base_classes: number
  financing: string
  name_pattern: string
}
export type NewGroup = Traits & { name: string; specialty_id: number; entry_year: number }
type Facts = { departments: number[]; specialties: number[]; taken: string[]; year: number }

/** Groups are there from the September of their entry. */
export const firstDayOf = ({ entry_year }: { entry_year: number }): string => `${entry_year}-09-01`

/** What a group of the coming September is called until then, while another one still bears its name. */
export const interimName = ({ name, entry_year }: { name: string; entry_year: number }): string =>
  `${name} (набор ${entry_year})`

export const courseIn = (year: number, entry_year: number): number => year - entry_year + 1

/** The year in which the academic year of that day began. */
export const yearOf = (day: string): number => Number(day.slice(0, 4)) - (day.slice(5) < '09-01' ? 1 : 0)

/** From June on new groups are those of the coming September. */
export const usualEntryYear = (day: string): number => Number(day.slice(0, 4)) - (day.slice(5) < '06-01' ? 1 : 0)

export function refuseTraits(traits: Traits, departments: number[]): GroupFields {
  const { department_id, study_form, base_classes, financing, name_pattern } = traits
  const refusals: GroupFields = {}
  if (!departments.includes(department_id)) refusals.department_id = 'no-department'
  if (!(STUDY_FORMS as readonly string[]).includes(study_form)) refusals.study_form = 'bad-form'
  if (![0, 9, 11].includes(base_classes)) refusals.base_classes = 'bad-form'
  if (!['', ...FINANCING].includes(financing)) refusals.financing = 'bad-form'
  if (name_pattern !== '' && !isGroupPattern(name_pattern)) refusals.name_pattern = 'bad-pattern'
  return refusals
}

/** `year` is the first calendar year of the academic year that runs; groups of the next one are made ready before it. */
export function refuseNewGroup(group: NewGroup, { departments, specialties, taken, year }: Facts): GroupFields {
  const refusals = refuseTraits(group, departments)
  const { name, specialty_id, entry_year, name_pattern } = group
  if (!specialties.includes(specialty_id)) refusals.specialty_id = 'no-specialty'
  const isYear = Number.isInteger(entry_year) && entry_year > year - 6 && entry_year <= year + 1
  if (!isYear) refusals.entry_year = 'bad-entry-year'
  if (name === '') refusals.name = 'no-name'
  else if (isTaken(name, taken)) refusals.name = 'name-taken'
  else if (!refusals.name_pattern && isYear && name_pattern !== '') {
    const course = Math.max(1, courseIn(year, entry_year))
    if (!fits(name_pattern, course, name)) refusals.name_pattern = 'pattern-differs'
  }
  return refusals
}

export const isTaken = (name: string, taken: string[]): boolean => taken.map(foldName).includes(foldName(name))

type Renaming = { name: string; since: string }

/** `taken` are the names of the other groups. */
export function refuseRenaming(
  { name, since }: Renaming,
  present: { name: string; since: string | null; disbanded_on: string | null; taken: string[] }
): GroupFields {
  if (present.disbanded_on !== null) return { name: 'is-disbanded' }
  if (name === '') return { name: 'no-name' }
  if (name === present.name) return { name: 'same-name' }
  if (isTaken(name, present.taken)) return { name: 'name-taken' }
  if (!isDay(since)) return { since: 'bad-since' }
  return present.since !== null && since < present.since ? { since: 'before-name' } : {}
}

export function refuseDisbanding(
  group: { disbanded_on: string | null; last_stay_until: string | null },
  last_day: string
): GroupRefusal | null {
  if (group.disbanded_on !== null) return 'is-disbanded'
  if (!isDay(last_day)) return 'bad-last-day'
  return group.last_stay_until !== null && group.last_stay_until > last_day ? 'has-students' : null
}

export function refuseRestoring(
  group: { name: string; disbanded_on: string | null },
  taken: string[]
): GroupRefusal | null {
  if (group.disbanded_on === null) return 'not-disbanded'
  return isTaken(group.name, taken) ? 'name-taken' : null
}
