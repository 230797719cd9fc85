import { isDay } from './load.ts'
import { type Membership, placedFrom, type Spell, type Stay, subgroupOn } from './memberships.ts'

/** Why a group is not divided. */
export const DIVISION_REFUSALS = {
  'no-name': 'Назовите деление: чем делится группа, например «иностранный язык».',
  'name-taken': 'Деление с таким названием у группы уже есть: откройте его или назовите новое иначе.',
  'bad-day': 'Укажите день как 01.09.2026.',
  'empty-subgroup': 'В каждой подгруппе должен быть хотя бы один обучающийся.',
  'is-taught': 'По этому делению есть журналы: убрать его нельзя. Можно изменить состав подгрупп.',
  'not-enrolled': 'Состав группы на этот день другой: проверьте список и сохраните ещё раз.'
} as const
export type DivisionRefusal = keyof typeof DIVISION_REFUSALS

export const MOST_SUBGROUPS = 9

/** 0 is for a student who is in none of the subgroups. */
export type Place = { student_id: number; number: number }
type Division = { division: string; since: string; places: Place[] }

export function refuseDivision({ division, since, places }: Division, enrolled: number[]): DivisionRefusal | null {
  const listed = places.map(({ student_id }) => student_id)
  if (division === '') return 'no-name'
  if (!isDay(since)) return 'bad-day'
  if (listed.length !== enrolled.length || enrolled.some((id) => !listed.includes(id))) return 'not-enrolled'
  const numbers = new Set(places.map(({ number }) => number).filter((number) => number > 0))
  const highest = Math.max(2, ...numbers)
  return numbers.size < highest ? 'empty-subgroup' : null
}

type Enrolled = Stay & { id: number }
type Change = { student_id: number; before: Spell[]; after: Spell[] }

/** Whose days change when everybody is where `places` say from that day on; who stays where they were is left alone. */
export function changesOf(
  { since, places }: Division,
  { enrolled, memberships, ids }: { enrolled: Enrolled[]; memberships: Membership[]; ids: Map<number, number> }
): Change[] {
  const ofStudent = Map.groupBy(memberships, ({ student_id }) => student_id)
  const stayOf = new Map(enrolled.map((stay) => [stay.id, stay]))
  return places.flatMap(({ student_id, number }) => {
    const before = (ofStudent.get(student_id) ?? []).map(({ subgroup_id, since, until }) => ({
      ...{ subgroup_id, since, until }
    }))
    const subgroup_id = ids.get(number) ?? null
    if (subgroupOn(before, since) === subgroup_id) return []
    const stay = stayOf.get(student_id)
    return stay ? [{ student_id, before, after: placedFrom(before, since, subgroup_id, stay) }] : []
  })
}

export type Entry = { student_id: number; subgroup_id: number; held_on: string; name: string }

/** Marks and absences that would stand outside of their student's days in the subgroup: nothing may be lost by a change. */
export const lostEntries = (changes: Change[], entries: Entry[]): Entry[] =>
  entries.filter(({ student_id, subgroup_id, held_on }) => {
    const change = changes.find((one) => one.student_id === student_id)
    return (
      change !== undefined &&
      subgroupOn(change.before, held_on) === subgroup_id &&
      subgroupOn(change.after, held_on) !== subgroup_id
    )
  })

export type Subgroup = { id: number; division: string; number: number; members: { student_id: number }[] }

/** «Белкин — 20.11.2026, Волков — 24.11.2026», each with the last of the days. */
export function lostInWords(lost: Entry[], day: (value: string) => string): string {
  const last = new Map(lost.map(({ student_id, name, held_on }) => [student_id, `${name} — ${day(held_on)}`]))
  return `В журнале прежней подгруппы уже есть отметки после этого дня: ${[...last.values()].join(', ')}. Чтобы они не потерялись, укажите день после них или попросите преподавателя их убрать.`
}

/** Where each student is now. */
export const placesOf = (students: number[], subgroups: Subgroup[]): Place[] =>
  students.map((student_id) => ({
    student_id,
    number: subgroups.find(({ members }) => members.some((member) => member.student_id === student_id))?.number ?? 0
  }))

/** Subgroups by the divisions they belong to. */
export const divisionsOf = <One extends { division: string }>(subgroups: One[]) =>
  [...Map.groupBy(subgroups, ({ division }) => division)].map(([name, own]) => ({ name, subgroups: own }))
