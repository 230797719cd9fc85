import type { Line } from '../../platform/tables.ts'

export const COLUMN_FIELDS = {
  section: 'Раздел',
  title: 'Тема',
  hours: 'Часы',
  kind: 'Вид занятия',
  homework: 'Домашнее задание',
  visual_aids: 'Наглядные пособия',
  planned_on: 'Дата',
  note: 'Примечание'
} as const
export type ColumnField = keyof typeof COLUMN_FIELDS
/** Which column of the table each field is in, from 0; a field that is in none is left out. */
export type Columns = Partial<Record<ColumnField, number>>

/** Headings as people write them, the more telling first. */
const HEADINGS: [ColumnField, RegExp][] = [
  ['homework', /(домашн|д\/з|дз$|задани)/],
  ['visual_aids', /(наглядн|пособи|материал|оборудован|оснащен|средств)/],
  ['hours', /(час|кол-?во|количество|объ[её]м)/],
  ['kind', /(вид|тип|форма) ?(учебн\S* )?(занят|урок|работ|организац)?/],
  ['planned_on', /(дата|срок|календар)/],
  ['note', /(примечан|комментар)/],
  ['section', /(раздел|модул)/],
  ['title', /(тем|содержан|наименован|название урок)/]
]

/** A heading or a word as it is compared. */
export const plain = (text: string) => text.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim()

/** Which columns a row of headings names; «Название раздела» alone is where the topics are. */
function columnsIn(cells: string[]): Columns {
  const columns: Columns = {}
  cells.forEach((cell, i) => {
    const text = plain(cell)
    const isOther = /^(№|n$|п\/п|номер)/.test(text) || /контрол/.test(text)
    const isBoth = /раздел/.test(text) && /тем/.test(text)
    if (text === '' || text.length > 80 || isOther) return
    const field = isBoth ? 'title' : HEADINGS.find(([, pattern]) => pattern.test(text))?.[0]
    if (field && !(field in columns)) columns[field] = i
  })
  if (columns.title === undefined && columns.section !== undefined) {
    columns.title = columns.section
    delete columns.section
  }
  return columns
}

const HEADER_ROWS = 15
const NUMBER = /^\d{1,3}([.,]\d+)?$/
const HEADING_ALONE =
  /^(темы?|содержание|наименование|название)( (темы?|тем|урок\S*|заняти\S*|раздел\S*|учебн\S*|материал\S*|и))*$/

/** «Раздел 1», «Тема 5» and a row that has hours are topics already, though they have the words of headings in them. */
function isHeading(cells: string[], columns: Columns): boolean {
  if (columns.title === undefined || cells.some((cell) => NUMBER.test(cell.trim()))) return false
  const named = [columns.title, columns.section].map((column) => plain(cells[column ?? -1] ?? ''))
  if (named.some((text) => /\d/.test(text))) return false
  return Object.keys(columns).length > 1 || HEADING_ALONE.test(named[0] ?? '')
}

export type Head = { columns: Columns; header: string[]; lines: Line[] }

/** The row of headings and the rows below it; where there is none, the columns are known by what stands in them. */
export function headOf(lines: Line[]): Head {
  const found = lines
    .slice(0, HEADER_ROWS)
    .map((line, at) => ({ at, columns: columnsIn(line.cells), header: line.cells }))
    .filter(({ columns, header }) => isHeading(header, columns))
    .toSorted((a, b) => Object.keys(b.columns).length - Object.keys(a.columns).length)[0]
  if (found) return { columns: found.columns, header: found.header, lines: lines.slice(found.at + 1) }
  return { columns: columnsByContent(lines), header: [], lines }
}

const KIND_WORD = /^(лек|теор|практ|лаб|урок|комб|сем|конс|контр|зач|самост|[лпкс]\/?р$|пз$)/
const SECTION_WORD = /^(раздел|модуль|глава)\s/
const HOURS = /^(1?\d)( ?ч| ?час\S*)?$/

/** The topics are the longest texts; hours are small numbers that do not count the rows; kinds of lessons are known words. */
function columnsByContent(lines: Line[]): Columns {
  const width = Math.max(0, ...lines.map(({ cells }) => cells.length))
  const filled = Array.from({ length: width }, (_, i) =>
    lines.map(({ cells }) => plain(cells[i] ?? '')).filter(Boolean)
  )
  const mostly = (texts: string[], pattern: RegExp) =>
    texts.length * 2 > lines.length && texts.filter((text) => pattern.test(text)).length > texts.length * 0.8
  const isCounting = (texts: string[]) =>
    texts.length > 2 &&
    texts.every((text, i) => i === 0 || Number.parseInt(text, 10) > Number.parseInt(texts[i - 1] ?? '', 10))
  const lengths = filled.map((texts) => texts.reduce((sum, text) => sum + text.length, 0))
  const places = {
    section: filled.findIndex((texts) => texts.length > 0 && texts.every((text) => SECTION_WORD.test(text))),
    title: lengths.indexOf(Math.max(0, ...lengths)),
    hours: filled.findIndex((texts) => mostly(texts, HOURS) && !isCounting(texts)),
    kind: filled.findIndex((texts) => mostly(texts, KIND_WORD))
  }
  const taken = Object.entries(places).filter(([field, at]) => at >= 0 && (field === 'title' || at !== places.title))
  return Object.fromEntries(taken)
}

/** 0 → A, 26 → AA */
export const letterOf = (column: number): string =>
  (column >= 26 ? letterOf(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))
