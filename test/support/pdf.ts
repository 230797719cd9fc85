// Reads a PDF as a person with a ruler would: what stands where on which page.
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** A run of letters: its left end and baseline in millimetres from the left and the top of the page, its size in points. */
export type Letters = { text: string; x: number; y: number; width: number; points: number; upwards: boolean }

/** One page; `text` has its words in the order of drawing, lines joined by spaces. */
export type PdfPage = { width: number; height: number; letters: Letters[]; text: string }

const MM = 25.4 / 72

type Item = { str: string; transform: number[]; width: number; height: number }

function lettersOf({ str, transform, width }: Item, height: number): Letters {
  const [a = 0, b = 0, , , x = 0, y = 0] = transform
  const upwards = Math.abs(b) > Math.abs(a)
  const points = Math.round(Math.hypot(a, b) * 100) / 100
  return { text: str, x: x * MM, y: (height - y) * MM, width: width * MM, points, upwards }
}

/** Runs that touch on one line belong to one word; all others are apart. */
function joined(letters: Letters[]): string {
  return letters.reduce((text, { text: next, x, y }, i) => {
    const last = letters[i - 1]
    const touches = last && Math.abs(last.y - y) < 0.05 && Math.abs(last.x + last.width - x) < 0.15
    return `${text}${touches ? '' : ' '}${next}`
  }, '')
}

/** All pages of a PDF in order. */
export async function readPdf(bytes: Uint8Array): Promise<PdfPage[]> {
  const task = getDocument({ data: bytes.slice(), verbosity: VerbosityLevel.ERRORS, useSystemFonts: false })
  const document = await task.promise
  const pages: PdfPage[] = []
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number)
    const [, , width = 0, height = 0] = page.view
    const content = await page.getTextContent()
    const items = content.items.filter((item) => 'str' in item) as Item[]
    const letters = items.filter(({ str }) => str.trim() !== '').map((item) => lettersOf(item, height))
    const text = joined(letters).replace(/\s+/g, ' ').trim()
    pages.push({ width: width * MM, height: height * MM, letters, text })
  }
  await task.destroy()
  return pages
}

/** Title, producer and dates as the file tells them. */
export async function propertiesOf(bytes: Uint8Array): Promise<Record<string, unknown>> {
  const task = getDocument({ data: bytes.slice(), verbosity: VerbosityLevel.ERRORS })
  const { info } = await (await task.promise).getMetadata()
  await task.destroy()
  return info as Record<string, unknown>
}

/** The number in the top right corner: within 20 mm of the top and 40 mm of the right edge, alone. */
export function numberOn({ width, letters }: PdfPage): number | undefined {
  const corner = letters.filter(({ x, y }) => y < 20 && x > width - 40)
  return corner.length === 1 && /^\d+$/.test(corner[0]?.text ?? '') ? Number(corner[0]?.text) : undefined
}

/** Letters that leave the page or its margins: 10 mm at the sides, and the binding's 20 mm where `binding` says. */
export function outside({ width, height, letters }: PdfPage, binding: 'left' | 'right' = 'left'): Letters[] {
  const [left, right] = binding === 'left' ? [20, width - 10] : [10, width - 20]
  return letters.filter(({ x, y, width: long, upwards }) => {
    const end = upwards ? x : x + long
    return x < left - 0.1 || end > right + 0.1 || y < 10 || y > height - 5
  })
}

/** Pairs of runs on one line of which one is drawn over the other. */
export function overlapping({ letters }: PdfPage): [string, string][] {
  const line = ({ y }: Letters) => Math.round(y * 10)
  const level = letters.filter(({ upwards }) => !upwards).toSorted((a, b) => line(a) - line(b) || a.x - b.x)
  return level.flatMap((here, i): [string, string][] => {
    const next = level[i + 1]
    const over = next && line(here) === line(next) && here.x + here.width > next.x + 0.15
    return over ? [[here.text, next.text]] : []
  })
}
