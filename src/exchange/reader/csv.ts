import { CsvError, parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import { hasEndlessLine } from '../../platform/texts.ts'
import { CELL_CHARS, type FileRefusal, MOST_ROWS } from '../rules/files.ts'
import { type Line, type Reading, refused, refuseSize, trimmed } from './table.ts'

type Decoded = { text: string; encoding: string } | { refusal: FileRefusal }

/** UTF-8 when every byte is, otherwise windows-1251 when it reads as Russian; nothing is guessed beyond that. */
export function decode(content: Buffer): Decoded {
  if (content[0] === 0xff && content[1] === 0xfe) return { text: decoded(content, 'utf-16le'), encoding: 'UTF-16' }
  if (content[0] === 0xfe && content[1] === 0xff) return { text: decoded(content, 'utf-16be'), encoding: 'UTF-16' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(content), encoding: 'UTF-8' }
  } catch {
    if (hasUtf8(content)) return { refusal: 'mixed-encoding' }
    const text = iconv.decode(content, 'win1251')
    return isRussian(text) ? { text, encoding: 'windows-1251' } : { refusal: 'unknown-encoding' }
  }
}

const decoded = (content: Buffer, name: string) => new TextDecoder(name).decode(content)

/** Pairs of bytes that are Russian letters in UTF-8 and, in windows-1251, an impossible «Р» or «С» before a sign. */
function hasUtf8(content: Buffer): boolean {
  let pairs = 0
  for (let i = 0; i + 1 < content.length; i++) {
    const [one, two] = [content[i] ?? 0, content[i + 1] ?? 0]
    if ((one === 0xd0 && two >= 0x90 && two <= 0xbf) || (one === 0xd1 && two >= 0x80 && two <= 0x8f)) pairs++
  }
  return pairs >= 3 || (content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf)
}

/** DOS letters come out as signs, KOI8 ones with the capitals swapped. */
function isRussian(text: string): boolean {
  const strange = text.match(/[^\p{ASCII}]/gu)?.length ?? 0
  const letters = text.match(/[а-яё№«»—–…]/gi)?.length ?? 0
  const words = text.match(/[а-яё]+/gi)?.length ?? 0
  const swapped = text.match(/[а-яё][А-ЯЁ]/g)?.length ?? 0
  return letters >= strange * 0.9 && swapped <= words * 0.3
}

/** The sign that parts the cells: the most frequent one of the first filled row outside of quotes. */
export function delimiterOf(text: string): string {
  const first = text.split(/\r?\n/).find((line) => line.trim() !== '') ?? ''
  const bare = first.replace(/"[^"]*"/g, '')
  const counts = [';', ',', '\t'].map((sign) => [sign, bare.split(sign).length] as const)
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}

/** A cell that was guarded against being taken for a formula is what it was before. */
const cellOf = (text: string) =>
  text
    .replace(/^'(?=[=+\-@\t\r])/, '')
    .trim()
    .slice(0, CELL_CHARS + 1)

export function readCsv(content: Buffer): Reading {
  const said = decode(content)
  if ('refusal' in said) return refused(said.refusal)
  const text = said.text.replace(/^\uFEFF/, '')
  if (hasEndlessLine(text)) return refused('too-many-columns')
  const hint = /^sep=(.)\r?\n/i.exec(text)
  const body = hint ? text.slice(hint[0].length) : text
  try {
    const records = parse(body, {
      ...{ delimiter: hint?.[1] ?? delimiterOf(body), relax_column_count: true, relax_quotes: true },
      ...{ skip_empty_lines: false, to: MOST_ROWS + 100 }
    })
    const lines: Line[] = records
      .map((cells, i) => ({ number: i + 1 + (hint ? 1 : 0), cells: trimmed(cells.map(cellOf)) }))
      .filter(({ cells }) => cells.length > 0)
    const refusal = refuseSize(lines)
    if (refusal) return refused(refusal)
    const notices = said.encoding === 'UTF-8' ? [] : [`Кодировка файла — ${said.encoding}.`]
    return { ok: true, table: { sheets: [], sheet: '', lines, spans: [], notices } }
  } catch (error) {
    if (error instanceof CsvError) return refused(error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'open-quote' : 'damaged')
    throw error
  }
}
