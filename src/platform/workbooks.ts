import type ExcelJS from 'exceljs'
import { kindOf } from './kinds.ts'
import { cellsOnly } from './workbooks/package.ts'
import { placeOf } from './workbooks/places.ts'
import { textOf } from './workbooks/text.ts'
import { isZipBomb, partNames } from './zips.ts'

export { addressOf } from './workbooks/places.ts'

/** A cell of a workbook as a person sees it: text, days as YYYY-MM-DD, times as HH:MM; rows and columns from 1. */
export type Cell = { row: number; column: number; text: string }
/** Cells merged into one; the text stands at its top left. */
export type Merge = { top: number; left: number; bottom: number; right: number }
/** `cells` hold only what is not empty, row by row; `hidden` counts filled rows that nobody sees. */
export type Sheet = { name: string; cells: Cell[]; merges: Merge[]; hidden: number }
export type BookRefusal = 'old-xls' | 'is-locked' | 'web-page' | 'xml-table' | Unfit
type Unfit = 'open-document' | 'no-workbook' | 'damaged' | 'too-large'
export type BookReading = { ok: true; sheets: Sheet[] } | { ok: false; refusal: BookRefusal }

/** So much may come out of a workbook unpacked: a timetable of a hundred groups for a month takes a tenth of it. */
const INFLATED_BYTES = 60_000_000
const MOST_PARTS = 2000
const MOST_CELLS = 1_000_000
/** Checks of input and the like: nobody reads them, and some of them cover whole columns. */
const USELESS = [
  ...['dataValidations', 'conditionalFormatting', 'hyperlinks', 'drawing', 'picture', 'legacyDrawing', 'tableParts'],
  ...[
    'extLst',
    'rowBreaks',
    'colBreaks',
    'headerFooter',
    'autoFilter',
    'pageSetup',
    'printOptions',
    'pageMargins',
    'cols'
  ]
]

/** The sheets of an xlsx in their order, hidden ones left out where others are. Never throws; the reading library is heavy and comes with the first file. */
export async function readWorkbook(content: Uint8Array, inflated = INFLATED_BYTES): Promise<BookReading> {
  const refused = (refusal: BookRefusal): BookReading => ({ ok: false, refusal })
  const kind = kindOf(content)
  if (kind !== 'zip') return refused(kind === 'text' || kind === 'empty' || kind === 'no-table' ? 'no-workbook' : kind)
  try {
    const unfit = refuseZip(content, inflated)
    if (unfit) return refused(unfit)
    const bare = cellsOnly(content)
    if (bare === null || bare === 'too-large') return refused(bare ?? 'damaged')
    const sheets = await sheetsIn(bare)
    const cells = sheets.reduce((sum, sheet) => sum + sheet.cells.length, 0)
    return cells > MOST_CELLS ? refused('too-large') : { ok: true, sheets }
  } catch {
    return refused('damaged')
  }
}

function refuseZip(content: Uint8Array, inflated: number): Unfit | 'old-xls' | null {
  const names = partNames(content)
  if (names.length > MOST_PARTS || isZipBomb(content, inflated)) return 'too-large'
  if (names.includes('xl/workbook.xml')) return null
  if (names.includes('xl/workbook.bin')) return 'old-xls' // a binary workbook, .xlsb
  return names.includes('content.xml') ? 'open-document' : 'no-workbook'
}

async function sheetsIn(content: Uint8Array): Promise<Sheet[]> {
  const { default: excel } = await import('exceljs')
  const book = new excel.Workbook()
  await book.xlsx.load(content as unknown as ArrayBuffer, { ignoreNodes: USELESS })
  const visible = book.worksheets.filter(({ state }) => state === 'visible')
  return (visible.length > 0 ? visible : book.worksheets).map(sheetOf)
}

function sheetOf(sheet: ExcelJS.Worksheet): Sheet {
  const cells: Cell[] = []
  let hidden = 0
  sheet.eachRow((row, number) => {
    const before = cells.length
    row.eachCell({ includeEmpty: false }, (cell, column) => {
      if (cell.isMerged && cell.master !== cell) return
      const text = textOf(cell.value, cell.numFmt).replaceAll('\u00a0', ' ').trim()
      if (text !== '') cells.push({ row: number, column, text })
    })
    if (row.hidden && cells.length > before) hidden++
  })
  const { merges = [] } = sheet.model as unknown as { merges?: string[] }
  return { name: sheet.name, cells, merges: merges.flatMap(mergeOf), hidden }
}

function mergeOf(range: string): Merge[] {
  const [from, to] = range.split(':').map(placeOf)
  return from && to ? [{ top: from.row, left: from.column, bottom: to.row, right: to.column }] : []
}
