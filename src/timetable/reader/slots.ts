import type { Band } from './bands.ts'
import { timesIn } from './days.ts'
import type { Grid } from './grid.ts'

/** The rows of one pair. */
export type Slot = { row: number; rows: number; pair: number; starts_at: string; ends_at: string }

/** What stands over a column of numbers in the heading of the sheet. */
function headed(grid: Grid, band: Band, words: RegExp): number | undefined {
  for (let row = band.heading; row >= Math.max(1, band.heading - 8); row--) {
    const found = band.left.find((column) => words.test(grid.at(row, column)))
    if (found !== undefined) return found
  }
  return undefined
}

const numberAt = (grid: Grid, row: number, column: number | undefined): number | null => {
  const text = column === undefined ? '' : grid.at(row, column)
  return /^\d{1,2}$/.test(text) ? Number(text) : null
}

/** Rows of pairs of a band; the number comes from «Пара», else from «Урок» (two to a pair), else from the order of times. */
export function slotsOf(grid: Grid, band: Band, first: Band): Slot[] {
  const [pairs, lessons] = [headed(grid, first, /^(№\s*)?пара/i), headed(grid, first, /^(№\s*)?урок/i)]
  const starts: Omit<Slot, 'rows'>[] = []
  let order = 0
  for (let row = band.heading + 1; row < band.until; row++) {
    const column = band.left.find((one) => timesIn(grid.at(row, one)) !== null)
    const times = column === undefined ? null : timesIn(grid.at(row, column))
    const own = numberAt(grid, row, pairs)
    if (!times && own === null) continue
    order = times && starts.at(-1) && times.starts_at <= (starts.at(-1)?.starts_at ?? '') ? 1 : order + 1
    const lesson = numberAt(grid, row, lessons)
    const pair = own ?? (lesson === null ? order : Math.ceil(lesson / 2))
    starts.push({ row, pair, ...(times ?? { starts_at: '', ends_at: '' }) })
  }
  return starts.map((slot, i) => ({
    ...slot,
    rows: Math.min(2, (starts[i + 1]?.row ?? band.until) - slot.row)
  }))
}
