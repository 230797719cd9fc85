import fontkit from '@pdf-lib/fontkit'
import { Duplex, PDFDocument, type PDFFont, PDFPage, PrintScaling } from 'pdf-lib'
import { digitsFont } from './fonts.ts'
import type { Leaf, Sides } from './numbering.ts'

const MM = 72 / 25.4
/** All pages come with the binding margin on the left (20 mm) and 10 mm on the right. */
const BINDING = 20 * MM
const EDGE = 10 * MM
const NUMBER_PT = 11

export type Cover = { title: string; producer: string; madeAt: Date; sides: Sides }

function describe(book: PDFDocument, { title, producer, madeAt, sides }: Cover): void {
  book.setTitle(title, { showInWindowTitleBar: true })
  book.setProducer(producer)
  book.setCreator(producer)
  book.setLanguage('ru')
  book.setCreationDate(madeAt)
  book.setModificationDate(madeAt)
  const preferences = book.catalog.getOrCreateViewerPreferences()
  preferences.setPrintScaling(PrintScaling.None)
  preferences.setDuplex(sides === 'double' ? Duplex.DuplexFlipShortEdge : Duplex.Simplex)
}

/** The back of a leaf has its binding on the right, so everything moves towards the outer edge. */
function finish(page: PDFPage, number: number, font: PDFFont, sides: Sides): void {
  const isBack = sides === 'double' && number % 2 === 0
  if (isBack) page.translateContent(EDGE - BINDING, 0)
  const text = String(number)
  const right = page.getWidth() - (isBack ? BINDING : EDGE)
  const x = right - font.widthOfTextAtSize(text, NUMBER_PT) + (isBack ? BINDING - EDGE : 0)
  page.drawText(text, { x, y: page.getHeight() - EDGE - NUMBER_PT / 2, size: NUMBER_PT, font })
}

const pagesIn = async (book: PDFDocument, bytes: Uint8Array): Promise<PDFPage[]> => {
  const piece = await PDFDocument.load(bytes, { updateMetadata: false })
  return await book.copyPages(piece, piece.getPageIndices())
}

/** Another page with the same content, which is kept in the file once. */
function again(book: PDFDocument, page: PDFPage): PDFPage {
  const node = page.node.clone()
  return PDFPage.of(node, book.context.register(node), book)
}

/**
 * Joins the pieces in the order of `leaves` and puts the number at the top right of each page (R2 6.3). `empty` is the page
 * put in where a leaf is blank.
 */
export async function bind(
  pieces: Uint8Array[],
  leaves: Leaf[],
  empty: Uint8Array | undefined,
  cover: Cover
): Promise<Uint8Array> {
  const book = await PDFDocument.create({ updateMetadata: false })
  book.registerFontkit(fontkit)
  const font = await book.embedFont(await digitsFont(), { subset: true })
  const pages: PDFPage[][] = []
  for (const bytes of pieces) pages.push(await pagesIn(book, bytes))
  const [blank] = empty ? await pagesIn(book, empty) : []
  for (const [i, leaf] of leaves.entries()) {
    const page = leaf === 'blank' ? blank && again(book, blank) : pages[leaf.piece]?.[leaf.page]
    if (!page) throw new Error(`Page ${i + 1} is missing`)
    finish(book.addPage(page), i + 1, font, cover.sides)
  }
  describe(book, cover)
  return await book.save()
}
