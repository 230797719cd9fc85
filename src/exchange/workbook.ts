import type ExcelJS from 'exceljs'
import { csvOf } from '../audit/rules/tables.ts'
import { formats } from '../platform/formats.ts'
import type { Exported } from './rules/exporting.ts'
import type { Field } from './rules/fields.ts'

type Sheet = { title: string; fields: Field[]; rows: Exported[] }

const isDayField = ({ shape }: Field) => shape === 'day' || shape === 'birthday'

/** A table for a spreadsheet: days are days, everything else is text, so that nothing in it is ever taken for a formula. */
export async function xlsxOf({ title, fields, rows }: Sheet, notes: [string, string][] = []): Promise<Buffer> {
  const { default: excel } = await import('exceljs')
  const book = new excel.Workbook()
  const sheet = book.addWorksheet(title, { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = fields.map((field) => ({
    ...{ header: field.title, key: field.name, width: widthOf(field, rows) },
    style: { numFmt: isDayField(field) ? 'dd.mm.yyyy' : '@' }
  }))
  sheet.getRow(1).font = { bold: true }
  for (const row of rows) sheet.addRow(fields.map((field) => cellOf(field, row[field.name] ?? '')))
  if (notes.length > 0) addNotes(book, notes)
  return Buffer.from(await book.xlsx.writeBuffer())
}

const cellOf = (field: Field, value: string) =>
  isDayField(field) && /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(value) : value || null

const widthOf = ({ title, name }: Field, rows: Exported[]) =>
  Math.min(50, Math.max(title.length, ...rows.slice(0, 200).map((row) => (row[name] ?? '').length)) + 2)

function addNotes(book: ExcelJS.Workbook, notes: [string, string][]) {
  const sheet = book.addWorksheet('Пояснения', { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = [
    { header: 'Столбец', width: 30 },
    { header: 'Что в нём пишут', width: 90 }
  ]
  sheet.getRow(1).font = { bold: true }
  for (const note of notes) sheet.addRow(note)
}

/** The same table as text: UTF-8 with a mark at the start, semicolons, formulas defused. */
export const csvTableOf = ({ fields, rows }: Sheet): string => {
  const written = (field: Field, value: string) =>
    isDayField(field) && /^\d{4}-\d{2}-\d{2}$/.test(value) ? formats.day(value) : value
  return csvOf([
    fields.map(({ title }) => title),
    ...rows.map((row) => fields.map((field) => written(field, row[field.name] ?? '')))
  ])
}
