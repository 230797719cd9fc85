/**
 * Where a sheet must lie in a book that is printed on both sides: `left` on an even page, `right` on the odd page that
 * faces it, `any` where it comes.
 */
export type Side = 'left' | 'right' | 'any'

/** A sheet as rendered: it may have run over to several pages. */
export type Section = { id: string; side: Side; pages: number }

/** A page of piece `piece`, or a blank page put in to keep the sides. */
export type Leaf = { piece: number; page: number } | 'blank'

/** What is known when all pages are counted: numbers are those printed at the top right, `sheets` are sheets of paper. */
export type Numbering = {
  pages: number
  sheets: number
  startOf: Record<string, number>
  endOf: Record<string, number>
}

export type Sides = 'single' | 'double'

const fits = (side: Side, number: number, sides: Sides) =>
  sides === 'single' || side === 'any' || (side === 'left') === (number % 2 === 0)

/** Puts the pages of all pieces in order and numbers them from 1 through the end (R2 6.3). */
export function numberPages(pieces: Section[][], sides: Sides): { leaves: Leaf[]; numbering: Numbering } {
  const leaves: Leaf[] = []
  const startOf: Record<string, number> = {}
  const endOf: Record<string, number> = {}
  pieces.forEach((sections, piece) => {
    let page = 0
    for (const { id, side, pages } of sections) {
      for (let i = 0; i < pages; i++) {
        if (!fits(side, leaves.length + 1, sides)) leaves.push('blank')
        leaves.push({ piece, page: page++ })
        startOf[id] ??= leaves.length
        endOf[id] = leaves.length
      }
    }
  })
  const pages = leaves.length
  const sheets = sides === 'double' ? Math.ceil(pages / 2) : pages
  return { leaves, numbering: { pages, sheets, startOf, endOf } }
}
