import { readWorkbook, type Sheet as Worksheet } from '../workbooks.ts'
import { INFLATED_BYTES, linesOf, refuseSize, type Sheet, type TableRefusal, tidyCell } from './limits.ts'

/** Sheets of a workbook as rows of text. */
export async function readXlsx(content: Buffer): Promise<Sheet[] | TableRefusal> {
  const book = await readWorkbook(content, INFLATED_BYTES)
  if (!book.ok) return book.refusal === 'too-large' ? 'zip-bomb' : 'damaged'
  const sheets = book.sheets.map(rowsOf)
  return refuseSize(sheets) ?? sheets
}

function rowsOf({ name, cells }: Worksheet): Sheet {
  const rows = [...Map.groupBy(cells, ({ row }) => row)].map(([number, own]) => {
    const texts = Array.from({ length: Math.max(...own.map(({ column }) => column)) }, () => '')
    for (const { column, text } of own) texts[column - 1] = tidyCell(text)
    return { number, cells: texts }
  })
  return { name, lines: linesOf(rows) }
}
