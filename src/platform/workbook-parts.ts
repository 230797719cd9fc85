// The parts of an xlsx, read with patterns: a workbook is thousands of small elements, and a tree of them costs more than it tells.

/** A cell of a workbook as a person sees it: text, days as YYYY-MM-DD, times as HH:MM; rows and columns from 1. */
export type Cell = { row: number; column: number; text: string }
/** Cells merged into one; the text stands at its top left. */
export type Merge = { top: number; left: number; bottom: number; right: number }

type Parts = { sheets: { name: string; path: string }[]; isFrom1904: boolean }
type Dictionary = { texts: string[]; styles: ('day' | 'time' | null)[]; isFrom1904: boolean }

type Element = { own: string; inner: string | undefined }

/** Elements with that name; what stands behind the last closed one is cut, so that a broken file is read no slower than a whole one. */
function elements(xml: string, name: string): Element[] {
  const end = Math.max(xml.lastIndexOf(`</${name}>`), xml.lastIndexOf(`:${name}>`))
  const pattern = `<(?:\\w+:)?${name}(?=[\\s/>])([^>]*?)(?:/>|>([\\s\\S]*?)</(?:\\w+:)?${name}>)`
  const found = xml.slice(0, end + name.length + 3).matchAll(new RegExp(pattern, 'g'))
  return [...found].map(([, own = '', inner]) => ({ own, inner }))
}

/** The attributes of each tag with that name. */
const tags = (xml: string, name: string): string[] =>
  [...xml.slice(0, xml.lastIndexOf('>') + 1).matchAll(new RegExp(`<(?:\\w+:)?${name}\\s([^>]*)>`, 'g'))].map(
    ([, own = '']) => own
  )

const attribute = (text: string, name: string): string =>
  decoded(new RegExp(`(?:^|\\s)${name}=(?:"([^"]*)"|'([^']*)')`).exec(text)?.slice(1).join('') ?? '')

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const decoded = (text: string) =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (all, hex, dec, name) => {
    if (name) return NAMED[name] ?? all
    const code = hex ? Number.parseInt(hex, 16) : Number(dec)
    return code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })

/** Excel writes signs that XML cannot hold as _x000D_. */
const plain = (text: string) =>
  decoded(text).replace(/_x([0-9A-F]{4})_/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))

/** Sheets in the order of their tabs, without hidden ones; null for a zip that is no workbook. */
export function partsOf(files: Map<string, string>): Parts | null {
  const book = files.get('xl/workbook.xml')
  if (book === undefined) return null
  const rels = new Map(
    tags(files.get('xl/_rels/workbook.xml.rels') ?? '', 'Relationship').map((own) => [
      attribute(own, 'Id'),
      pathOf(attribute(own, 'Target'))
    ])
  )
  const sheets = tags(book, 'sheet')
    .filter((own) => !/hidden/i.test(attribute(own, 'state')))
    .map((own) => ({ name: attribute(own, 'name'), path: rels.get(attribute(own, '\\w+:id')) ?? '' }))
  return { sheets, isFrom1904: /date1904=["'](1|true)["']/.test(book) }
}

const pathOf = (target: string) => (target.startsWith('/') ? target.slice(1) : `xl/${target}`)

/** Shared strings without the readings of hieroglyphs. */
export const textsOf = (xml = ''): string[] => elements(xml, 'si').map(({ inner }) => textIn(inner ?? ''))

function textIn(xml: string): string {
  const read = xml.includes('rPh') ? xml.replace(/<(\w+:)?rPh[\s>][\s\S]*?<\/(\w+:)?rPh>/g, '') : xml
  return elements(read, 't')
    .map(({ inner }) => plain(inner ?? ''))
    .join('')
}

/** Which cell formats show days and which times. */
export function stylesOf(xml = ''): ('day' | 'time' | null)[] {
  const formats = new Map(tags(xml, 'numFmt').map((own) => [attribute(own, 'numFmtId'), attribute(own, 'formatCode')]))
  const [used] = elements(xml, 'cellXfs')
  return tags(used?.inner ?? '', 'xf').map((own) =>
    shownAs(Number(attribute(own, 'numFmtId')), formats.get(attribute(own, 'numFmtId')))
  )
}

function shownAs(id: number, format: string | undefined) {
  if ((id >= 14 && id <= 17) || id === 22) return 'day'
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return 'time'
  const bare = (format ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')
  if (/[dy]/i.test(bare)) return 'day'
  return /h/i.test(bare) ? 'time' : null
}

/** Cells that are not empty and ranges that are merged. */
export function sheetOf(xml: string, dictionary: Dictionary): { cells: Cell[]; merges: Merge[] } {
  const cells: Cell[] = []
  for (const { own, inner } of elements(xml, 'c')) {
    if (inner === undefined) continue
    const place = cellNumber(attribute(own, 'r'))
    const text = shown(own, inner, dictionary)
      .replace(/\u00a0/g, ' ')
      .trim()
    if (place && text !== '') cells.push({ ...place, text })
  }
  return { cells, merges: tags(xml, 'mergeCell').flatMap(mergeOf) }
}

function mergeOf(own: string): Merge[] {
  const [from, to] = attribute(own, 'ref').split(':').map(cellNumber)
  return from && to ? [{ top: from.row, left: from.column, bottom: to.row, right: to.column }] : []
}

function shown(own: string, inner: string, { texts, styles, isFrom1904 }: Dictionary): string {
  const kind = attribute(own, 't')
  if (kind === 'inlineStr') return textIn(inner)
  const value = plain(/<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</.exec(inner)?.[1] ?? '')
  if (kind === 's') return texts[Number(value)] ?? ''
  if (kind === 'e' || kind === '')
    return kind === 'e' ? '' : numberOf(value, styles[Number(attribute(own, 's'))], isFrom1904)
  return kind === 'd' ? value.slice(0, 10) : value
}

const DAYS_TO_1970 = 25_569
const DAYS_TO_1904 = 1462
function numberOf(value: string, shownAs: 'day' | 'time' | null | undefined, isFrom1904: boolean): string {
  const number = Number(value)
  if (value === '' || !Number.isFinite(number) || !shownAs) return value
  if (shownAs === 'time') return timeOf(number)
  const days = Math.floor(number) + (isFrom1904 ? DAYS_TO_1904 : 0) - DAYS_TO_1970
  return Math.abs(days) < 100_000 ? new Date(days * 86_400_000).toISOString().slice(0, 10) : value
}

function timeOf(share: number): string {
  const minutes = Math.round((share % 1) * 1440)
  return `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** «AB12» → row 12, column 28; null for anything else. */
export function cellNumber(address: string): { row: number; column: number } | null {
  const [, letters = '', digits = ''] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/i.exec(address) ?? []
  if (digits === '') return null
  const column = [...letters.toUpperCase()].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0)
  return { row: Number(digits), column }
}
