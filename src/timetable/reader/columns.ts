import type { Sheet } from '../../platform/workbooks.ts'
import { type Band, bandsOf, type Group } from './bands.ts'
import { type Cell, cellsOf, halfOf, type Page } from './cells.ts'
import { type DayMark, dayMarks, marksOf, questionsOf } from './day-marks.ts'
import { type Grid, gridOf } from './grid.ts'
import { isService } from './headings.ts'
import { type Notice, namesIn, type WrittenLesson, type WrittenTimetable } from './lessons.ts'
import { type Slot, slotsOf } from './slots.ts'
import { isDistant, readTitle, subgroupIn, teachersIn } from './titles.ts'

/** Groups in columns, bands of them one under another, a day a sheet or a day a band; null for a workbook of another layout. */
export function readColumns(sheets: Sheet[]): WrittenTimetable | null {
  const pages = sheets.map(gridOf).map((grid) => ({ grid, bands: bandsOf(grid) }))
  if (pages.every(({ bands }) => bands.length === 0)) return null
  const found: Found = { lessons: [], notices: [] }
  const marks = pages.flatMap(({ grid, bands }) => readPage(grid, bands, found))
  const groups = pages.flatMap(({ bands }) => bands.flatMap((band) => band.groups.map(({ name }) => name)))
  const days = marks.flatMap(({ day }) => (day === null ? [] : [day]))
  const weeks = marks.map(({ day, week }) => (day ? 1 : (week ?? 1)))
  const { lessons, notices } = found
  const cycle = Math.max(1, ...weeks, ...new Set(lessons.map(({ day, week }) => (day === null ? (week ?? 1) : 1))))
  return {
    ...{ layout: 'columns', lessons, ...namesIn(lessons), notices, groups: [...new Set(groups)] },
    ...{ questions: questionsOf(marks), days: [...new Set(days)].sort(), weeks: cycle }
  }
}

type Found = { lessons: WrittenLesson[]; notices: Notice[] }

function readPage(grid: Grid, bands: Band[], found: Found): DayMark[] {
  const [first] = bands
  if (!first) return []
  const marks = dayMarks(grid, bands)
  const slots = bands.map((band) => slotsOf(grid, band, first))
  const halves = bands.map((band, i) => halfOf(grid, slots[i] ?? [], band.groups)).filter((one) => one !== null)
  const halfAt = halves.toSorted((a, b) => a - b)[Math.floor(halves.length / 2)] ?? null
  for (const [i, band] of bands.entries())
    readBand({ grid, slots: slots[i] ?? [], used: new Set(), halfAt }, band, marksOf(marks, slots[i] ?? []), found)
  return marks
}

function readBand(page: Page, band: Band, markOf: (slot: Slot) => DayMark | undefined, found: Found): void {
  for (const slot of page.slots)
    for (const group of band.groups)
      for (const cell of cellsOf(page, slot, group, band.groups))
        found.lessons.push(lessonOf(page, cell, group, slot, markOf(slot)))
  found.notices.push(...strays(page, band), ...outside(page, band))
}

function lessonOf(page: Page, cell: Cell, group: Group, slot: Slot, mark: DayMark | undefined): WrittenLesson {
  const { pair, starts_at, ends_at } = slot
  const { place, pairs, room } = cell
  const isAnyWeek = slot.week !== null && page.grid.span(cell.row, cell.column).rows > slot.rows
  const title = readTitle(cell.written)
  return {
    ...{ place, pairs, room, ...title, subgroup: cell.subgroup || subgroupIn(title.title) },
    ...{ teachers: teachersIn(cell.by), is_distant: isDistant(room), group: group.name },
    ...{ pair, starts_at, ends_at, day_place: mark?.place ?? '', day: mark?.day ?? null },
    ...{ weekday: mark?.weekday ?? null, week: isAnyWeek ? null : (slot.week ?? mark?.week ?? null) }
  }
}

/** Words between the pairs that no lesson took: a teacher under an empty cell, a note in an odd place. */
function strays(page: Page, { groups }: Band): Notice[] {
  const { grid, slots, used } = page
  return slots.flatMap((slot) =>
    groups.flatMap((group) => {
      const inside = (row: number) =>
        grid.filled(row).filter((one) => one >= group.column && one < group.column + group.width)
      const isTaken = inside(slot.row).some((column) => used.has(`${slot.row}/${column}`))
      const why = isTaken ? 'не относится ни к какому занятию' : 'без дисциплины'
      return grid.between(slot.row, slot.row + slot.rows).flatMap((row) =>
        inside(row)
          .filter((column) => !used.has(`${row}/${column}`) && /\p{L}{3}/u.test(grid.at(row, column)))
          .map((column) => ({
            ...{ place: grid.placeOf(row, column), is_error: true },
            text: `У группы ${group.name} на ${slot.pair}-й паре «${grid.at(row, column)}» ${why}: не загружается.`
          }))
      )
    })
  )
}

/** Text under the last pair or above the first: a signature, or pairs that nothing numbers; it must not go unnoticed. */
function outside({ grid, slots }: Page, { heading, until, groups: [first] }: Band): Notice[] {
  const inside = new Set(slots.flatMap(({ row, rows }) => Array.from({ length: rows }, (_, i) => row + i)))
  const texts = grid.between(heading + 1, until).flatMap((row) => {
    const column = grid.filled(row).find((one) => one >= (first?.column ?? 1) && /\p{L}{3}/u.test(grid.at(row, one)))
    return column === undefined || inside.has(row) || isService(grid.at(row, column)) ? [] : [{ row, column }]
  })
  const [one] = texts
  if (!one) return []
  const text = `Текст в строке без номера пары и времени («${grid.at(one.row, one.column)}») не загружается.`
  return [{ place: grid.placeOf(one.row, one.column), text, is_error: texts.length > 3 }]
}
