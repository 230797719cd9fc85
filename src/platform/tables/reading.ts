import { isZipBomb, partNames } from '../zips.ts'
import { readDocx } from './docx.ts'
import { INFLATED_BYTES, type Sheet, type TableReading, type TableRefusal } from './limits.ts'
import { readXlsx } from './xlsx.ts'

/** Tables of a packed file: a workbook or a document. */
export async function readPacked(content: Buffer): Promise<TableReading> {
  try {
    if (isZipBomb(content, INFLATED_BYTES)) return { ok: false, refusal: 'zip-bomb' }
    const names = partNames(content)
    if (names.includes('xl/workbook.xml')) return filledOf(await readXlsx(content))
    if (names.includes('word/document.xml')) return filledOf(readDocx(content))
    return { ok: false, refusal: names.includes('content.xml') ? 'open-document' : 'no-table' }
  } catch {
    return { ok: false, refusal: 'damaged' }
  }
}

export function filledOf(sheets: Sheet[] | TableRefusal): TableReading {
  if (typeof sheets === 'string') return { ok: false, refusal: sheets }
  const filled = sheets.filter(({ lines }) => lines.length > 0)
  return filled.length > 0 ? { ok: true, sheets: filled } : { ok: false, refusal: 'empty' }
}
