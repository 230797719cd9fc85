import type ExcelJS from 'exceljs'
import { isZip, isZipBomb } from './zips.ts'

/** A cell of a workbook as a person sees it: text, days as YYYY-MM-DD, times as HH:MM; rows and columns from 1. */
export type Cell = { row: number; column: number; text: string }
/** Cells merged into one; the text stands at its top left. */
export type Merge = { top: number; left: number; bottom: number; right: number }
/** `cells` hold only what is not empty, row by row. */
export type Sheet = { name: string; cells: Cell[]; merges: Merge[] }
export type BookRefusal = 'old-xls' | 'is-locked' | 'no-workbook' | 'damaged' | 'too-large'
export type BookReading = { ok: true; sheets: Sheet[] } | { ok: false; refusal: BookRefusal }

/** So much may come out of a workbook unpacked: a timetable of a hundred groups for a month takes a tenth of it. */
const INFLATED_BYTES = 60_000_000
const MOST_CELLS = 500_000
const LOCKED = Buffer.from('EncryptedPackage', 'utf16le')

/** The visible sheets of an xlsx in their order. Never throws; the reading library is heavy and comes with the first file. */
export async function readWorkbook(content: Uint8Array, inflated = INFLATED_BYTES): Promise<BookReading> {
  const refused = (refusal: BookRefusal): BookReading => ({ ok: false, refusal })
  if (!isZip(content)) return refused(refusalOf(content))
  try {
    if (isZipBomb(content, inflated)) return refused('too-large')
    const { default: excel } = await import('exceljs')
    const book = new excel.Workbook()
    await book.xlsx.load(content as unknown as ArrayBuffer)
    const sheets = book.worksheets.filter(({ state }) => state === 'visible').map(sheetOf)
    if (sheets.length === 0) return refused('no-workbook')
    const cells = sheets.reduce((sum, sheet) => sum + sheet.cells.length, 0)
    return cells > MOST_CELLS ? refused('too-large') : { ok: true, sheets }
  } catch {
    return refused('damaged')
  }
}

function refusalOf(content: Uint8Array): BookRefusal {
  if (![0xd0, 0xcf, 0x11, 0xe0].every((byte, i) => content[i] === byte)) return 'no-workbook'
  return Buffer.from(content).includes(LOCKED) ? 'is-locked' : 'old-xls'
}

function sheetOf(sheet: ExcelJS.Worksheet): Sheet {
  const cells: Cell[] = []
  sheet.eachRow((row, number) => {
    row.eachCell({ includeEmpty: false }, (cell, column) => {
      if (cell.isMerged && cell.master !== cell) return
      const text = textOf(cell.value, cell.numFmt)
        .replace(/\u00a0/g, ' ')
        .trim()
      if (text !== '') cells.push({ row: number, column, text })
    })
  })
  const { merges = [] } = sheet.model as unknown as { merges?: string[] }
  return { name: sheet.name, cells, merges: merges.flatMap(mergeOf) }
}

/** What a person sees in the cell; a formula is what it last gave. */
function textOf(value: ExcelJS.CellValue | undefined, format = ''): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return momentOf(value, format)
  if (typeof value !== 'object') return String(value)
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  if ('error' in value) return ''
  if ('hyperlink' in value) return textOf(value.text as ExcelJS.CellValue, format)
  return 'result' in value ? textOf(value.result as ExcelJS.CellValue, format) : ''
}

function momentOf(value: Date, format: string): string {
  if (Number.isNaN(value.getTime())) return ''
  const bare = format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')
  const text = new Date(Math.round(value.getTime() / 60_000) * 60_000).toISOString()
  return /h/i.test(bare) && !/[dy]/i.test(bare) ? text.slice(11, 16) : text.slice(0, 10)
}

function mergeOf(range: string): Merge[] {
  const [from, to] = range.split(':').map(placeOf)
  return from && to ? [{ top: from.row, left: from.column, bottom: to.row, right: to.column }] : []
}

function placeOf(address: string): { row: number; column: number } | null {
  const [, letters = '', row = ''] = /^\$?([A-Z]{1,3})\$?(\d+)$/.exec(address) ?? []
  if (letters === '') return null
  return { row: Number(row), column: [...letters].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0) }
}

/** «AB12» of a column and a row from 1. */
export function addressOf({ row, column }: { row: number; column: number }): string {
  let letters = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return `${letters}${row}`
}
