import { dayOf, isDay } from '../../platform/days.ts'
import type { Line } from '../../platform/tables.ts'
import { type ColumnField, type Columns, letterOf, plain } from '../rules/lesson-plan-columns.ts'
import type { Topic } from '../rules/lesson-plan-topics.ts'

export type Kind = { id: number; name: string }
/** What a row is read as when its cells say nothing. */
export type Defaults = { hours: number; lesson_kind_id: number }
export type Notice = { row: number; column: string; sentence: string }
/** Topics as they were read, with what is wrong and what only looks so, by the row of the file and its column. */
export type TopicsRead = { topics: (Topic & { row: number })[]; errors: Notice[]; warnings: Notice[] }

/** Words that people use for kinds of lessons beside their names. */
const KIND_WORDS: [RegExp, string][] = [
  [/^(л\/?р|лаб)/, 'Лабораторное занятие'],
  [/^(п\/?р|пз|практическ|практик\S* (занят|работ))/, 'Практическое занятие'],
  [/^(практик|уп|пп)/, 'Практика'],
  [/^(лек|теор|л$)/, 'Лекция'],
  [/^(к\/?р|контр|зач[её]т|дифф|экз)/, 'Контрольная работа'],
  [/^(сем)/, 'Семинар'],
  [/^(с\/?р|самост)/, 'Самостоятельная работа'],
  [/^(конс)/, 'Консультация'],
  [/^(комб|урок|откр|изуч|повтор|обобщ)/, 'Урок']
]

function kindIn(text: string, kinds: Kind[]): number | undefined {
  const word = plain(text)
  const named = kinds.find(({ name }) => plain(name) === word) ?? kinds.find(({ name }) => plain(name).startsWith(word))
  const meant = KIND_WORDS.find(([pattern]) => pattern.test(word))?.[1]
  return (named ?? kinds.find(({ name }) => name === meant))?.id
}

const MONTHS = ['янв', 'фев', 'мар', 'апр', 'ма[йя]', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек']

/** «5.09.2026», «2026-09-05», «5 сентября 2026 г.»; another way of writing a day is none. */
const dayIn = (text: string): string | null => {
  const bare = text.replace(/ ?(г|года)\.?$/, '').replaceAll('/', '.')
  const [, d = '', name = '', year = ''] = /^(\d{1,2}) ([а-я]+)\.? (\d{4})$/i.exec(bare) ?? []
  const month = MONTHS.findIndex((stem) => new RegExp(`^${stem}`, 'i').test(name)) + 1
  const day = dayOf(month > 0 ? `${d}.${String(month).padStart(2, '0')}.${year}` : bare)
  return isDay(day) ? day : null
}

/** «2 ч.», «2 ак. часа», «2 (1/1)» → 2 */
const hoursIn = (text: string): number =>
  Number(
    text
      .replace(/\s*\([^)]*\)$/, '')
      .replace(/\s*(ак(ад)?\S*\s*)?(ч|час\S*)\.?$/i, '')
      .replace(',', '.')
  )

/** The row «1 2 3 4» under the headings. */
const isNumbering = (cells: string[]): boolean =>
  cells.length > 2 &&
  cells.every((cell, i) => cell === '' || Number(cell) === i + 1) &&
  cells.filter(Boolean).length > 2

/** Written over the whole row: «Раздел 1. …» merged from the first column on. */
const alone = (cells: string[]): string => {
  const filled = cells.filter(Boolean)
  return filled.length === 1 && /\p{L}{3}/u.test(filled[0] ?? '') ? (filled[0] ?? '') : ''
}

const SUMS = /^(итого|всего|in all)/i
const SECTION = /^(раздел|модуль|глава)\s/i

/** Rows of the table as topics. A row without hours that has only a name is the heading of a section; sums are passed over. */
export function topicsIn(lines: Line[], columns: Columns, kinds: Kind[], defaults: Defaults): TopicsRead {
  const read: TopicsRead = { topics: [], errors: [], warnings: [] }
  let section = ''
  for (const { number, cells } of lines) {
    const cell = (field: ColumnField) => cells[columns[field] ?? -1] ?? ''
    if (isNumbering(cells)) continue
    const title = cell('title')
    if (cell('section') !== '') section = cell('section')
    if (title === '' && alone(cells) !== '' && !SUMS.test(alone(cells)) && cell('note') === '') section = alone(cells)
    if (title === '' || SUMS.test(title)) {
      if (title === '' && cell('hours') !== '' && cell('section') === '' && !cells.some((one) => SUMS.test(one)))
        read.warnings.push({
          row: number,
          column: letterOf(columns.title ?? 0),
          sentence: 'Темы нет: строка пропущена.'
        })
      continue
    }
    if (SECTION.test(title) && cell('kind') === '') {
      section = title
      continue
    }
    read.topics.push({ ...topicOf(number, cell, columns, kinds, defaults, read), section, row: number })
  }
  return read
}

const MOST_LETTERS = 1000

function topicOf(
  row: number,
  cell: (field: ColumnField) => string,
  columns: Columns,
  kinds: Kind[],
  defaults: Defaults,
  { errors, warnings }: TopicsRead
): Topic {
  const tell = (to: Notice[], field: ColumnField, sentence: string) =>
    to.push({ row, column: letterOf(columns[field] ?? 0), sentence })
  const hours = cell('hours') === '' ? defaults.hours : hoursIn(cell('hours'))
  const kind = cell('kind') === '' ? defaults.lesson_kind_id : kindIn(cell('kind'), kinds)
  const day = cell('planned_on') === '' ? null : dayIn(cell('planned_on'))
  if (!(Number.isInteger(hours) && hours >= 1 && hours <= 12))
    tell(errors, 'hours', `Часы «${cell('hours')}»: нужно целое число от 1 до 12.`)
  else if (hours > 2) tell(warnings, 'hours', `${hours} ч на одну тему: это больше одной пары, взято как есть.`)
  if (kind === undefined) tell(warnings, 'kind', `Вид занятия «${cell('kind')}» не узнан: взят вид по умолчанию.`)
  if (cell('planned_on') !== '' && day === null)
    tell(warnings, 'planned_on', `«${cell('planned_on')}» — не день: срок останется пустым.`)
  for (const field of ['title', 'homework', 'visual_aids', 'note'] as const)
    if (cell(field).length > MOST_LETTERS) tell(errors, field, `Текст длиннее ${MOST_LETTERS} знаков.`)
  return {
    ...{ section: '', title: cell('title'), hours, lesson_kind_id: kind ?? defaults.lesson_kind_id, planned_on: day },
    ...{ visual_aids: cell('visual_aids'), homework: cell('homework'), note: cell('note') }
  }
}
