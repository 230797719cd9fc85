import { isDay } from './load.ts'

/** Why a group is not divided. */
export const DIVISION_REFUSALS = {
  'no-name': 'Назовите деление: чем делится группа, например «иностранный язык».',
  'bad-day': 'Укажите день как 01.09.2026.',
  'empty-subgroup': 'В каждой подгруппе должен быть хотя бы один обучающийся.',
  'not-enrolled': 'Состав группы на этот день другой: проверьте список и сохраните ещё раз.',
  'later-change': 'После этого дня состав подгрупп уже менялся: укажите более поздний день.'
} as const
export type DivisionRefusal = keyof typeof DIVISION_REFUSALS

/** 0 is for a student who is in none of the subgroups. */
export type Place = { student_id: number; number: number }
export type Membership = { subgroup_id: number; student_id: number; since: string; until: string | null }
type Division = { division: string; since: string; places: Place[] }

export function refuseDivision(
  { division, since, places }: Division,
  { enrolled, memberships }: { enrolled: number[]; memberships: Membership[] }
): DivisionRefusal | null {
  const numbers = new Set(places.map(({ number }) => number))
  if (division === '') return 'no-name'
  if (!isDay(since)) return 'bad-day'
  const listed = places.map(({ student_id }) => student_id)
  if (listed.length !== enrolled.length || enrolled.some((id) => !listed.includes(id))) return 'not-enrolled'
  if (!numbers.has(1) || !numbers.has(2)) return 'empty-subgroup'
  return memberships.some((member) => member.since > since) ? 'later-change' : null
}

/** The first half of the list is subgroup 1, the rest subgroup 2. */
export const byHalves = (students: number[]): Place[] =>
  students.map((student_id, i) => ({ student_id, number: i < Math.ceil(students.length / 2) ? 1 : 2 }))

type Subgroup = { id: number; division: string; number: number; members: { student_id: number }[] }

/** Where each student is now. */
export const placesOf = (students: number[], subgroups: Subgroup[]): Place[] =>
  students.map((student_id) => ({
    student_id,
    number: subgroups.find(({ members }) => members.some((member) => member.student_id === student_id))?.number ?? 0
  }))

/** Subgroups by the divisions they belong to. */
export const divisionsOf = (subgroups: Subgroup[]) =>
  [...Map.groupBy(subgroups, ({ division }) => division)].map(([name, own]) => ({ name, subgroups: own }))
