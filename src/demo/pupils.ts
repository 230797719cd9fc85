import { daysAfter } from './calendar.ts'
import { type Chance, chanceOf } from './chance.ts'
import { entryYearOf, GROUPS, NEXT_GROUP, OWN_GROUP, SISTERS_GROUP, SPECIAL, TRANSFERRED } from './groups.ts'
import { type FullName, newName, patronymicOf, type Sex } from './names.ts'

/** Days on which a student is on the group's list, both included. */
export type Stay = {
  group: number
  since: string
  until: string | null
  part: number
  /** From that day in the other subgroup of the division. */
  regrouped?: { division: string; on: string }
  /** A division in which nobody has found a subgroup for the pupil yet. */
  forgotten?: string
}

/** A student as the demonstration invents one; numbers are given when the rows are written. */
export type Pupil = FullName & {
  born_on: string
  stays: Stay[]
  /** What marks scatter around. */
  ability: number
  /** Probability of missing a day without a reason. */
  truancy: number
  special?: 'student' | 'sister' | 'ill' | 'skipper' | 'expelled' | 'transferred' | 'regrouped'
  person_id: number
  student_id: number
}

type Moves = { expelled_on: string; transferred_on: string; regrouped_on: string }

const LONG_NAME: FullName = {
  ...{ last_name: 'Преображенский-Новосельцев', first_name: 'Максимилиан', middle_name: 'Константинович' },
  sex: 'male'
}
/** The student and his sister. */
const FAMILY = { surname: 'Соболев', father: 'Виктор' }

const collator = new Intl.Collator('ru')
const byName = (a: FullName, b: FullName) =>
  collator.compare(`${a.last_name} ${a.first_name}`, `${b.last_name} ${b.first_name}`)

/** The lists of all groups, each in the order of the alphabet, with everybody's days in the groups. */
export function pupilsOf(year: number, moves: Moves, taken: Set<string>): Pupil[] {
  const pupils = GROUPS.flatMap((_, group) => listOf(group, year, taken))
  for (const pupil of pupils) move(pupil, moves)
  return pupils
}

function listOf(group: number, year: number, taken: Set<string>): Pupil[] {
  const plan = GROUPS[group] as (typeof GROUPS)[number]
  const entry = entryYearOf(plan, year)
  // With the entry year in the seed a group keeps its people from year to year.
  const chance = chanceOf('pupils', plan.programme, entry, plan.parallel)
  const names = Array.from({ length: plan.size }, (_, i) => nameAt(i, group, chance, taken)).sort(byName)
  return names.map((name, i) => {
    const special = specialOf(group, names, i)
    const weak = special === undefined && SPECIAL.weak.some((place) => place === i)
    const part = special === 'skipper' ? i - (i % 2) : i // in the demonstration teacher's subgroup
    return {
      ...name,
      born_on: `${entry - plan.entry_age - (chance.happens(0.4) ? 1 : 0)}-0${chance.int(1, 9)}-${chance.int(10, 28)}`,
      stays: [{ group, since: `${entry}-09-01`, until: null, part }],
      ability: weak ? 2.9 : Math.min(4.9, 4 + chance.normal() * 0.5),
      truancy: weak ? 0.08 : chance.pick([0.004, 0.01, 0.01, 0.02, 0.03]),
      ...(special ? { special } : {}),
      ...{ person_id: 0, student_id: 0 }
    }
  })
}

function nameAt(i: number, group: number, chance: Chance, taken: Set<string>): FullName {
  const sex: Sex = chance.happens(GROUPS[group]?.men ?? 0.5) ? 'male' : 'female'
  if (group === OWN_GROUP && i === 0) return LONG_NAME
  const family = (group === OWN_GROUP && i === 1) || (group === SISTERS_GROUP && i === 1)
  if (!family) return newName(chance, sex, taken)
  const own = group === OWN_GROUP ? 'male' : 'female'
  return { ...newName(chance, own, taken, FAMILY.surname), middle_name: patronymicOf(FAMILY.father, own) }
}

const isFamily = ({ last_name, middle_name }: FullName) =>
  last_name.startsWith(FAMILY.surname) && middle_name.startsWith(FAMILY.father)
const isNamed = (name: FullName) => name === LONG_NAME || isFamily(name)

/** Roles go by the place in the list, those with names of their own not counted. */
function specialOf(group: number, names: FullName[], i: number): Pupil['special'] {
  const name = names[i] as FullName
  if (isFamily(name) && group === OWN_GROUP) return 'student'
  if (isFamily(name) && group === SISTERS_GROUP) return 'sister'
  if (isNamed(name)) return undefined
  const place = names.filter((other) => !isNamed(other)).indexOf(name)
  if (group === NEXT_GROUP && place === TRANSFERRED) return 'transferred'
  if (group !== OWN_GROUP) return undefined
  return (['ill', 'skipper', 'expelled', 'regrouped'] as const).find((one) => SPECIAL[one] === place)
}

/** One leaves the college, one comes over from the neighbouring group, both by order; one changes the subgroup. */
function move(pupil: Pupil, { expelled_on, transferred_on, regrouped_on }: Moves): void {
  const [stay] = pupil.stays
  if (!stay) return
  if (pupil.special === 'expelled') stay.until = expelled_on
  if (pupil.special === 'regrouped') stay.regrouped = { division: LANGUAGE, on: regrouped_on }
  if (pupil.special !== 'transferred') return
  stay.until = daysAfter(transferred_on, -1)
  pupil.stays.push({ group: OWN_GROUP, since: transferred_on, until: null, part: 0, forgotten: LABORATORY })
}

/** The stay that puts the pupil on the group's list that day. */
export const stayOn = ({ stays }: Pupil, group: number, day: string): Stay | undefined =>
  stays.find((stay) => stay.group === group && stay.since <= day && (stay.until === null || day <= stay.until))

export const LANGUAGE = 'иностранный язык'
export const LABORATORY = 'лабораторные занятия'
export const INFORMATICS = 'информатика'

/** 0 or 1: languages divide the list into halves, other divisions every other one, so that they overlap; null for in neither. */
export function partOf({ group, part, regrouped, forgotten }: Stay, division: string, day: string): 0 | 1 | null {
  if (division === forgotten) return null
  const half = (GROUPS[group]?.size ?? 0) / 2
  const first = division === LANGUAGE ? part < half : part % 2 === 0
  const isMoved = regrouped?.division === division && day >= regrouped.on
  return first === isMoved ? 1 : 0
}
