import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { config } from '../../src/platform/config.ts'
import { printBrowser } from '../../src/print/browser.ts'
import { numberPages } from '../../src/print/numbering.ts'
import { type Piece, type PrintOptions, printDocument } from '../../src/print/pdf.ts'
import { inWords } from '../../src/print/words.ts'
import { numberOn, outside, propertiesOf, readPdf } from '../support/pdf.ts'

const browser = printBrowser({ unpackTo: join(config.dataDir, 'chromium'), executable: config.browserPath })
t.teardown(() => browser.close())

const options: PrintOptions = {
  browser,
  title: 'Журнал <группы> «ИСИП-21»',
  foot: 'Сформировано в системе «Журнал» 27.06.2025 14:05, пользователь O’Брайен "К." \\ </style>',
  producer: 'Электронный журнал',
  madeAt: new Date('2025-06-27T11:05:00Z')
}

const sheet = (id: string, content: string, side = 'any', look = '') =>
  `<section class="sheet ${look}" id="${id}" data-side="${side}">${content}</section>`
const piece = (...sheets: string[]): Piece => ({ html: () => sheets.join('') })
const tight = (text: string) => text.replaceAll(' ', '')
const lines = (count: number, word: string) =>
  Array.from({ length: count }, (_, i) => `<p>${word} ${i + 1}</p>`).join('')

t.test('Pieces become one document, numbered at the top right from 1 through the end', async (t) => {
  const pieces = [
    piece(sheet('title', 'Титул', 'any', 'portrait'), sheet('long', lines(90, 'строка'))),
    piece(sheet('second', 'Второй')),
    piece(sheet('third', 'Третий'), sheet('fourth', '<b>Четвёртый</b>'))
  ]
  const printed = await printDocument(pieces, options)
  const pages = await readPdf(printed.bytes)
  t.equal(pages.length, printed.pages)
  t.strictSame(
    pages.map(numberOn),
    pages.map((_, i) => i + 1)
  )
  t.same(
    ['Титул', 'строка 1', 'Второй', 'Третий', 'Четвёртый'].map(
      (word) => pages.findIndex((p) => p.text.includes(word)) + 1
    ),
    ['title', 'long', 'second', 'third', 'fourth'].map((id) => printed.startOf[id]),
    'every sheet is where startOf says'
  )
  t.ok((printed.endOf.long ?? 0) > (printed.startOf.long ?? 0), 'a long sheet runs over')
  t.match(pages[(printed.endOf.long ?? 0) - 1]?.text, /строка 90/)
  const widths = pages.slice(0, 2).map(({ width }) => Math.round(width))
  t.same(widths, [210, 297], 'the title page is upright')
  for (const page of pages) {
    t.ok(tight(page.text).startsWith(tight(options.foot)), 'the foot says who printed')
    t.same(outside(page), [], 'nothing leaves the page')
    t.ok(Math.min(...page.letters.map(({ points }) => points)) >= 7, 'nothing is under 7 pt')
  }
})

t.test('The same sheets at the same instant give the same file, with its properties', async (t) => {
  const pieces = [
    piece(sheet('a', 'Один')),
    { lastly: () => sheet('b', 'Два', 'left') },
    piece(sheet('c', 'Три', 'left'))
  ]
  const first = await printDocument(pieces, { ...options, sides: 'double' })
  const again = await printDocument(pieces, { ...options, sides: 'double' })
  t.equal(first.sha256, again.sha256)
  t.equal(Buffer.compare(first.bytes, again.bytes), 0)
  const { Title, Producer, CreationDate } = await propertiesOf(first.bytes)
  t.same([Title, Producer, CreationDate], [options.title, 'Электронный журнал', 'D:20250627110500Z'])
  const text = Buffer.from(first.bytes).toString('latin1')
  t.match(text.slice(0, 5), '%PDF-')
  t.notMatch(text, '/Subtype /Type3', 'no letters drawn as shapes')
})

t.test('Contents that outgrow a page still name the right pages', async (t) => {
  const ids = Array.from({ length: 120 }, (_, i) => `s${i + 1}`)
  const pieces: Piece[] = [
    piece(sheet('title', 'Титул')),
    {
      lastly: ({ startOf, pages }) =>
        sheet('contents', ids.map((id) => `<p>глава ${id} на ${startOf[id] ?? '?'} из ${pages}</p>`).join(''))
    },
    ...[0, 40, 80].map((from) => piece(...ids.slice(from, from + 40).map((id) => sheet(id, `это ${id}.`))))
  ]
  const printed = await printDocument(pieces, options)
  const pages = await readPdf(printed.bytes)
  t.ok((printed.endOf.contents ?? 0) > 2, 'the contents take several pages')
  for (const id of ids) {
    const at = pages.findIndex((page) => page.text.includes(`это ${id}.`)) + 1
    t.ok(
      pages.some((page) => page.text.includes(`глава ${id} на ${at} из ${pages.length}`)),
      `${id} is on page ${at}`
    )
  }
})

t.test('On both sides of the paper marks lie left of the topics they belong to', async (t) => {
  const pieces = [
    piece(sheet('title', 'Титул'), sheet('l1', 'левая', 'left'), sheet('r1', lines(60, 'правая'), 'right')),
    piece(sheet('l2', 'левая', 'left'), sheet('l3', 'левая', 'left'), sheet('r3', 'правая', 'right'))
  ]
  const printed = await printDocument(pieces, { ...options, sides: 'double' })
  const pages = await readPdf(printed.bytes)
  t.equal(printed.sheets, Math.ceil(pages.length / 2))
  pages.forEach((page, i) => {
    const number = i + 1
    t.equal(numberOn(page), number, 'blank pages are numbered too')
    if (page.text.includes('левая')) t.equal(number % 2, 0, `left on ${number}`)
    if (page.text.includes('правая')) t.equal(number % 2, 1, `right on ${number}`)
    const foot = page.letters.find(({ text }) => text.startsWith('Сформировано'))
    t.equal(Math.round(foot?.x ?? 0), number % 2 ? 20 : 10, 'the binding margin changes sides')
    t.same(outside(page, number % 2 ? 'left' : 'right'), [])
  })
  const blank = pages.filter(({ text }) => text.includes('Страница оставлена пустой'))
  t.ok(blank.length >= 2, 'a blank page says so')
  const single = await printDocument(pieces, options)
  t.equal(single.sheets, single.pages)
  t.notOk((await readPdf(single.bytes)).some(({ text }) => text.includes('пустой')))
})

t.test('Sides and sheets are counted without a browser', async (t) => {
  const { leaves, numbering } = numberPages(
    [
      [
        { id: 'a', side: 'left', pages: 2 },
        { id: 'b', side: 'right', pages: 1 }
      ]
    ],
    'double'
  )
  t.same(leaves, ['blank', { piece: 0, page: 0 }, 'blank', { piece: 0, page: 1 }, { piece: 0, page: 2 }])
  t.same(numbering, { pages: 5, sheets: 3, startOf: { a: 2, b: 5 }, endOf: { a: 4, b: 5 } })
})

t.test('A document reaches no network and runs no script', async (t) => {
  const seen: string[] = []
  const server = createServer((request, answer) => {
    seen.push(request.url ?? '')
    answer.end('<p>чужое</p>')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const hosts = [`http://127.0.0.1:${port}`, `http://localhost:${port}`]
  const traps = hosts.map(
    (host) => `<img src="${host}/img"><iframe src="${host}/frame"></iframe><link rel="stylesheet" href="${host}/css">
      <link rel="preconnect" href="${host}"><object data="${host}/object"></object><video src="${host}/video"></video>
      <div style="background:url(${host}/bg)">фон</div>
      <style>@import url(${host}/import); @font-face { font-family: X; src: url(${host}/font) } p { font-family: X }</style>`
  )
  const script = '<p id="word">цел</p><script>document.getElementById("word").textContent = "взломан"</script>'
  const { bytes } = await printDocument([piece(sheet('trap', `${traps.join('')}${script}<p>конец</p>`))], options)
  const text = (await readPdf(bytes)).map((page) => page.text).join(' ')
  t.match(text, /цел.*конец/)
  t.notMatch(text, /взломан|чужое/)
  t.same(seen, [])
  await browser.withPage(async (page) => {
    await page.setContent(`<img src="${hosts[0]}/bare"><script>document.title = 'взломан'</script>`)
    t.not(await page.title(), 'взломан', 'without the engine’s own wrapping too')
    await page.goto(`${hosts[0]}/visit`).catch(() => {})
  })
  t.same(seen, [], 'nor does a bare page')
  await fetch(`${hosts[0]}/here`)
  t.same(seen, ['/here'], 'though the server was there')
})

t.test('A browser killed in the middle is started again and the document is whole', async (t) => {
  const killed: number[] = []
  const pieces: Piece[] = Array.from({ length: 6 }, (_, i) => ({
    html: () => {
      const pid = browser.pid()
      if ((i === 1 || i === 4) && pid) {
        killed.push(pid)
        setTimeout(() => process.kill(pid, 'SIGKILL'), 20)
      }
      return sheet(`s${i}`, lines(400, `кусок ${i} строка`))
    }
  }))
  const printed = await printDocument(pieces, options)
  const text = (await readPdf(printed.bytes)).map((page) => page.text).join(' ')
  for (let i = 0; i < 6; i++) t.match(text, `кусок ${i} строка 400 `)
  t.equal(new Set(killed).size, 2, 'two browsers were killed')
  t.notOk(killed.includes(browser.pid() ?? 0), 'another one finished')
})

t.test('A stopped order stops at once, frees the browser and leaves it fit for the next', async (t) => {
  const stop = new AbortController()
  let drawn = 0
  const pieces: Piece[] = Array.from({ length: 50 }, (_, i) => ({
    html: () => {
      drawn++
      return sheet(`s${i}`, lines(200, 'строка'))
    }
  }))
  const progress: number[] = []
  const onProgress = ({ pieces, ofPieces }: { pieces: number; ofPieces: number }) => {
    progress.push(pieces)
    t.equal(ofPieces, 50)
    if (pieces === 3) stop.abort(new Error('отменено'))
  }
  await t.rejects(printDocument(pieces, { ...options, signal: stop.signal, onProgress }), { message: 'отменено' })
  t.ok(drawn < 10, `${drawn} pieces were begun`)
  t.same(progress.slice(0, 3), [1, 2, 3])
  t.equal((await printDocument([piece(sheet('x', 'ещё'))], options)).pages, 1)
})

t.test('Nobody receives an empty or a half document', async (t) => {
  await t.rejects(printDocument([piece('')], options), 'no sheets')
  await t.rejects(printDocument([], options), 'no pieces')
  const twice = piece(sheet('x', 'есть'), sheet('x', 'ещё раз'))
  await t.rejects(printDocument([twice], options), 'two sheets of one name')
  const failing: Piece = { html: () => Promise.reject(new Error('нет данных')) }
  await t.rejects(printDocument([failing, piece(sheet('x', 'есть'))], options), { message: 'нет данных' })
  const absent = printBrowser({
    unpackTo: join(config.dataDir, 'chromium'),
    executable: join(tmpdir(), 'no-such-browser')
  })
  await t.rejects(printDocument([piece(sheet('x', 'есть'))], { ...options, browser: absent }), /did not start/)
})

t.test('Two pages are open at a time, and nothing is left when the browser is closed', async (t) => {
  let open = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++open)
    await new Promise((done) => setTimeout(done, 30))
    open--
  }
  await Promise.all(Array.from({ length: 6 }, () => browser.withPage(work)))
  t.equal(most, 2)
  const pid = browser.pid() ?? 0
  const profiles = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`journal-print-${process.pid}-`))
  t.equal(profiles().length, 1)
  await browser.close()
  t.same(profiles(), [])
  t.throws(() => process.kill(pid, 0), 'the process is gone')
  t.equal(browser.pid(), undefined)
})

t.test('Numbers are written out as on the label of a stitched book', async (t) => {
  const words: [number, string][] = [
    ...([
      [0, 'ноль'],
      [1, 'один'],
      [12, 'двенадцать'],
      [40, 'сорок'],
      [148, 'сто сорок восемь']
    ] as [number, string][]),
    ...([
      [219, 'двести девятнадцать'],
      [1002, 'одна тысяча два'],
      [22_311, 'двадцать две тысячи триста одиннадцать']
    ] as [number, string][])
  ]
  for (const [n, text] of words) t.equal(inWords(n), text)
})
