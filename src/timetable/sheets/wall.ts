import { isStudyDay, weekdayOf } from '../../college/rules/days.ts'
import type { Sheet } from '../../print/sheets.ts'
import { pairsOf, timesOf } from '../rules/boards.ts'
import { bandInWords, type GroupOnPaper, type Paper } from '../rules/printing.ts'
import { cellOf, heightOfCell, type PaperCell, wordCell } from './cells.ts'
import { pagesOf } from './fitting.ts'
import { type Head, heightOfHead, PAGES } from './head.ts'
import { dayWords, type Frame, type Placed } from './week.ts'

/** The lessons of a group, and what it has on a day without any: practice. */
export type OfGroup = GroupOnPaper & { placed: Placed[]; noteOf: (day: string) => string }

type Row = { pair: number; time: string; cells: PaperCell[] }
type Day = ReturnType<typeof dayWords> & { rows: Row[] }
type Asked = { id: string; head: Head; groups: OfGroup[]; frame: Frame; paper: Paper; legend: string }

const [DAY, PAIR, HEAD_ROW, RUNNING] = [8, 17, 6.5, 8]
/** How many groups stand side by side on a sheet. */
export const MOST_GROUPS: Record<Paper, number> = { a4: 6, a3: 9 }

function dayOf(day: string, groups: OfGroup[], frame: Frame, width: number): Day {
  const byGroup = groups.map(({ placed }) => placed.filter(({ held_on }) => held_on === day))
  const last = Math.max(0, ...byGroup.flat().flatMap(pairsOf))
  const times = timesOf(frame.bells)
  const rows = Array.from({ length: Math.max(last, 1) }, (_, i): Row => {
    const cells = byGroup.map((placed, column) => {
      const here = placed.filter((one) => pairsOf(one).includes(i + 1)).map(({ lesson }) => lesson)
      const group = groups[column]
      return placed.length === 0 && i === 0 ? wordCell(group?.noteOf(day) ?? '', width) : cellOf(here, width)
    })
    return { pair: i + 1, time: times.get(`${weekdayOf(day, frame.calendar)}.${i + 1}`) ?? '', cells }
  })
  const words = dayWords(day, frame)
  const isEmpty = last === 0 && groups.every(({ noteOf }) => noteOf(day) === '')
  return isEmpty ? { ...words, note: words.note || 'занятий нет', rows: [] } : { ...words, rows }
}

const heightOfRow = ({ cells }: Row, points: number): number =>
  Math.max(points * 0.84, ...cells.map((cell) => heightOfCell(cell, points))) + 0.3
const heightOfDay = ({ rows }: Day, points: number): number =>
  Math.max(
    7,
    rows.reduce((sum, row) => sum + heightOfRow(row, points), 0)
  )

/** Groups in columns, days and pairs in rows, as it hangs on the wall (F31): as few sheets as hold the week. */
export function wallSheets({ id, head, groups, frame, paper, legend }: Asked): Sheet[] {
  const page = PAGES[paper]
  const width = (page.width - DAY - PAIR) / groups.length
  const days = frame.days.filter(
    (day) => isStudyDay(day, frame.calendar) || hasLessons(day, groups) || frame.calendar.off.has(day)
  )
  const blocks = days.map((day) => dayOf(day, groups, frame, width))
  const below = legend === '' ? 0 : 6
  const parts = pagesOf(blocks, {
    first: page.height - heightOfHead(head, page.width) - HEAD_ROW - below,
    ...{ next: page.height - RUNNING - HEAD_ROW - below, heightAt: heightOfDay }
  })
  const names = groups.map(({ name }) => name)
  return parts.map(({ size, items }, i) => ({
    view: 'timetable/sheets/wall',
    it: {
      ...{ id: `${id}-${i}`, head, paper, legend, isFirst: i === 0, of: bandInWords(groups) },
      tables: [{ groups: names, size, days: items, of: '' }]
    }
  }))
}

const hasLessons = (day: string, groups: OfGroup[]) =>
  groups.some(({ placed }) => placed.some(({ held_on }) => held_on === day))

type DayAsked = Omit<Asked, 'groups'> & { bands: OfGroup[][] }

/** One day of many groups: bands of groups, pairs in rows. */
export function daySheets({ id, head, bands, frame, paper, legend }: DayAsked): Sheet[] {
  const page = PAGES[paper]
  const [day = ''] = frame.days
  const blocks = bands.map((groups) => ({
    groups: groups.map(({ name }) => name),
    of: bandInWords(groups),
    day: dayOf(day, groups, frame, (page.width - PAIR) / groups.length)
  }))
  const parts = pagesOf(blocks, {
    first: page.height - heightOfHead(head, page.width),
    next: page.height - RUNNING,
    heightAt: (block, points) => heightOfDay(block.day, points) + HEAD_ROW * 2 + 2
  })
  return parts.map(({ size, items }, i) => ({
    view: 'timetable/sheets/wall',
    it: {
      ...{ id: `${id}-${i}`, head, paper, legend, isFirst: i === 0, of: '' },
      tables: items.map(({ groups, of, day }) => ({ groups, of, size, days: [{ ...day, name: '' }] }))
    }
  }))
}
