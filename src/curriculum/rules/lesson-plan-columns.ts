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

export type Head = { columns: Columns; header: string[]; lines: Line[] }

/** The row of headings and the rows below it; where no row names the topics, the column of the longest texts has them. */
export function headOf(lines: Line[]): Head {
  const found = lines
    .slice(0, HEADER_ROWS)
    .map((line, at) => ({ at, columns: columnsIn(line.cells), header: line.cells }))
    .filter(({ columns }) => columns.title !== undefined)
    .toSorted((a, b) => Object.keys(b.columns).length - Object.keys(a.columns).length)[0]
  if (found) return { columns: found.columns, header: found.header, lines: lines.slice(found.at + 1) }
  return { columns: longest(lines), header: [], lines }
}

function longest(lines: Line[]): Columns {
  const lengths: number[] = []
  for (const { cells } of lines) for (const [i, cell] of cells.entries()) lengths[i] = (lengths[i] ?? 0) + cell.length
  const title = lengths.indexOf(Math.max(0, ...lengths.map((length) => length ?? 0)))
  return title < 0 ? {} : { title }
}

/** 0 → A, 26 → AA */
export const letterOf = (column: number): string =>
  (column >= 26 ? letterOf(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))
