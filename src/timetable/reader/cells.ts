import type { Group } from './bands.ts'
import { clocksIn } from './clocks.ts'
import type { Grid } from './grid.ts'
import { isPerson, partsIn, sorted, stacked } from './parts.ts'
import type { Slot } from './slots.ts'
import { isNothing } from './titles.ts'

/** A lesson as it stands in the cells of a pair. */
export type Cell = {
  row: number
  column: number
  place: string
  subgroup: string
  pairs: number
  written: string
  by: string
  room: string
}

/** What of a sheet has been understood, and what is asked of it again and again. */
export type Page = {
  grid: Grid
  slots: Slot[]
  used: Set<string>
  halfAt: number | null
}

const use = ({ used }: Page, row: number, column: number) => used.add(`${row}/${column}`)

/** One lesson of the whole group, or one of each subgroup: a title over both halves belongs to everybody. */
export function cellsOf(page: Page, slot: Slot, group: Group, groups: Group[]): Cell[] {
  const { column, subgroup } = group
  const subgroups = halvesOf(page, group)
  const over = page.grid.origin(slot.row, column)
  if (over.row < slot.row) return [] // a lesson of several pairs: it was read at its first
  const end = endOf(page.grid, over, group, groups)
  if (over.column < column || isWhole(page.grid, slot, group, subgroups[1]))
    return cellIn(page, slot, { column: over.column, from: column, end, subgroup })
  return subgroups.flatMap((from, i) =>
    cellIn(page, slot, { column: from, from, end: subgroups[i + 1] ?? end, subgroup: String(i + 1) })
  )
}

/** A lesson merged over several groups has its room in the columns of the last of them. */
function endOf(grid: Grid, over: { row: number; column: number }, group: Group, groups: Group[]): number {
  const last = over.column + grid.span(over.row, over.column).columns - 1
  const { column, width } = groups.findLast((one) => one.column <= Math.max(last, group.column)) ?? group
  return column + width
}

/** Halves are where the heading numbers them, otherwise where the second teacher stands; a sheet that shows neither has none. */
const halvesOf = ({ halfAt }: Page, { column, width, subgroups, subgroup }: Group): number[] => {
  if (subgroup !== '') return [column]
  if (subgroups.length > 1) return subgroups
  return halfAt !== null && halfAt < width ? [column, column + halfAt] : [column]
}

function isWhole(grid: Grid, slot: Slot, { column, width }: Group, second: number | undefined): boolean {
  if (second === undefined || column + grid.span(slot.row, column).columns > second) return true
  const within = (from: number, until: number) => Array.from({ length: Math.max(0, until - from) }, (_, i) => from + i)
  const isAlone = within(column + 1, second + 1).every((one) => !grid.at(slot.row, one))
  return isAlone && within(second + 1, column + width).some((one) => grid.at(slot.row, one))
}

type Where = { column: number; from: number; end: number; subgroup: string }

function cellIn(page: Page, slot: Slot, { column, from, end, subgroup }: Where): Cell[] {
  const { grid } = page
  const top = grid.raw(slot.row, column)
  if (!/\p{L}/u.test(top)) return []
  use(page, slot.row, column)
  if (isNothing(top)) return []
  const span = grid.span(slot.row, column)
  const below = span.rows >= slot.rows ? [] : linesBelow(page, slot, column)
  const right = Math.max(from + 1, column + span.columns)
  const beside = roomIn(page, slot.row, right, end)
  const under = belowRoom(page, slot, column, end)
  const cell = {
    row: slot.row,
    column,
    place: grid.placeOf(slot.row, column),
    pairs: pairsUnder(page, slot, span.rows)
  }
  const read = below.length === 0 ? stacked(top).map(partsIn) : [sorted(top, below)]
  const roomOf = (own: string) => (read.length > 1 ? own : beside || own || under)
  return read.map((one) => ({ ...cell, ...one, subgroup, room: roomOf(one.room) }))
}

/** Texts under a title in the rows of its pair. */
function linesBelow(page: Page, slot: Slot, column: number): string[] {
  const lines: string[] = []
  for (let row = slot.row + 1; row < slot.row + slot.rows; row++) {
    const origin = page.grid.origin(row, column)
    if (origin.row !== row || page.grid.raw(row, origin.column).trim() === '') continue
    use(page, row, origin.column)
    lines.push(page.grid.raw(row, origin.column))
  }
  return lines
}

function roomIn(page: Page, row: number, from: number, end: number): string {
  for (let column = from; column < end; column++) {
    const text = page.grid.at(row, column)
    if (text === '' || clocksIn(text).length > 0) continue
    use(page, row, column)
    return text
  }
  return ''
}

function belowRoom(page: Page, slot: Slot, column: number, end: number): string {
  for (let row = slot.row + 1; row < slot.row + slot.rows; row++) {
    const span = page.grid.span(row, column)
    const found = roomIn(page, row, column + span.columns, end)
    if (found !== '') return found
  }
  return ''
}

/** How many pairs a cell that many rows high covers. */
const pairsUnder = ({ slots }: Page, slot: Slot, rows: number): number =>
  new Set(
    slots
      .filter(({ row, block }) => block === slot.block && row >= slot.row && row < slot.row + rows)
      .map(({ pair }) => pair)
  ).size || 1

/** How far from the first subgroup the second one stands, by where teachers are named. */
export function halfOf(grid: Grid, slots: Slot[], groups: Group[]): number | null {
  const votes = new Map<number, number>()
  for (const slot of slots)
    for (const { column, width } of groups)
      for (let at = 1; at < width; at++)
        for (let row = slot.row; row < slot.row + slot.rows; row++)
          if (isPerson(grid.raw(row, column + at))) votes.set(at, (votes.get(at) ?? 0) + 1)
  return [...votes].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null
}
