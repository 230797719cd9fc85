import { DateTime } from 'luxon'

/** Why a teacher is not named, changed or taken off. */
export const LOAD_REFUSALS = {
  'nobody-chosen': 'Выберите преподавателя хотя бы для одной строки.',
  'no-teacher': 'Выберите преподавателя из списка: в нём те, кто работает сейчас.',
  'term-closed': 'Период закрыт: его нагрузка больше не меняется.',
  'not-in-plan': 'Такой строки в плане группы на этот семестр нет: обновите страницу.',
  'already-named': 'Журнал по этой строке уже есть: обновите страницу.',
  'other-division':
    'Предмет уже ведут по другому делению группы: по двум делениям у обучающегося было бы два журнала предмета.',
  'no-subgroups': 'Выберите деление группы: такого деления у неё нет.',
  'bad-day': 'Укажите день как 01.09.2026.',
  'outside-term': 'День должен быть внутри учебного периода.',
  'before-present': 'Нынешний преподаватель начал позже этого дня: укажите день не раньше.',
  'same-teacher': 'Этот преподаватель ведёт журнал и сейчас.',
  'has-records': 'В журнале уже есть занятия или оценки: убрать его нельзя, можно сменить преподавателя.'
} as const
export type LoadRefusal = keyof typeof LOAD_REFUSALS

/**
 * The semester of the whole study: (course − 1) · 2 + 1 or 2, where the course follows from the year of entry. `half` is the half
 * of the academic year that the term belongs to, so two quarters are one semester of the plan.
 */
export const semesterOf = (entry_year: number, year_starts_on: string, half: number): number =>
  (Number(year_starts_on.slice(0, 4)) - entry_year) * 2 + half

export type Choice = { curriculum_item_id: number; subgroup_id: number | null; staff_member_id: number }
type Facts = {
  term: { closed_at: Date | null }
  taught: number[]
  existing: { curriculum_item_id: number; subgroup_id: number | null }[]
  working: Set<number>
  subgroups: { id: number; division: string }[]
}

export function refuseChoices(choices: Choice[], facts: Facts): LoadRefusal | null {
  const existing = new Set(facts.existing.map(keyOf))
  if (facts.term.closed_at) return 'term-closed'
  if (choices.length === 0) return 'nobody-chosen'
  if (choices.some(({ curriculum_item_id }) => !facts.taught.includes(curriculum_item_id))) return 'not-in-plan'
  if (choices.some(({ staff_member_id }) => !facts.working.has(staff_member_id))) return 'no-teacher'
  if (choices.some(({ subgroup_id }) => subgroup_id !== null && divisionOf(subgroup_id, facts) === undefined))
    return 'no-subgroups'
  if (choices.some((choice) => isDividedTwice(choice, choices, facts))) return 'other-division'
  const isTwice = new Set(choices.map(keyOf)).size < choices.length
  return isTwice || choices.some((choice) => existing.has(keyOf(choice))) ? 'already-named' : null
}

const divisionOf = (id: number | null, { subgroups }: Facts) => subgroups.find((one) => one.id === id)?.division

/** By two divisions a student would have two gradebooks of one subject. */
const isDividedTwice = (choice: Choice, choices: Choice[], facts: Facts): boolean =>
  [...facts.existing, ...choices].some(
    ({ curriculum_item_id, subgroup_id }) =>
      curriculum_item_id === choice.curriculum_item_id &&
      choice.subgroup_id !== null &&
      subgroup_id !== null &&
      divisionOf(subgroup_id, facts) !== divisionOf(choice.subgroup_id, facts)
  )

const keyOf = ({ curriculum_item_id, subgroup_id }: Pick<Choice, 'curriculum_item_id' | 'subgroup_id'>) =>
  `${curriculum_item_id}/${subgroup_id}`

type Teaching = { staff_member_id: number; since: string; until: string | null }
type Course = { starts_on: string; ends_on: string; closed_at: Date | null; teachers: Teaching[] }

/** Who keeps the gradebook from that day on, as it stands now. */
export const teachersFrom = (teachers: Teaching[], day: string) =>
  teachers.filter(({ until }) => until === null || until >= day)

/** `staff_member_id` is to keep the gradebook from the day `since`. */
export function refuseChange(
  course: Course,
  { staff_member_id, since, isWorking }: { staff_member_id: number; since: string; isWorking: boolean }
): LoadRefusal | null {
  const present = teachersFrom(course.teachers, since)
  if (course.closed_at) return 'term-closed'
  if (!isWorking) return 'no-teacher'
  if (!isDay(since)) return 'bad-day'
  if (since < course.starts_on || since > course.ends_on) return 'outside-term'
  if (present.some((teaching) => teaching.since > since)) return 'before-present'
  return present.some((teaching) => teaching.staff_member_id === staff_member_id) ? 'same-teacher' : null
}

export function refuseRemoval(course: { closed_at: Date | null }, hasRecords: boolean): LoadRefusal | null {
  if (course.closed_at) return 'term-closed'
  return hasRecords ? 'has-records' : null
}

export const isDay = (day: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(day) && DateTime.fromISO(day).isValid

/** «01.09.2026» or «2026-09-01» → 2026-09-01; anything else stays as it was typed, for the rule to refuse. */
export function dayOf(typed: string): string {
  const day = DateTime.fromFormat(typed.trim(), 'd.M.yyyy')
  return day.isValid ? day.toISODate() : typed.trim()
}

export const dayBefore = (day: string): string => DateTime.fromISO(day).minus({ days: 1 }).toISODate() ?? day
