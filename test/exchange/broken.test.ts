import ExcelJS from 'exceljs'
import { strToU8, zipSync } from 'fflate'
import iconv from 'iconv-lite'
import t from 'tap'
import { openHouse } from '../support/house.ts'
import { bring, listScene, preview, rowsOf, standing } from './scene.ts'

type Draw = (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void

async function xlsx(draw: Draw): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  draw(book.addWorksheet('Список'), book)
  return Buffer.from(await book.xlsx.writeBuffer())
}

const HEADER = ['Фамилия', 'Имя', 'Отчество', 'Дата рождения', 'Группа']
const CSV = `${HEADER.join(';')}\nАбрамов;Иван;Сергеевич;01.02.2009;ИС-11\n`
const bytes = (text: string, encoding: string) => iconv.encode(text, encoding)
const zipOf = (parts: Record<string, Uint8Array>) => Buffer.from(zipSync(parts, { level: 9 }))
const filled = (n: number) => `${HEADER.join(';')}\n${'Абрамов;Иван;Сергеевич;01.02.2009;ИС-11\n'.repeat(n)}`

const REFUSED: [string, () => Buffer | Promise<Buffer>, RegExp][] = [
  ['an empty file', () => Buffer.alloc(0), /Файл пуст/],
  ['a file of blank lines', () => Buffer.from('\n;;;\n\n'), /Файл пуст/],
  ['a workbook without a cell', () => xlsx(() => {}), /Файл пуст/],
  ['headers and nothing below them', () => Buffer.from(`${HEADER.join(';')}\n`), /ни одной строки под ними/],
  ['an old spreadsheet', () => Buffer.from('d0cf11e0a1b11ae1'.padEnd(600, '0'), 'hex'), /старого Excel/],
  [
    'a spreadsheet with a password',
    () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
    /защищён паролем/
  ],
  [
    'a web page called a table',
    () => Buffer.from('<html><table><tr><td>Фамилия</td></tr></table></html>'),
    /веб-страница/
  ],
  ['a table of XML', () => Buffer.from('<?xml version="1.0"?><Workbook/>'), /XML старого образца/],
  ['a picture', () => Buffer.from('89504e470d0a1a0a0000000d', 'hex'), /Это не таблица/],
  ['a text document', () => zipOf({ 'word/document.xml': strToU8('<w/>') }), /Это не таблица/],
  ['a table of another office', () => zipOf({ 'content.xml': strToU8('<o/>') }), /LibreOffice/],
  ['a workbook cut in half', async () => (await xlsx((sheet) => sheet.addRow(HEADER))).subarray(0, 900), /повреждён/],
  ['a workbook that is none', () => zipOf({ 'xl/workbook.xml': strToU8('<workbook') }), /повреждён|пуст/],
  [
    'a zip bomb',
    () => zipOf({ 'xl/workbook.xml': strToU8('<workbook/>'), 'xl/media/a.xml': new Uint8Array(60_000_000) }),
    /слишком большой объём/
  ],
  ['letters of DOS', () => bytes(CSV, 'cp866'), /Кодировка файла не распознана/],
  ['letters of KOI-8', () => bytes(CSV, 'koi8-r'), /Кодировка файла не распознана/],
  [
    'two encodings in one file',
    () => Buffer.concat([Buffer.from(CSV), bytes('Белов;Пётр;Ильич;02.02.2009;ИС-11\n', 'win1251')]),
    /вперемешку/
  ],
  ['a quote that never ends', () => Buffer.from(`${CSV}"Белов;Пётр\n`), /кавычка не закрыта/],
  ['more than twenty thousand rows', () => Buffer.from(filled(20_001)), /больше 20 000 строк/],
  ['more than a hundred columns', () => Buffer.from(`${'a;'.repeat(120)}b\n1;2\n`), /больше 100 столбцов/],
  ['more than ten megabytes', () => Buffer.alloc(10_000_001, 'а;'), /больше 10 МБ/]
]

t.test('A broken file ends in a clear sentence at its field, and the database stays as it was', async (t) => {
  const house = await openHouse(t)
  await listScene(house.db)
  const zimina = await house.signIn('zimina')
  const before = await standing(house.db)
  for (const [what, content, sentence] of REFUSED) {
    await zimina.open('/exchange')
    const answer = await bring(house, zimina, 'students', await content())
    t.equal(answer.statusCode, 422, what)
    t.match(answer.body, sentence, what)
    t.match(answer.body, /id="file"[^>]*aria-invalid="true"/, `${what}: at the field`)
  }
  const kept = await house.db.selectFrom('list_import').select('id').execute()
  t.same(kept, [], 'no file is kept')
  t.same(await standing(house.db), before)
})

t.test('Files are read however they were saved', async (t) => {
  const house = await openHouse(t)
  await listScene(house.db)
  const zimina = await house.signIn('zimina')
  const wanted = [{ state: 'new', title: 'Абрамов Иван Сергеевич' }]
  const whole = ['Абрамов', 'Иван', 'Сергеевич', new Date('2009-02-01'), 'ИС-11']
  const files: [string, Buffer | Promise<Buffer>][] = [
    ['UTF-8', Buffer.from(CSV)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${CSV}`)],
    ['windows-1251', bytes(CSV, 'win1251')],
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), bytes(CSV, 'utf-16le')])],
    ['commas', Buffer.from(CSV.replaceAll(';', ','))],
    ['tabs', Buffer.from(CSV.replaceAll(';', '\t'))],
    ['a spreadsheet’s hint', Buffer.from(`sep=;\n${CSV}`)],
    ['a title above the headers', xlsx((sheet) => void sheet.addRows([['Список группы'], [], HEADER, whole]))],
    [
      'days counted from 1904',
      xlsx((sheet, book) => {
        book.properties.date1904 = true
        sheet.addRows([HEADER, whole])
      })
    ],
    ['a day as a number', xlsx((sheet) => void sheet.addRows([HEADER, [...whole.slice(0, 3), 39845, 'ис 11']]))],
    [
      'a day as text',
      xlsx((sheet) => void sheet.addRows([HEADER, [...whole.slice(0, 3), '1 февраля 2009 г.', 'ИС-11']]))
    ],
    [
      'a formula',
      xlsx((sheet) => {
        sheet.addRows([HEADER, whole])
        sheet.getCell('A2').value = { formula: 'UPPER("абрамов")', result: 'АБРАМОВ' }
      })
    ],
    [
      'the whole name in one cell',
      xlsx(
        (sheet) =>
          void sheet.addRows([
            ['Ф.И.О.', 'Д.р.', 'Группа'],
            ['Абрамов  Иван Сергеевич ', new Date('2009-02-01'), 'ИС-11']
          ])
      )
    ],
    [
      'headers merged over two rows',
      xlsx((sheet) => {
        sheet.addRows([
          ['ФИО', 'Сведения', '', 'Мать'],
          ['', 'Дата рождения', 'Группа', ''],
          ['Абрамов Иван Сергеевич', '01.02.2009', 'ИС-11', '']
        ])
        for (const range of ['A1:A2', 'B1:C1', 'D1:D2']) sheet.mergeCells(range)
      })
    ],
    [
      'an empty sheet before the list',
      xlsx((sheet, book) => {
        sheet.name = 'Пустой'
        book.addWorksheet('Список').addRows([HEADER, whole])
      })
    ]
  ]
  for (const [what, content] of files) {
    const url = await preview(house, zimina, 'students', await content)
    t.match(await rowsOf(house.db, url), wanted, what)
    t.match((await zimina.open(url)).body, /01\.02\.2009/, `${what}: the day`)
  }
})

t.test('A row that cannot be taken says which row, which column and what is expected', async (t) => {
  const house = await openHouse(t)
  await listScene(house.db)
  const zimina = await house.signIn('zimina')
  const before = await standing(house.db)
  const url = await preview(
    house,
    zimina,
    'students',
    `${HEADER.join(';')};Пол
Абрамов;Иван;Сергеевич;31.02.2009;ИС-11;м
Белова;;Олеговна;01.02.2009;ИС-11;ж
Громов2;Олег;Ильич;01.02.2009;ИС-99;х
Ильин;Лев;Олегович;01.02.2024;ИС-11;м
Новик;Вера;Ильинична;#Н/Д;ИС-11;
`
  )
  const told = (await rowsOf(house.db, url)).map(({ faults }) =>
    (faults as { place: string; message: string }[]).map(({ place, message }) => `${place}: ${message}`)
  )
  t.same(told, [
    ['строка 2, столбец «Дата рождения» (D2): «31.02.2009» не подходит, нужно: дата рождения как 01.09.2008'],
    ['строка 3: нужны фамилия и имя'],
    [
      'строка 4, столбец «Фамилия» (A4): «Громов2» не подходит, нужно: имя буквами, без цифр и знаков',
      'строка 4, столбец «Пол» (F4): «х» не подходит, нужно: м или ж',
      'строка 4, столбец «Группа» (E4): группы «ИС-99» нет: исправьте название или сначала загрузите группы'
    ],
    [
      'строка 5, столбец «Дата рождения» (D5): «01.02.2024» не подходит, нужно: дата рождения как 01.09.2008, не раньше 100 и не позже 10 лет назад'
    ],
    ['строка 6, столбец «Дата рождения» (D6): «#Н/Д» не подходит, нужно: значение, а не ошибка формулы']
  ])
  const { digest } = await house.db.selectFrom('list_import').select('digest').executeTakeFirstOrThrow()
  const refused = await zimina.submit(`${url}/confirmation`, { digest })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, /есть строки с ошибками/)
  const list = await zimina.open(`${url}/errors`)
  t.match(list.body, /^\uFEFFСтрока;О ком;Где;Что\r\n2;Абрамов/)
  t.same(await standing(house.db), before)
})
