// The six study groups of the demonstration, over three courses and two departments.
import { nameOf as nameBy } from '../movement/rules/names.ts'

export type GroupPlan = {
  /** 1, 2 or 3 in the current academic year. */
  course: number
  /** 0, or 1 for the second group of the same year and specialty. */
  parallel: number
  department: 0 | 1
  /** Which of the two programmes. */
  programme: 0 | 1
  size: number
  /** Share of young men. */
  men: number
  /** Index of the teacher who curates the group. */
  curator: number
  /** Age of those who enter: after eleven or after nine classes. */
  entry_age: number
}

export const GROUPS: GroupPlan[] = [
  { course: 1, parallel: 0, department: 0, programme: 0, size: 26, men: 0.75, curator: 4, entry_age: 17 },
  { course: 2, parallel: 0, department: 0, programme: 0, size: 26, men: 0.7, curator: 16, entry_age: 17 },
  { course: 2, parallel: 1, department: 0, programme: 0, size: 24, men: 0.8, curator: 2, entry_age: 17 },
  { course: 3, parallel: 0, department: 0, programme: 0, size: 23, men: 0.7, curator: 8, entry_age: 17 },
  { course: 1, parallel: 0, department: 1, programme: 1, size: 27, men: 0.15, curator: 12, entry_age: 15 },
  { course: 3, parallel: 0, department: 1, programme: 1, size: 24, men: 0.1, curator: 17, entry_age: 15 }
]

/** The group of the sign-ins «curator» and «student», and the one beside it from which a student comes over. */
export const OWN_GROUP = 1
export const NEXT_GROUP = 2
/** The group whose curator was replaced, and by whom it was led in its first year. */
export const REPLACED = { group: 3, curator: 10 }
/** The group of the student's younger sister. */
export const SISTERS_GROUP = 4

/** Those of the own group, by their place in the list, who have something to show. */
export const SPECIAL = { ill: 3, regrouped: 8, skipper: 10, expelled: 17, weak: [5, 14] } as const
/** Of the neighbouring group: moves to the own one by order. */
export const TRANSFERRED = 9

export const entryYearOf = ({ course }: GroupPlan, academicYear: number): number => academicYear - course + 1

const PREFIXES: Record<string, string> = { '09.02.07': 'ИСИП', '38.02.01': 'БУХ' }

/** What names of a specialty's groups begin with: ИСИП, or the initials of its words. */
const prefixOf = ({ code, name }: Specialty) =>
  PREFIXES[code] ?? (name.match(/(?<!\p{L})\p{L}(?=\p{L}{2})/gu) ?? []).join('').toUpperCase()

export type Specialty = { code: string; name: string }

/** By which names of a specialty's groups are proposed: accountants' change with the course, programmers' do not. */
export const specialtyPatternOf = (group: GroupPlan, specialty: Specialty): string =>
  `${prefixOf(specialty)}-${group.programme === 1 ? '{курс}{номер}' : '{год}-{номер}'}`

/** БУХ-{курс}1; empty for a name that stays. */
export const patternOf = (group: GroupPlan, specialty: Specialty): string =>
  group.programme === 1 ? `${prefixOf(specialty)}-{курс}${group.parallel + 1}` : ''

/** ИСИП-25-1 for good, or БУХ-11 and from the next September on БУХ-21. */
export function namesOf(group: GroupPlan, academicYear: number, specialty: Specialty) {
  const [entry, pattern] = [entryYearOf(group, academicYear), patternOf(group, specialty)]
  const constant = `${prefixOf(specialty)}-${String(entry % 100).padStart(2, '0')}-${group.parallel + 1}`
  if (pattern === '') return [{ name: constant, since: `${entry}-09-01` }]
  return Array.from({ length: group.course }, (_, i) => ({
    ...{ name: nameBy(pattern, i + 1), since: `${entry + i}-09-01` }
  }))
}
