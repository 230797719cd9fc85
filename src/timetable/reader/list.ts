import { parse } from 'csv-parse/sync'
import { hasEndlessLine } from '../../platform/texts.ts'
import type { Sheet } from '../../platform/workbooks.ts'
import { clocksIn, pairAndClocks, timesIn } from './clocks.ts'
import { questionsOf } from './day-marks.ts'
import { daysIn, weekdayIn, weekIn, weekMark } from './days.ts'
import { gridOf } from './grid.ts'
import { type Notice, namesIn, spaced, type TimetableReading, type WrittenLesson } from './lessons.ts'
import { type Head, headIn, type Line } from './list-heads.ts'
import { isDistant, kindOf, readTitle, teachersIn } from './titles.ts'

/** A list is no wider than this. */
const MOST_COLUMNS = 100

export function readCsvList(text: string): TimetableReading | null {
  if (hasEndlessLine(text)) return null
  const delimiter = delimiterOf(text)
  try {
    const records = parse(text, { delimiter, bom: true, relax_column_count: true, relax_quotes: true, to: 100_000 })
    return readLines(records.map((cells, i) => ({ place: `строка ${i + 1}`, cells: cells.map(spaced) })))
  } catch {
    return { ok: false, refusal: 'Файл csv не читается: проверьте кавычки или сохраните его как .xlsx.' }
  }
}

/** The sign that parts most cells of any row at the beginning: a title above the headings may have commas of its own. */
function delimiterOf(text: string): string {
  const rows = text.slice(0, 20_000).split(/\r?\n/).slice(0, 20)
  const most = (sign: string) => Math.max(...rows.map((row) => row.replace(/"[^"]*"/g, '').split(sign).length))
  return [';', '\t', ','].toSorted((a, b) => most(b) - most(a))[0] ?? ';'
}

/** A workbook with one lesson a row. */
export function readSheetList(sheets: Sheet[]): TimetableReading | null {
  for (const grid of sheets.map(gridOf)) {
    const columns = Math.min(grid.columns, MOST_COLUMNS)
    const lines = grid.between(1, grid.rows + 1).map((row) => ({
      place: `${grid.name}!${row}`,
      cells: Array.from({ length: columns }, (_, column) => grid.at(row, column + 1))
    }))
    const reading = readLines(lines)
    if (reading) return reading
  }
  return null
}

function readLines(lines: Line[]): TimetableReading | null {
  const head = headIn(lines)
  if (!head) return null
  const { columns } = head
  if (columns.pair === undefined && columns.time === undefined)
    return { ok: false, refusal: 'В списке нет ни столбца «Пара», ни столбца «Время».' }
  const rows = lines.slice(head.at + 1).filter(({ cells }) => cells.some((cell) => cell !== ''))
  const told = { day: '', weekday: '' }
  const read = rows.map(({ place, cells }) => {
    const at = (name: Head) => cells[columns[name] ?? -1] ?? ''
    const isNewDay = at('day') !== '' || at('weekday') !== ''
    if (isNewDay) Object.assign(told, { day: at('day'), weekday: at('weekday') })
    return { place, at, day: told.day, weekday: told.weekday }
  })
  const notices: Notice[] = []
  const pairs = pairsByTime(read.map(({ at }) => at('time')))
  const lessons = read.flatMap((row) => lessonsOf(row, pairs, notices))
  if (columns.pair === undefined)
    notices.push({
      place: 'весь файл',
      text: 'Пары пронумерованы по порядку времени: проверьте номера.',
      is_error: false
    })
  const days = [...new Set(lessons.flatMap(({ day }) => (day === null ? [] : [day])))].sort()
  const marks = lessons.map(({ place, day, weekday }) => ({ place, text: place, day, weekday }))
  return {
    ok: true,
    timetable: {
      ...{ layout: 'list', lessons, days, notices, ...namesIn(lessons) },
      ...{ groups: [...new Set(lessons.map(({ group }) => group))] },
      ...{
        weeks: days.length > 0 ? 1 : Math.max(1, ...lessons.map(({ week }) => week ?? 1)),
        questions: questionsOf(marks)
      }
    }
  }
}

const startOf = (time: string) =>
  timesIn(time)?.starts_at ?? /^\d{1,2}[:.]\d{2}/.exec(time)?.[0].replace('.', ':').padStart(5, '0')

/** Where no column numbers the pairs, they are numbered by their times. */
function pairsByTime(times: string[]): Map<string, number> {
  const starts = [...new Set(times.flatMap((time) => startOf(time) ?? []))].sort()
  return new Map(starts.map((start, i) => [start, i + 1]))
}

type Row = { place: string; at(name: Head): string; day: string; weekday: string }

function lessonsOf({ place, at, day, weekday }: Row, pairs: Map<string, number>, notices: Notice[]): WrittenLesson[] {
  const starts_at = startOf(at('time')) ?? ''
  const pair = pairAndClocks(at('pair')).pair ?? pairs.get(starts_at) ?? 0
  const date = daysIn(day)[0] ?? null
  const named = weekdayIn(weekday) ?? weekdayIn(day)
  const wrong = refuseRow(at, { pair, isDated: date !== null || named !== null })
  if (wrong) {
    notices.push({ place, text: wrong, is_error: true })
    return []
  }
  const written = { place, day_place: place, day: date, weekday: named, pair, pairs: 1, starts_at }
  const read = readTitle(at('subject'))
  const kind = at('kind').split(/[+,]/).map(kindOf).find(Boolean) ?? read.kind
  const week = weekIn(day) ?? weekOf(at('week'))
  if (week === null && at('week') !== '' && !EVERY_WEEK.test(at('week')))
    notices.push({ place, text: `Не понята неделя «${at('week')}»: занятие взято на каждую.`, is_error: true })
  return at('group')
    .split(/[,;+]/)
    .map(spaced)
    .filter(Boolean)
    .map((group) => ({
      ...{
        ...written,
        ends_at: timesIn(at('time'))?.ends_at ?? clocksIn(at('end'))[0] ?? '',
        week,
        group,
        subgroup: at('subgroup')
      },
      ...{ ...read, kind, teachers: teachersIn(at('teacher').replaceAll('+', ';')), room: at('room') },
      is_distant: isDistant(at('room'))
    }))
}

const EVERY_WEEK = /^(все|кажд\S*|еженед\S*|обе|1[,;/ и-]+2)( недел\S*)?$/i

/** «2», «чётная», «числитель», «з» */
const weekOf = (text: string): number | null => (/^[1-8]$/.test(text) ? Number(text) : (weekIn(text) ?? weekMark(text)))

function refuseRow(at: Row['at'], { pair, isDated }: { pair: number; isDated: boolean }): string | null {
  if (at('group') === '') return 'Не названа группа: строка не загружается.'
  if (at('subject') === '') return 'Не названа дисциплина: строка не загружается.'
  if (!isDated) return 'Не понят день: нужна дата вида 27.10.2025 или день недели.'
  return pair >= 1 && pair <= 10 ? null : 'Не понят номер пары: нужно число от 1 до 10 или время вида 8:00-9:30.'
}
