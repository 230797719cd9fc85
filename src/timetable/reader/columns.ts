import type { Sheet } from '../../platform/workbooks.ts'
import { type Band, bandsOf } from './bands.ts'
import { type DayMark, dayMarks, questionsOf } from './day-marks.ts'
import { type Grid, gridOf } from './grid.ts'
import { type Notice, namesIn, type WrittenLesson, type WrittenTimetable } from './lessons.ts'
import { type Slot, slotsOf } from './slots.ts'
import { isDistant, readTitle, teachersIn } from './titles.ts'

type Group = Band['groups'][number]
type Cell = Pick<WrittenLesson, 'place' | 'subgroup' | 'room' | 'pairs'> & { written: string; by: string }

/** Groups in columns, bands of them one under another, a day a sheet or a day a band; null for a workbook of another layout. */
export function readColumns(sheets: Sheet[]): WrittenTimetable | null {
  const pages = sheets.map(gridOf).map((grid) => ({ grid, bands: bandsOf(grid) }))
  if (pages.every(({ bands }) => bands.length === 0)) return null
  const [lessons, notices, marks]: [WrittenLesson[], Notice[], DayMark[]] = [[], [], []]
  for (const { grid, bands } of pages) {
    const own = dayMarks(grid, bands)
    marks.push(...own)
    for (const band of bands) readBand(grid, band, bands[0] ?? band, own, { lessons, notices })
  }
  const groups = pages.flatMap(({ bands }) => bands.flatMap((band) => band.groups.map(({ name }) => name)))
  const days = marks.flatMap(({ day }) => (day === null ? [] : [day]))
  return {
    ...{
      layout: 'columns',
      lessons,
      ...namesIn(lessons),
      notices,
      groups: [...new Set(groups)],
      questions: questionsOf(marks)
    },
    ...{ days: [...new Set(days)].sort(), weeks: Math.max(1, ...marks.map(({ day, week }) => (day ? 1 : (week ?? 1)))) }
  }
}

type Found = { lessons: WrittenLesson[]; notices: Notice[] }

function readBand(grid: Grid, band: Band, first: Band, marks: DayMark[], found: Found): void {
  for (const slot of slotsOf(grid, band, first)) {
    const mark = marks.findLast(({ row }) => row <= slot.row)
    for (const group of band.groups) {
      const cells = cellsOf(grid, slot, group)
      for (const cell of cells) found.lessons.push(lessonOf(cell, group, slot, mark))
      found.notices.push(...strays(grid, slot, group, cells))
    }
  }
}

function lessonOf({ written, by, ...cell }: Cell, group: Group, slot: Slot, mark: DayMark | undefined): WrittenLesson {
  const { pair, starts_at, ends_at } = slot
  return {
    ...{
      ...cell,
      ...readTitle(written),
      teachers: teachersIn(by),
      is_distant: isDistant(cell.room),
      group: group.name
    },
    ...{ pair, starts_at, ends_at, day_place: mark?.place ?? '' },
    ...{ day: mark?.day ?? null, weekday: mark?.weekday ?? null, week: mark?.week ?? null }
  }
}

/** One lesson of the whole group, or one of each subgroup: a title over both halves belongs to everybody. */
function cellsOf(grid: Grid, slot: Slot, group: Group): Cell[] {
  const end = group.column + group.width
  const second = group.subgroups[1] ?? end
  if (isWhole(grid, slot, group)) return cellIn(grid, slot, group.column, end, '')
  return group.subgroups.flatMap((column, i) =>
    cellIn(grid, slot, column, i === 0 ? second : (group.subgroups[i + 1] ?? end), String(i + 1))
  )
}

function isWhole(grid: Grid, slot: Slot, { column, width, subgroups }: Group): boolean {
  const second = subgroups[1]
  const { columns } = grid.span(slot.row, column)
  if (second === undefined || column + columns > second) return true
  const isAlone = Array.from({ length: second - column }, (_, i) => column + 1 + i).every(
    (one) => !grid.at(slot.row, one)
  )
  const hasRoom = Array.from({ length: width }, (_, i) => column + i).some(
    (one) => one > second && grid.at(slot.row, one)
  )
  return isAlone && hasRoom
}

function cellIn(grid: Grid, slot: Slot, column: number, end: number, subgroup: string): Cell[] {
  const written = grid.raw(slot.row, column)
  if (!/\p{L}/u.test(written)) return []
  const span = grid.span(slot.row, column)
  const place = grid.placeOf(slot.row, column)
  const pairs = Math.max(1, Math.round(span.rows / slot.rows))
  if (slot.rows < 2 || span.rows > 1)
    return [{ place, subgroup, pairs, ...parted(written), room: roomIn(grid, slot.row, column, end) }]
  const room = roomIn(grid, slot.row, column, end) || roomIn(grid, slot.row + 1, column, end)
  return [{ place, subgroup, pairs, written, by: grid.raw(slot.row + 1, column), room }]
}

/** Where one cell has both, the teacher is on its last line. */
function parted(written: string): { written: string; by: string } {
  const lines = written.split(/[\r\n]+/).filter((line) => line.trim() !== '')
  const last = lines.at(-1) ?? ''
  const isName = lines.length > 1 && /^\p{Lu}[\p{L}-]+\s+\p{Lu}\.\s?\p{Lu}\.?/u.test(last.trim())
  return isName ? { written: lines.slice(0, -1).join(' '), by: last } : { written, by: '' }
}

function roomIn(grid: Grid, row: number, column: number, end: number): string {
  for (let one = column + grid.span(row, column).columns; one < end; one++)
    if (grid.at(row, one)) return grid.at(row, one)
  return ''
}

/** Words that belong to no lesson: a teacher under an empty cell. */
function strays(grid: Grid, slot: Slot, group: Group, cells: Cell[]): Notice[] {
  if (cells.length > 0 || slot.rows < 2) return []
  const written = [slot.row, slot.row + 1].flatMap((row) =>
    group.subgroups.filter((column) => /\p{L}{3}/u.test(grid.at(row, column))).map((column) => ({ row, column }))
  )
  return written.map(({ row, column }) => ({
    ...{ place: grid.placeOf(row, column), is_error: true },
    text: `У группы ${group.name} на ${slot.pair}-й паре «${grid.at(row, column)}» без дисциплины: не загружается.`
  }))
}
