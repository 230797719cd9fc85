import { Unzip, UnzipInflate } from 'fflate'
import { type Cell, type Merge, partsOf, sheetOf, stylesOf, textsOf } from './workbook-parts.ts'

export type { Cell, Merge }
/** `cells` hold only what is not empty, row by row. */
export type Sheet = { name: string; cells: Cell[]; merges: Merge[] }
export type BookRefusal = 'old-xls' | 'is-locked' | 'no-workbook' | 'damaged' | 'too-large'
export type BookReading = { ok: true; sheets: Sheet[] } | { ok: false; refusal: BookRefusal }

/** So much may come out of a workbook unpacked: a timetable of a hundred groups for a month takes a tenth of it. */
const INFLATED_BYTES = 60_000_000
const MOST_CELLS = 500_000
const STEP = 65_536
const NEEDED = /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml)$/i

class TooLarge extends Error {}

/** True for a file that is a zip, whatever its name says: an xlsx may be called .xls. */
export const isZip = (content: Uint8Array): boolean => content[0] === 0x50 && content[1] === 0x4b

/** The visible sheets of an xlsx in their order. Never throws; what comes out of the zip is counted while it comes. */
export function readWorkbook(content: Uint8Array): BookReading {
  if (!isZip(content)) return { ok: false, refusal: refusalOf(content) }
  try {
    const files = unpack(content)
    const parts = partsOf(files)
    if (!parts) return { ok: false, refusal: 'no-workbook' }
    const [texts, styles] = [textsOf(files.get('xl/sharedStrings.xml')), stylesOf(files.get('xl/styles.xml'))]
    const sheets = parts.sheets.map(({ name, path }) => ({
      name,
      ...sheetOf(files.get(path) ?? '', { texts, styles, isFrom1904: parts.isFrom1904 })
    }))
    const cells = sheets.reduce((sum, sheet) => sum + sheet.cells.length, 0)
    return cells > MOST_CELLS ? { ok: false, refusal: 'too-large' } : { ok: true, sheets }
  } catch (error) {
    return { ok: false, refusal: error instanceof TooLarge ? 'too-large' : 'damaged' }
  }
}

const LOCKED = Buffer.from('EncryptedPackage', 'utf16le')
function refusalOf(content: Uint8Array): BookRefusal {
  if (![0xd0, 0xcf, 0x11, 0xe0].every((byte, i) => content[i] === byte)) return 'no-workbook'
  return Buffer.from(content).includes(LOCKED) ? 'is-locked' : 'old-xls'
}

/** The directory of a zip may lie about sizes, so what really comes out is counted. */
function unpack(content: Uint8Array): Map<string, string> {
  const chunks = new Map<string, Buffer[]>()
  let bytes = 0
  const unzip = new Unzip((part) => {
    if (!NEEDED.test(part.name)) return
    const own: Buffer[] = []
    chunks.set(part.name, own)
    part.ondata = (error, piece) => {
      if (error) throw error
      bytes += piece.length
      if (bytes > INFLATED_BYTES) throw new TooLarge()
      own.push(Buffer.from(piece))
    }
    part.start()
  })
  unzip.register(UnzipInflate)
  for (let at = 0; at < content.length; at += STEP)
    unzip.push(content.subarray(at, at + STEP), at + STEP >= content.length)
  return new Map([...chunks].map(([name, own]) => [name, Buffer.concat(own).toString('utf8')]))
}

/** «AB12» of a column and a row from 1. */
export function addressOf({ row, column }: { row: number; column: number }): string {
  let letters = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return `${letters}${row}`
}
