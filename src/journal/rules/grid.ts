// From rows of the database to rows of the grid. Pure.
import type { LessonColumn } from '../queries/pages.ts'
import type { RosterRow } from '../queries/rosters.ts'
import type { ResultKind } from './results.ts'

export type GridRow = {
  student_id: number
  name: string
  /** text of each lesson's cell; null where the student was not in the group that day and nothing is entered */
  cells: (string | null)[]
  results: string[]
  average: number | null
  hours_missed: number
}

/** Rows with a cell for every lesson of the window, in the order of the lessons. */
export function gridOf(lessons: LessonColumn[], roster: RosterRow[], kinds: ResultKind[]): GridRow[] {
  return roster.map((row) => {
    const texts = textsOf(row.cells)
    const results = partsOf(row.results)
    const inGroup = presenceOf(row.periods)
    return {
      student_id: row.student_id,
      name: nameOf(row),
      // What was entered before an order took the student out as of an earlier day stays in sight.
      cells: lessons.map(({ held_on }, i) => texts[i + 1] || (inGroup(held_on) ? '' : null)),
      results: kinds.map((kind) => results.get(kind) ?? ''),
      average: row.average,
      hours_missed: row.hours_missed
    }
  })
}

/** «3:0:н» and «3:1:4» are «н,4» in column 3: the absence first, then the marks in the order of the works. */
function textsOf(joined: string): string[] {
  if (joined === '') return []
  const parts: string[] = []
  const crowded: Record<number, string[]> = {} // of hundreds of cells few hold more than one thing
  for (const part of joined.split('\t')) {
    const column = Number.parseInt(part, 10)
    const first = parts[column]
    if (first === undefined) parts[column] = part
    else crowded[column] = [...(crowded[column] ?? [first]), part]
  }
  return parts.map((part, column) => together(crowded[column]) ?? textOf(part))
}

const textOf = (part: string) => part.slice(part.indexOf(':', part.indexOf(':') + 1) + 1)
const isAbsence = (part: string) => part.includes(':0:')

function together(parts: string[] | undefined): string | undefined {
  const marks = parts?.filter((part) => !isAbsence(part)).sort()
  return marks && [...(parts ?? []).filter(isAbsence).map(textOf), marks.map(textOf).join('/')].join(',')
}

const partsOf = (joined: string | null) =>
  new Map(
    (joined?.split('\t') ?? []).map((part) => {
      const at = part.indexOf(':')
      return [part.slice(0, at), part.slice(at + 1)] as const
    })
  )

/** «2026-09-01..2026-10-10 2026-11-01..» → was the student in the group on this day? */
export function presenceOf(periods: string): (day: string) => boolean {
  const spells = periods.split(' ').map((spell) => spell.split('..'))
  return (day) => spells.some(([since = '', until = '']) => since <= day && (until === '' || day <= until))
}

/** «Абрамов Иван С.»: the given name in full tells namesakes apart. */
export const nameOf = ({
  last_name,
  first_name,
  middle_name
}: Pick<RosterRow, 'last_name' | 'first_name' | 'middle_name'>) =>
  `${last_name} ${first_name}${middle_name ? ` ${middle_name.slice(0, 1)}.` : ''}`

/** Heads of the months over the lessons: «сентябрь» spans its columns. */
export function monthsOf(lessons: { held_on: string }[]): { month: string; span: number }[] {
  const months: { month: string; span: number }[] = []
  for (const { held_on } of lessons) {
    const month = held_on.slice(0, 7)
    const last = months.at(-1)
    if (last?.month === month) last.span++
    else months.push({ month, span: 1 })
  }
  return months
}
