import { weekdayName } from '../../college/rules/bells.ts'
import { calendarWeekday, isStudyDay, type StudyDays, weekdayOf } from '../../college/rules/days.ts'
import { weekdayAccusative } from '../../college/rules/production.ts'
import { formats } from '../../platform/formats.ts'
import type { Sheet } from '../../print/sheets.ts'
import { timesOf, weekBoard } from '../rules/boards.ts'
import { cellOf, heightOfCell, type PaperCell } from './cells.ts'
import { sizeOf } from './fitting.ts'
import { type Head, heightOfHead, PAGES } from './head.ts'
import type { PaperLesson } from './lessons.ts'

type Bell = { weekday: number; pair_number: number; starts_at: string; ends_at: string }
/** A lesson at its place; `hours` says how many pairs it takes. */
export type Placed = { held_on: string; pair_number: number; hours: number; lesson: PaperLesson }
/** The days of the page; without `dates` they are weekdays of every week. `notes` are words of a day: practice. */
export type Frame = { days: string[]; bells: Bell[]; calendar: StudyDays; dates: boolean }

const PAIR = 17
const HEAD_ROWS = 9

/** «Понедельник», «23.11», «за среду», «День народного единства» */
export function dayWords(day: string, { calendar, dates }: Frame, note = '') {
  const like = calendar.working.has(day) ? `за ${weekdayAccusative(weekdayOf(day, calendar))}` : ''
  const off = isStudyDay(day, calendar) ? '' : calendar.off.get(day) || 'выходной'
  return {
    ...{ name: weekdayName(calendarWeekday(day)), date: dates ? formats.dayAndMonth(day) : '' },
    note: dates ? like || off || note : ''
  }
}

type Row = { pair: number; time: string; cells: PaperCell[] }
type Asked = { id: string; head: Head; placed: Placed[]; frame: Frame; noteOf: (day: string) => string; legend: string }

/** The week of a group, a teacher or a room: pairs by days (F31). */
export function weekSheet({ id, head, placed, frame, noteOf, legend }: Asked): Sheet {
  const { days } = frame
  const page = PAGES.a4
  const width = (page.width - PAIR) / days.length
  const rows = rowsOf(placed, frame, width)
  const room = page.height - heightOfHead(head, page.width) - HEAD_ROWS - (legend === '' ? 0 : 6)
  const heads = days.map((day) => dayWords(day, frame, noteOf(day)))
  const it = {
    ...{ id, head, legend, rows: placed.length === 0 ? [] : rows, days: heads },
    empty: emptyWords(heads, frame.dates),
    size: sizeOf(rows, room, heightOfRow)
  }
  return { view: 'timetable/sheets/week', it }
}

/** «На этой неделе занятий нет: учебная практика.» */
function emptyWords(heads: { note: string }[], dates: boolean): string {
  const notes = new Set(heads.map(({ note }) => note).filter((note) => note !== '' && note !== 'выходной'))
  const words = dates ? 'На этой неделе занятий нет' : 'Постоянного расписания на этот период нет'
  return `${[words, [...notes].join(', ')].filter(Boolean).join(': ')}.`
}

/** The time that most days have stands at the pair, that of the others in their cells. */
function rowsOf(placed: Placed[], { days, bells, calendar }: Frame, width: number): Row[] {
  const times = timesOf(bells)
  return weekBoard(days, { entries: placed, gone: [] }, bells, calendar).map(({ pair, cells }) => {
    const own = days.map((day) => times.get(`${weekdayOf(day, calendar)}.${pair}`) ?? '')
    const count = (time: string) => own.filter((one) => one === time).length
    const time = own.filter(Boolean).toSorted((a, b) => count(b) - count(a))[0] ?? ''
    const lessons = cells.map(({ entries }) => entries.map(({ lesson }) => lesson))
    return { pair, time, cells: lessons.map((here, i) => cellOf(here, width, own[i] === time ? '' : own[i])) }
  })
}

const heightOfRow = ({ cells }: Row, points: number): number =>
  Math.max(points * 1.15, ...cells.map((cell) => heightOfCell(cell, points)))
