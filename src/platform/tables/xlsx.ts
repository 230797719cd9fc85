import type ExcelJS from 'exceljs'
import { linesOf, refuseSize, type Sheet, type TableRefusal, tidyCell } from './limits.ts'

/** Sheets of a workbook that is known to be no bomb; the reading library is heavy and comes with the first file. */
export async function readXlsx(content: Buffer): Promise<Sheet[] | TableRefusal> {
  const { default: excel } = await import('exceljs')
  const book = new excel.Workbook()
  try {
    await book.xlsx.load(content as unknown as ArrayBuffer)
  } catch {
    return 'damaged'
  }
  const sheets = book.worksheets.map(sheetOf)
  return refuseSize(sheets) ?? sheets
}

function sheetOf(sheet: ExcelJS.Worksheet): Sheet {
  const rows: { number: number; cells: string[] }[] = []
  sheet.eachRow((row, number) => {
    const cells: string[] = []
    row.eachCell({ includeEmpty: false }, (cell, column) => {
      while (cells.length < column - 1) cells.push('')
      cells[column - 1] = tidyCell(textOf(cell.value))
    })
    rows.push({ number, cells })
  })
  return { name: sheet.name, lines: linesOf(rows) }
}

/** What a person sees in the cell; a formula is what it last gave. */
function textOf(value: ExcelJS.CellValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  if (typeof value !== 'object') return String(value)
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  if ('error' in value) return value.error
  if ('hyperlink' in value) return textOf(value.text as ExcelJS.CellValue)
  return 'result' in value ? textOf(value.result as ExcelJS.CellValue) : ''
}
