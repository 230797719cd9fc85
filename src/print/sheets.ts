import { renderView } from '../platform/templates.ts'
import type { Numbering } from './numbering.ts'
import type { Piece } from './pdf.ts'

/**
 * One sheet of a printed document: a view and its plain data. `it` is a function where the sheet names pages of others
 * (contents, number of sheets). `pages` is a guess, to make pieces of about the same size.
 */
export type Sheet = { view: string; it: object | ((numbering: Numbering) => object); pages?: number }

const PAGES_A_PIECE = 10
const UNKNOWN: Numbering = { pages: 0, sheets: 0, startOf: {}, endOf: {} }

const draw = ({ view, it }: Sheet, numbering = UNKNOWN): string =>
  renderView(view, typeof it === 'function' ? it(numbering) : it)

const isLate = (sheet: Sheet) => typeof sheet.it === 'function'

/** Groups sheets into pieces of some ten pages; each is drawn when its turn comes. */
export function piecesOf(sheets: Sheet[]): Piece[] {
  const groups: Sheet[][] = []
  let room = 0
  for (const sheet of sheets) {
    const group = groups.at(-1)
    const joins = group?.[0] && !isLate(sheet) && !isLate(group[0]) && room > 0
    if (joins) group.push(sheet)
    else groups.push([sheet])
    room = (joins ? room : PAGES_A_PIECE) - (sheet.pages ?? 1)
  }
  return groups.map((group) => {
    const [first] = group
    if (first && isLate(first)) return { lastly: (numbering) => draw(first, numbering) }
    return { html: () => group.map((sheet) => draw(sheet)).join('\n') }
  })
}

/** The same sheets for a look in the browser, where no page numbers are known. */
export const previewOf = (sheets: Sheet[]): { view: string; it: object }[] =>
  sheets.map(({ view, it }) => ({ view, it: typeof it === 'function' ? it(UNKNOWN) : it }))
