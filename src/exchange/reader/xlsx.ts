import type ExcelJS from 'exceljs'
import { CELL_CHARS } from '../rules/files.ts'
import { type Line, type Reading, refused, refuseSize, type Span, trimmed } from './table.ts'
import { refuseZip } from './zip.ts'

/** Merged cells are looked for as deep as headers go. */
const HEADER_ROWS = 20

/** The sheet asked for, or the first that is not empty. */
export async function readXlsx(content: Buffer, wanted: string): Promise<Reading> {
  const refusal = refuseZip(content)
  if (refusal) return refused(refusal)
  const { default: excel } = await import('exceljs') // heavy: it comes with the first file
  const book = new excel.Workbook()
  try {
    await book.xlsx.load(content as unknown as ArrayBuffer)
  } catch {
    return refused('damaged')
  }
  const filled = book.worksheets.filter((sheet) => sheet.actualRowCount > 0)
  const sheet = wanted === '' ? filled[0] : filled.find(({ name }) => name === wanted)
  if (!sheet) return refused(wanted === '' ? 'empty' : 'no-sheet')
  return readSheet(
    sheet,
    filled.map(({ name }) => name)
  )
}

function readSheet(sheet: ExcelJS.Worksheet, sheets: string[]): Reading {
  const lines: Line[] = []
  let hidden = 0
  sheet.eachRow((row, number) => {
    const cells = trimmed(cellsOf(row))
    if (cells.length === 0) return
    lines.push({ number, cells })
    if (row.hidden) hidden++
  })
  const refusal = refuseSize(lines)
  if (refusal) return refused(refusal)
  const notices = hidden > 0 ? [`На листе есть скрытые строки (${hidden}): они тоже взяты.`] : []
  return { ok: true, table: { sheets, sheet: sheet.name, lines, spans: spansOf(sheet), notices } }
}

function cellsOf(row: ExcelJS.Row): string[] {
  const cells: string[] = []
  row.eachCell({ includeEmpty: false }, (cell, column) => {
    while (cells.length < column - 1) cells.push('')
    cells[column - 1] = textOf(cell.value, cell.numFmt)
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, CELL_CHARS + 1)
  })
  return cells
}

/** What a person sees in the cell; a formula is what it last gave. */
function textOf(value: ExcelJS.CellValue | undefined, format = ''): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberOf(value, format)
  if (typeof value === 'boolean') return value ? 'да' : 'нет'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  if ('error' in value) return value.error
  if ('hyperlink' in value) return textOf(value.text as ExcelJS.CellValue)
  return 'result' in value ? textOf(value.result as ExcelJS.CellValue, format) : ''
}

/** Leading zeros are in the format of a number, not in the number. */
const numberOf = (value: number, format: string): string => {
  const plain = Number.isInteger(value) ? BigInt(value).toString() : String(Number(value.toPrecision(12)))
  return /^0+$/.test(format) ? plain.padStart(format.length, '0') : plain
}

function spansOf(sheet: ExcelJS.Worksheet): Span[] {
  const spans: Span[] = []
  const { merges = [] } = sheet.model as unknown as { merges?: string[] }
  for (const range of merges) {
    const [, from = '', top = '', to = ''] = /^([A-Z]+)(\d+):([A-Z]+)\d+$/.exec(range) ?? []
    if (from !== to && Number(top) <= HEADER_ROWS)
      spans.push({ row: Number(top), from: numberOfColumn(from), to: numberOfColumn(to) })
  }
  return spans
}

const numberOfColumn = (letters: string) => [...letters].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0) - 1
