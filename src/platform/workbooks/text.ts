import type ExcelJS from 'exceljs'

/** What a person sees in the cell; a formula is what it last gave. */
export function textOf(value: ExcelJS.CellValue | undefined, format = ''): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value.replace(/_x000D_/g, '\r')
  if (typeof value === 'number') return numberIn(value, format)
  if (typeof value === 'boolean') return value ? 'да' : 'нет'
  if (value instanceof Date) return momentOf(value, format)
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  if ('error' in value) return value.error
  if ('hyperlink' in value) return textOf(value.text as ExcelJS.CellValue, format)
  return 'result' in value ? textOf(value.result as ExcelJS.CellValue, format) : ''
}

/** Leading zeros are in the format of a number, not in the number. */
function numberIn(value: number, format: string): string {
  const plain = Number.isInteger(value) ? BigInt(value).toString() : String(Number(value.toPrecision(12)))
  return /^0+$/.test(format) ? plain.padStart(format.length, '0') : plain
}

/** A day as YYYY-MM-DD; a time as HH:MM where the format of the cell shows no day. */
function momentOf(value: Date, format: string): string {
  if (Number.isNaN(value.getTime())) return ''
  const shown = format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')
  const text = new Date(Math.round(value.getTime() / 60_000) * 60_000).toISOString()
  return /h/i.test(shown) && !/[dy]/i.test(shown) ? text.slice(11, 16) : text.slice(0, 10)
}
