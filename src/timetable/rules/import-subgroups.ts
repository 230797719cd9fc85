// Which subgroup of ours «П1» of a foreign file is. Pure.
import type { WrittenTimetable } from '../reader.ts'
import { alike, type Known } from './matching.ts'

export type Subgroup = { id: number; study_group_id: number; division: string; number: number }

/** Its place among the parts of its division where the file tells divisions, else the number in its name; 0 when there is none. */
function placeOf({ divisions = [] }: WrittenTimetable, group: string, written: string) {
  const told = divisions.filter((one) => one.group === group)
  const own = told.find(({ parts }) => parts.includes(written))
  if (told.length > 0) return { place: own ? own.parts.indexOf(written) + 1 : 0, parts: own?.parts.length ?? 0 }
  return { place: Number(/(\d+)\D*$/.exec(written)?.[1] ?? 0), parts: 0 }
}

const lettersOf = (text: string) => alike(text).replace(/[\d ]+/g, '')

/**
 * Subgroups of the group as what a written one may mean. The number must agree; the division is certain only when it is called alike, so
 * that a person confirms the rest.
 */
export function subgroupsFor(file: WrittenTimetable, group: string, written: string, own: Subgroup[]): Known[] {
  const { place, parts } = placeOf(file, group, written)
  const letters = lettersOf(written)
  return own.map(({ id, division, number }) => {
    const size = own.filter((one) => one.division === division).length
    const name = lettersOf(division)
    const likeness = name === letters ? 1 : letters !== '' && name.startsWith(letters) ? 0.8 : 0.55
    const score = number !== place ? 0.1 : parts > 0 && parts !== size ? likeness * 0.6 : likeness
    return { id, title: `${division}: подгруппа ${number}`, score }
  })
}
