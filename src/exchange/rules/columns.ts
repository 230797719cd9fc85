import type { Line, Span } from '../reader.ts'
import type { List } from './lists.ts'

/** Which column each field stands in, from 0; a field that is not in the file is missing. */
export type Columns = Record<string, number>

/** Small letters and digits only: «Дата рожд.» and «дата  РОЖД» are one header. */
export const headerKey = (header: string): string =>
  header
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[^\p{L}\p{N}№]+/gu, ' ')
    .trim()

/** Names of fields by the headers they are known by; what was chosen last time comes first. */
function knownHeaders({ fields }: List, learnt: Map<string, string>): Map<string, string> {
  const known = new Map<string, string>()
  for (const { name, title, words } of fields)
    for (const word of [title, ...words]) if (!known.has(headerKey(word))) known.set(headerKey(word), name)
  for (const [header, name] of learnt) known.set(header, name)
  return known
}

/** The most likely field of each column; the first of two like columns wins. */
export function columnsOf(header: string[], list: List, learnt: Map<string, string>): Columns {
  const known = knownHeaders(list, learnt)
  const columns: Columns = {}
  header.forEach((text, i) => {
    const name = known.get(headerKey(text))
    if (name && !(name in columns)) columns[name] = i
  })
  if ('last_name' in columns && 'first_name' in columns) delete columns.whole_name
  return columns
}

type Head = { header: string[]; lines: Line[] }
const HEADER_ROWS = 20

/** The row that knows the most headers, with the one above it where cells are merged over several columns; null without any. */
export function headOf(lines: Line[], spans: Span[], list: List, learnt: Map<string, string>): Head | null {
  const known = knownHeaders(list, learnt)
  let best = { score: 0, at: -1, header: [] as string[] }
  lines.slice(0, HEADER_ROWS).forEach((line, at) => {
    const header = headerAt(line, lines[at - 1], spans, known)
    const score = Object.keys(columnsOf(header, list, learnt)).length
    if (score > best.score) best = { score, at, header }
  })
  if (best.at === -1) {
    const at = lines.findIndex(({ cells }) => cells.filter(Boolean).length > 1)
    if (at === -1) return null
    best = { score: 0, at, header: lines[at]?.cells ?? [] }
  }
  return { header: best.header, lines: lines.slice(best.at + 1) }
}

/** «Телефон» under «Мать» is her telephone; «Группа» under «Сведения» is only the group. */
function headerAt(line: Line, above: Line | undefined, spans: Span[], known: Map<string, string>): string[] {
  const own = spans.filter(({ row }) => row === above?.number)
  if (!above || own.length === 0) return line.cells
  const width = Math.max(line.cells.length, above.cells.length)
  return Array.from({ length: width }, (_, i) => {
    const [text = '', over = ''] = [line.cells[i], above.cells[i]]
    const isUnder = own.some(({ from, to }) => i >= from && i <= to)
    const both = `${over} ${text}`
    return text === '' ? over : isUnder && known.has(headerKey(both)) ? both : text
  })
}

/** 0 → A, 26 → AA */
export const letterOf = (column: number): string =>
  (column >= 26 ? letterOf(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))

/** Why these columns cannot be read as the list, or null. */
export function refuseColumns(columns: Columns, { fields }: List): string | null {
  const has = (name: string) => name in columns
  const isNamed = fields.some(({ name }) => name === 'whole_name')
  if (isNamed && !has('whole_name') && !(has('last_name') && has('first_name')))
    return 'Укажите, где фамилия и имя: двумя столбцами или одним «ФИО».'
  const missing = fields.filter(({ name, need }) => need && !has(name)).map(({ title }) => `«${title}»`)
  if (missing.length > 0) return `Укажите, в каком столбце ${missing.join(' и ')}.`
  const taken = Object.values(columns)
  return new Set(taken).size === taken.length ? null : 'Один столбец указан для двух полей.'
}

/** How the example of a template begins, so that nobody takes it for somebody. */
export const EXAMPLE = 'образец: '

/** The template's own example, left in the file. */
export const isExample = (cells: string[]): boolean => cells.find(Boolean)?.startsWith(EXAMPLE.trim()) === true
