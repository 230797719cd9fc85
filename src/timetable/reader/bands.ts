import type { Grid } from './grid.ts'

/** Groups side by side: each has its columns, from the heading row down to the next one. */
export type Band = {
  /** the row with «Группа:» and the names */
  heading: number
  /** the first row that is no longer of the band */
  until: number
  /** columns before the first group: days, numbers, times */
  left: number[]
  groups: { name: string; column: number; width: number; subgroups: number[] }[]
}

const isLabel = (text: string) => /^групп[аы]\s*:?$/i.test(text)

/** Bands of a sheet from top to bottom; none for a sheet of another layout. */
export function bandsOf(grid: Grid): Band[] {
  const headings: { row: number; label: number }[] = []
  for (let row = 1; row <= grid.rows; row++) {
    const label = grid.filled(row).find((column) => isLabel(grid.at(row, column)))
    if (label !== undefined && namesIn(grid, row, label).length > 0) headings.push({ row, label })
  }
  const numbered = subgroupColumns(grid)
  return headings.map(({ row, label }, i) => ({
    ...{ heading: row, until: headings[i + 1]?.row ?? grid.rows + 1 },
    left: Array.from({ length: label }, (_, column) => column + 1),
    groups: groupsOf(grid, row, label, numbered)
  }))
}

const namesIn = (grid: Grid, row: number, label: number) =>
  grid.filled(row).filter((column) => column > label && /[\p{L}\d]/u.test(grid.at(row, column)))

function groupsOf(grid: Grid, row: number, label: number, numbered: number[]): Band['groups'] {
  const columns = namesIn(grid, row, label)
  const steps = columns.slice(1).map((column, i) => column - (columns[i] ?? 0))
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? grid.columns - (columns[0] ?? 0) + 1
  return columns.map((column, i) => {
    const width = steps[i] ?? usual
    const own = numbered.filter((one) => one >= column && one < column + width)
    return {
      ...{ name: grid.at(row, column), column, width },
      subgroups: own.length > 1 ? own : [column, column + 2].filter((one) => one < column + width)
    }
  })
}

/** Columns that the row «Подгруппа:» numbers. */
function subgroupColumns(grid: Grid): number[] {
  for (let row = 1; row <= Math.min(grid.rows, 20); row++) {
    const label = grid.filled(row).find((column) => /^подгрупп[аы]\s*:?$/i.test(grid.at(row, column)))
    if (label !== undefined)
      return grid.filled(row).filter((column) => column > label && /^\d$/.test(grid.at(row, column)))
  }
  return []
}
