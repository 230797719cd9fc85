import type { Grid } from './grid.ts'
import { type Heading, headingsOf, WITH_LABEL } from './headings.ts'

/** A group has no more columns than this: a stray cell far to the right must not make it wider. */
const MOST_WIDTH = 30

export type Group = {
  name: string
  /** '' unless the heading itself divides the group: «ИС-21 (2 п/г)» */
  subgroup: string
  column: number
  width: number
  /** columns where lessons of subgroups begin, as a row «Подгруппа: 1 2» numbers them */
  subgroups: number[]
}

/** Groups side by side: each has its columns, from the heading row down to the next one. */
export type Band = {
  /** the row with the names */
  heading: number
  /** the first row that is no longer of the band */
  until: number
  /** columns before the first group: days, numbers, times */
  left: number[]
  groups: Group[]
}

/** Bands of a sheet from top to bottom; none for a sheet of another layout. */
export function bandsOf(grid: Grid): Band[] {
  const headings = headingsOf(grid)
  const steps = headings.flatMap(({ names, ends }) => stepsOf(names, ends).filter((step) => step !== null))
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? null
  const numbered = subgroupColumns(grid)
  return headings.map((heading, i) => ({
    ...{ heading: heading.row, until: headings[i + 1]?.row ?? grid.rows + 1 },
    left: Array.from({ length: Math.min(heading.left, MOST_WIDTH) }, (_, column) => column + 1),
    groups: groupsOf(grid, heading, usual, numbered)
  }))
}

/** From each name to what follows it on the right: another name, or numbers and times that are repeated there. */
const stepsOf = (names: Heading['names'], ends: number[]) =>
  names.map(({ column }, i) => {
    const next = [names[i + 1]?.column, ends.find((end) => end > column)].filter((one) => one !== undefined)
    return next.length > 0 ? Math.min(...next) - column : null
  })

function groupsOf(grid: Grid, { row, names, ends }: Heading, usual: number | null, numbered: number[]): Group[] {
  const steps = stepsOf(names, ends)
  return names.map(({ column, text }, i) => {
    const alone = Math.max(grid.span(row, column).columns, grid.columns - column + 1)
    const width = Math.min(steps[i] ?? usual ?? alone, MOST_WIDTH)
    const own = numbered.filter((one) => one >= column && one < column + width)
    return { ...nameOf(text), column, width, subgroups: own.length > 1 ? own : [column] }
  })
}

/** «Группа ИС-21 (25 чел.), куратор Орлова» → ИС-21; «ИС-21 (2 п/г)» → its second subgroup. */
function nameOf(text: string): { name: string; subgroup: string } {
  const bare = text
    .replace(WITH_LABEL, '')
    .replace(/[\s,(]*\d+\s*(чел|студ)\.?\S*\)?/i, '')
    .replace(/[\s,(]*(куратор|классный рук|кл\.? ?рук).*$/i, '')
    .trim()
  const [, name, subgroup] = /^(.+?)[\s,(-]*([12])\s*(?:п\/?г|подгр)\S*?\)?$/i.exec(bare) ?? []
  return name && subgroup ? { name, subgroup } : { name: bare || text, subgroup: '' }
}

/** Columns that the row «Подгруппа:» numbers. */
function subgroupColumns(grid: Grid): number[] {
  for (const row of grid.between(1, 21)) {
    const label = grid.filled(row).find((column) => /^(подгрупп[аы]|п\/г)\s*:?$/i.test(grid.at(row, column)))
    const columns = label === undefined ? [] : grid.filled(row).filter((column) => column > label)
    const numbers = columns.filter((column) => /^\d$/.test(grid.at(row, column)))
    if (numbers.length > 1) return numbers
  }
  return []
}
