// Students who changed the subgroup, as a gradebook tells of them. Pure.
import type { MoveRow } from '../queries/subgroups.ts'
import { nameOf } from './grid.ts'

/** Marks of the other subgroup are shown to who teaches the student now: they count for the result of the term. */
export function movesOf(rows: MoveRow[], subgroup_number: number) {
  return rows.map((row) => {
    const spells = row.spells.split('\t').map((spell) => {
      const [number, since = '', until = ''] = spell.split(' ')
      return { number: Number(number), since, until: until || null }
    })
    const isHere = spells.at(-1)?.number === subgroup_number
    return {
      ...{ student_id: row.student_id, name: nameOf(row), spells, isHere },
      ...(isHere ? { marks: row.marks ?? '', average: row.average, hours_missed: row.hours_missed } : {})
    }
  })
}
