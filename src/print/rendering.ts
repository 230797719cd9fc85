import { PDFArray, type PDFContext, PDFDict, PDFDocument, PDFName, type PDFPage, type PDFRef } from 'pdf-lib'
import type { PrintBrowser } from './browser.ts'
import type { Section } from './numbering.ts'
import { type Mark, paper, sheetsIn } from './paper.ts'

/** One piece on paper, not yet numbered. */
export type Rendered = { bytes: Uint8Array; sections: Section[] }

const RENDER_MS = 120_000

/** The page each name leads to: Chromium keeps them as `/Dests << /name [page /XYZ …] >>`. */
function destinations(pdf: PDFDocument): Map<string, PDFRef> {
  const names = pdf.catalog.lookupMaybe(PDFName.of('Dests'), PDFDict)
  const pairs = (names?.entries() ?? []).map(([name, to]): [string, PDFRef] => {
    const place = (pdf.context as PDFContext).lookup(to, PDFArray)
    return [name.decodeText(), place.get(0) as PDFRef]
  })
  return new Map(pairs)
}

/** How many pages each sheet took; fails unless every sheet has its own first page and the piece begins with a sheet. */
function sectionsOf(pdf: PDFDocument, marks: Mark[]): Section[] {
  const pages = pdf.getPages()
  const places = destinations(pdf)
  const starts = marks.map(({ id }) => pages.findIndex((page) => page.ref === places.get(id)))
  const inOrder = starts.every((start, i) => (i === 0 ? start === 0 : start > (starts[i - 1] ?? 0)))
  if (marks.length === 0 || !inOrder) {
    throw new Error(`The sheets ${marks.map(({ id }) => id).join(', ')} were printed at pages ${starts.join(', ')}`)
  }
  return marks.map((mark, i) => ({ ...mark, pages: (starts[i + 1] ?? pages.length) - (starts[i] ?? 0) }))
}

const hasLetters = (page: PDFPage) => {
  const fonts = page.node.Resources()?.lookupMaybe(PDFName.of('Font'), PDFDict)
  return (fonts?.keys().length ?? 0) > 0
}

async function check(bytes: Uint8Array, marks: Mark[]): Promise<Section[]> {
  if (Buffer.from(bytes.subarray(0, 5)).toString('latin1') !== '%PDF-') throw new Error('The browser gave no PDF')
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false })
  // the line at the foot has letters on every page: a page without a font was drawn with no font at all
  const blank = pdf.getPages().findIndex((page) => !hasLetters(page))
  if (blank >= 0 || pdf.getPageCount() === 0) throw new Error(`The browser printed an empty page (${blank + 1})`)
  return sectionsOf(pdf, marks)
}

/** Prints the sheets of one piece; the answer has at least one page and no page without text. */
export async function renderPiece(
  browser: PrintBrowser,
  html: string,
  dress: { title: string; foot: string },
  signal?: AbortSignal
): Promise<Rendered> {
  const document = await paper(html, dress)
  const bytes = await browser.withPage(async (page) => {
    await page.setContent(document, { waitUntil: 'load', timeout: RENDER_MS })
    return await page.pdf({
      preferCSSPageSize: true,
      printBackground: true,
      tagged: false,
      waitForFonts: true,
      timeout: RENDER_MS
    })
  }, signal)
  return { bytes, sections: await check(bytes, sheetsIn(html)) }
}
