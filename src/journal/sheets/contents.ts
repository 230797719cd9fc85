import type { Numbering } from '../../print/numbering.ts'
import type { Sheet } from '../../print/sheets.ts'

/** A part of the book as the contents name it; `level` tells a chapter, a part of a module and the tables at the end. */
export type Entry = {
  level: 'chapter' | 'part' | 'end'
  title: string
  hours: number | null
  teacher: string
  sheets: Sheet[]
}

const idOf = (sheet: Sheet | undefined) => (sheet?.it as { id?: string } | undefined)?.id ?? ''

/** 4–7, or 4 when it begins and ends there; empty while the numbers are not known. */
function range(sheets: Sheet[], { startOf, endOf }: Numbering): string {
  const [first, last] = [startOf[idOf(sheets[0])], endOf[idOf(sheets.at(-1))]]
  if (first === undefined) return ''
  return first === last ? String(first) : `${first}–${last}`
}

/** The lines of «СОДЕРЖАНИЕ» (F2) with their pages; chapters are counted, their parts are not. */
export function contentsLines(entries: Entry[], numbering: Numbering) {
  let number = 0
  return entries.map(({ sheets, ...entry }) => ({
    ...entry,
    number: entry.level === 'chapter' ? ++number : '',
    pages: range(sheets, numbering)
  }))
}
