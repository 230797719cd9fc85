// Which subgroup of ours «П1» of a foreign file is. Pure.
import type { WrittenTimetable } from '../reader.ts'
import { alike, type Known } from './matching.ts'

export type Subgroup = { id: number; study_group_id: number; division: string; number: number }

/** Its place among the parts of its division, as the file tells it, else the number in its name; 0 when there is none. */
function placeOf({ divisions = [] }: WrittenTimetable, group: string, written: string) {
  const own = divisions.find((one) => one.group === group && one.parts.includes(written))
  const place = own ? own.parts.indexOf(written) + 1 : Number(/(\d+)\D*$/.exec(written)?.[1] ?? 0)
  return { place, parts: own?.parts.length ?? 0 }
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
