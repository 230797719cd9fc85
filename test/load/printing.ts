// Pages of a printed journal a second, through to the finished file, and whether three times the pages take three times as long.
import { join } from 'node:path'
import { bookSheets } from '../../src/journal/sheets/book.ts'
import { config } from '../../src/platform/config.ts'
import { type PrintBrowser, printBrowser } from '../../src/print/browser.ts'
import { printDocument } from '../../src/print/pdf.ts'
import { piecesOf } from '../../src/print/sheets.ts'
import { course, sampleBook } from '../print/sample.ts'
import { numeral, promise, type Row, wish } from './table.ts'

/** A journal of `courses` gradebooks, 30 students and 72 lessons each, 24 lessons a page. */
async function printed(browser: PrintBrowser, courses: number): Promise<{ pages: number; seconds: number }> {
  const book = sampleBook({ students: 30, lessons: 72 })
  const chapters = Array.from({ length: courses }, (_, i) => course(`bench-${i}`, `Предмет ${i}`, 72, { seed: i }))
  const began = performance.now()
  const { pages } = await printDocument(piecesOf(bookSheets({ ...book, chapters, lessonsPerPage: 24 })), {
    ...{ browser, title: 'Замер', foot: 'Сформировано для замера', producer: 'Электронный журнал' },
    madeAt: new Date(0)
  })
  return { pages, seconds: (performance.now() - began) / 1000 }
}

export async function measurePrinting(): Promise<Row[]> {
  const browser = printBrowser({ unpackTo: join(config.dataDir, 'chromium'), executable: config.browserPath })
  try {
    await printed(browser, 2)
    const [small, large] = [await printed(browser, 12), await printed(browser, 36)]
    const rate = large.pages / large.seconds
    const growth = large.seconds / large.pages / (small.seconds / small.pages)
    return [
      wish(`печать: ${large.pages} страниц, в секунду`, numeral(rate, 1), '≥ 15', rate >= 15),
      promise(
        `… страница в большом файле к странице в малом (${small.pages})`,
        numeral(growth, 2),
        '≤ 1,2',
        growth <= 1.2
      )
    ]
  } finally {
    await browser.close()
  }
}
