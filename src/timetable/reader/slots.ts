import type { Band } from './bands.ts'
import { clocksIn, minutesOf, pairAndClocks } from './clocks.ts'
import { weekMark } from './days.ts'
import type { Grid } from './grid.ts'

/** The rows of one pair; `block` counts the days of a band, `week` is the one these rows are of where they say so. */
export type Slot = {
  row: number
  rows: number
  pair: number
  starts_at: string
  ends_at: string
  block: number
  week: number | null
}

/** What the columns before the groups say in a row. */
type Side = { row: number; pair: number | null; lesson: number | null; clocks: string[]; week: number | null }

const LESSON_MINUTES = 55
const LONGEST_ROWS = 6

/** The column whose heading has one of these words. */
function headed(grid: Grid, band: Band, words: RegExp): number | undefined {
  for (let row = band.heading; row >= Math.max(1, band.heading - 8); row--) {
    const found = band.left.find((column) => words.test(grid.at(row, column)))
    if (found !== undefined) return found
  }
  return undefined
}

/** Rows of pairs of a band; the number comes from «Пара», else from «Урок» (two to a pair), else from the order of times. */
export function slotsOf(grid: Grid, band: Band, first: Band): Slot[] {
  const lessons = headed(grid, first, /^(№\s*)?урок/i)
  const named = headed(grid, first, /^(№\s*)?пар[аы]|^№ пар/i)
  const rows = grid.between(band.heading + 1, band.until)
  const numbers = named ?? countingColumn(grid, band, rows, lessons)
  const sides = rows.map((row) => sideOf(grid, band, row, { numbers, lessons }))
  return sized(numbered(startsOf(sides)), sides, band.until)
}

function sideOf(grid: Grid, band: Band, row: number, columns: { numbers?: number; lessons?: number }): Side {
  const raw = (column: number | undefined) => (column === undefined ? '' : grid.raw(row, column))
  const own = pairAndClocks(raw(columns.numbers)).pair
  const cells = band.left.map((column) => pairAndClocks(grid.raw(row, column)))
  const timed = cells.find(({ pair, clocks }) => pair !== null && clocks.length > 0)
  const week = band.left.map((column) => weekMark(grid.at(row, column))).find((mark) => mark !== null) ?? null
  const lesson = pairAndClocks(raw(columns.lessons)).pair
  return { row, pair: own ?? timed?.pair ?? null, lesson, clocks: cells.flatMap(({ clocks }) => clocks), week }
}

/** A column without a heading that counts 1, 2, 3 … beside the times, from the start again every day. */
function countingColumn(grid: Grid, band: Band, rows: number[], lessons: number | undefined): number | undefined {
  const timed = new Set(rows.filter((row) => band.left.some((column) => clocksIn(grid.raw(row, column)).length > 0)))
  return band.left.find((column) => {
    if (column === lessons) return false
    const counted = rows.flatMap((row) => {
      const { pair, clocks } = pairAndClocks(grid.raw(row, column))
      return pair === null || clocks.length > 0 ? [] : [{ row, pair }]
    })
    const isOrdered = counted.every(({ pair }, i) => {
      const before = counted[i - 1]?.pair
      return before === undefined || pair === before + 1 || pair <= before
    })
    return counted.length > 1 && isOrdered && (timed.size === 0 || counted.every(({ row }) => timed.has(row)))
  })
}

type Start = { side: Side; pair: number | null; times: string[] }

/** Rows with which a pair begins: its number where the file numbers pairs, otherwise its time or the first of its two lessons. */
function startsOf(sides: Side[]): Start[] {
  const isNumbered = sides.some(({ pair }) => pair !== null)
  const isTimed = sides.some(({ clocks }) => clocks.length > 0)
  const byLesson = sides.some((side) => side.lesson !== null && isShort(side.clocks))
  const starts: Start[] = []
  for (const side of sides) {
    const last = starts.at(-1)
    const isSame = side.pair !== null && side.pair === last?.pair && !isEarlier(side.clocks, last.times)
    const isLesson = side.lesson !== null && side.lesson % 2 === 1
    const isMissed = isLesson && half(side.lesson) !== last?.pair // numbers stand at some pairs only
    const isLong = side.clocks.length > 1 && !isShort(side.clocks)
    const byNumber = side.pair === null ? isLong || isMissed : !isSame
    const byTime = byLesson || !isTimed ? isLesson : side.clocks.length > 0 && side.clocks.join() !== last?.times.join()
    const begins = isNumbered ? byNumber : byTime
    if (begins) starts.push({ side, pair: side.pair ?? half(side.lesson), times: [...side.clocks] })
    else if (last && side.week !== null) starts.push({ ...last, side })
    else last?.times.push(...side.clocks)
  }
  return starts
}

const half = (lesson: number | null) => (lesson === null ? null : Math.ceil(lesson / 2))
const isShort = ([starts_at = '', ends_at = '', ...more]: string[]) =>
  ends_at !== '' && more.length === 0 && minutesOf({ starts_at, ends_at }) <= LESSON_MINUTES
const isEarlier = ([mine = '']: string[], [before = '']: string[]) => mine !== '' && before !== '' && mine < before

type Numbered = Omit<Slot, 'rows'>

/** Where nothing numbers the pairs, they are counted from the first of each day. */
function numbered(starts: Start[]): Numbered[] {
  const slots: Numbered[] = []
  for (const { side, pair: own, times } of starts) {
    const last = slots.at(-1)
    const [starts_at = '', ends_at = ''] = [times[0], times.length > 1 ? times.at(-1) : '']
    const isSame =
      last !== undefined && side.week !== null && last.starts_at === starts_at && (own ?? last.pair) === last.pair
    const isNext = last !== undefined && (own === null ? starts_at > last.starts_at : own > last.pair)
    const pair = own ?? (isSame ? last.pair : isNext ? last.pair + 1 : 1)
    const block = last === undefined ? 0 : isSame || isNext ? last.block : last.block + 1
    slots.push({ row: side.row, pair, starts_at, ends_at, block, week: side.week })
  }
  return slots
}

/** A pair has the rows until the next one; the last of a day has as many as the others. */
function sized(slots: Numbered[], sides: Side[], until: number): Slot[] {
  const distances = slots.map(({ row }, i) => (slots[i + 1]?.row ?? until) - row)
  const inside = distances.filter((_, i) => slots[i + 1] !== undefined && slots[i + 1]?.block === slots[i]?.block)
  const usual = mostFrequent(inside) ?? 2
  const last = Math.max(0, ...sides.map(({ row }) => row))
  return slots.map((slot, i) => ({
    ...slot,
    rows: Math.max(1, Math.min(usual, distances[i] ?? 1, LONGEST_ROWS, last + 1 - slot.row))
  }))
}

function mostFrequent(numbers: number[]): number | undefined {
  const counts = Map.groupBy(numbers, (one) => one)
  return [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0]
}
