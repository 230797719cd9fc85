import { join } from 'node:path'
import t from 'tap'
import { consolidatedSheets } from '../../src/assessment/sheets/consolidated.ts'
import { bookSheets } from '../../src/journal/sheets/book.ts'
import { inAlphabet } from '../../src/journal/sheets/layout.ts'
import { marksPages } from '../../src/journal/sheets/marks.ts'
import type { CourseJournal, JournalBook } from '../../src/journal/sheets/shapes.ts'
import { topicsPage } from '../../src/journal/sheets/topics.ts'
import { config } from '../../src/platform/config.ts'
import { renderView } from '../../src/platform/templates.ts'
import { printBrowser } from '../../src/print/browser.ts'
import { dividedColumns } from '../../src/print/columns.ts'
import { printDocument } from '../../src/print/pdf.ts'
import { piecesOf, previewOf, type Sheet } from '../../src/print/sheets.ts'
import { course, sampleBook, sampleConsolidated } from '../print/sample.ts'
import { numberOn, outside, overlapping, type PdfPage, readPdf } from '../support/pdf.ts'

const browser = printBrowser({ unpackTo: join(config.dataDir, 'chromium'), executable: config.browserPath })
t.teardown(() => browser.close())

async function print(sheets: Sheet[], sides: JournalBook['sides'] = 'single') {
  const printed = await printDocument(piecesOf(sheets), {
    ...{ browser, sides, title: 'Журнал ИСИП-21', producer: 'Электронный журнал' },
    foot: 'Сформировано 27.06.2025 14:05, пользователь Кузнецова Е.Н.',
    madeAt: new Date('2025-06-27T11:05:00Z')
  })
  return { ...printed, pages: await readPdf(printed.bytes) }
}

/** Every lesson's topic begins with a word of its own, so that it can be counted on paper. */
const marked = (made: CourseJournal): CourseJournal => ({
  ...made,
  lessons: made.lessons.map((lesson, i) => ({ ...lesson, topic: `тема${made.id}х${i + 1} ${lesson.topic}` }))
})

const coursesOf = ({ chapters }: JournalBook) =>
  chapters.flatMap((chapter) => (chapter.kind === 'module' ? chapter.courses : [chapter]))

function markedBook(options: Parameters<typeof sampleBook>[0]): JournalBook {
  const book = sampleBook(options)
  const chapters = book.chapters.map((chapter) =>
    chapter.kind === 'module' ? { ...chapter, courses: chapter.courses.map(marked) } : marked(chapter)
  )
  return { ...book, chapters }
}

const tight = (text: string) => text.replaceAll(/[\s\u200b]/g, '')
const times = (text: string, word: string) => text.split(word).length - 1

/** Pages of a course's left or right sheets, run of lessons by run. */
function pagesOfSheets(
  pages: PdfPage[],
  startOf: Record<string, number>,
  endOf: Record<string, number>,
  prefix: string
) {
  const ids = Object.keys(startOf).filter((id) => id.startsWith(prefix))
  return ids.flatMap((id) => pages.slice((startOf[id] ?? 1) - 1, endOf[id]))
}

for (const [lessonsPerPage, sides, students, lessons] of [
  [24, 'single', 30, 30],
  [40, 'double', 35, 42],
  [5, 'single', 25, 12]
] as const) {
  t.test(`A journal by ${lessonsPerPage} lessons a page, ${sides}-sided, is whole`, async (t) => {
    const book = markedBook({ lessonsPerPage, sides, students, lessons, withModule: sides === 'double' })
    const { pages, startOf, endOf, sheets } = await print(bookSheets(book), sides)

    pages.forEach((page, i) => {
      const binding = sides === 'double' && i % 2 ? 'right' : 'left'
      const least = Math.min(...page.letters.map(({ points }) => points))
      const found = {
        number: numberOn(page),
        outside: outside(page, binding),
        over: overlapping(page),
        legible: least >= 7
      }
      t.same(found, { number: i + 1, outside: [], over: [], legible: true }, `page ${i + 1}`)
    })

    for (const made of coursesOf(book)) {
      const topics = tight(
        pagesOfSheets(pages, startOf, endOf, `c${made.id}-r`)
          .map(({ text }) => text)
          .join(' ')
      )
      const counted = made.lessons.map((_, i) => times(topics, `тема${made.id}х${i + 1}${i + 1}.`))
      t.same(new Set(counted), new Set([1]), `every lesson of ${made.title} is there once`)
      for (const { substitute } of made.lessons) if (substitute) t.match(topics, tight(`(замена: ${substitute})`))
      const runs = Math.ceil(made.lessons.length / lessonsPerPage)
      for (let run = 0; run < runs; run++) {
        const marks = pagesOfSheets(pages, startOf, endOf, `c${made.id}-l${run}-`)
        const text = tight(marks.map((page) => page.text).join(' '))
        const missing = made.students.filter(({ name }) => times(text, tight(name)) !== 1)
        t.same(missing, [], `every student is once in run ${run + 1} of ${made.title}`)
      }
    }

    if (sides === 'double') {
      const wrong = Object.entries(startOf).filter(
        ([id, page]) => /^c\d+-[lr]/.test(id) && (page % 2 === 0) !== /-l/.test(id)
      )
      t.same(wrong, [], 'marks are on even pages, topics on odd ones')
      t.equal(pages.length % 2, 0, 'the label is on the back of the last sheet')
    }
    t.match(pages.at(-1)?.text, `Прошито, пронумеровано и скреплено печатью ${sheets} (`)
    t.match(pages[0]?.text, `Листов: ${sheets}`)
  })
}

t.test('The contents name every subject in alphabetical order with its real pages', async (t) => {
  const book = markedBook({ lessons: 30, students: 10 })
  const { pages, startOf, endOf } = await print(bookSheets(book))
  const contents = pages[1]?.text ?? ''
  const expected = [
    ['Иностранный язык в профессиональной деятельности (подгруппа 1) 60 Иванова Мария Петровна', 'c31'],
    ['Иностранный язык в профессиональной деятельности (подгруппа 2) 60 Сидорова Ольга Ильинична', 'c32'],
    ['Основы алгоритмизации и программирования 60 Иванова Мария Петровна', 'c2'],
    ['МДК.01.01 Разработка программных модулей 60 Иванова Мария Петровна', 'c91'],
    ['МДК.01.02 Поддержка и тестирование программных модулей 40 Иванова Мария Петровна', 'c92'],
    ['УП.01.01 Учебная практика 36 Иванова Мария Петровна', 'c93'],
    ['Элементы высшей математики 60 Иванова Мария Петровна', 'c1'],
    ['Сводная ведомость итоговых оценок', 'results'],
    ['Учёт пропусков занятий', 'absences'],
    ['Замечания по ведению журнала', 'remarks']
  ]
  let before = 0
  for (const [title = '', prefix = ''] of expected) {
    const ids = Object.keys(startOf).filter((id) => id === prefix || id.startsWith(`${prefix}-`))
    const [first, last] = [Math.min(...ids.map((id) => startOf[id] ?? 0)), Math.max(...ids.map((id) => endOf[id] ?? 0))]
    t.match(contents, `${title} ${first === last ? first : `${first}–${last}`}`, title)
    t.ok(first > before, `${title} comes after the one before`)
    before = first
    const name = prefix.startsWith('c') ? title.replace(/ (\(подгруппа|\d+ [А-Я]).*/, '') : title.slice(0, 8)
    t.match(pages[first - 1]?.text.toLowerCase(), name.toLowerCase(), `page ${first} is of ${title}`)
  }
})

t.test('A page tells what the regulations ask of it', async (t) => {
  const { pages, startOf } = await print(bookSheets(markedBook({ lessons: 40, students: 12, lessonsPerPage: 15 })))
  const on = (id: string) => pages[(startOf[id] ?? 0) - 1]?.text ?? ''
  t.match(on('title'), /Ж ?У ?Р ?Н ?А ?Л.*учебных занятий.*печатная копия электронного журнала/i)
  t.match(on('title'), /Копия верна: заведующий отделением.*Н\.В\. Соколова/)
  t.match(on('roster-1'), /Волков Пётр Петрович 1253 № 112-к от 15\.08\.2024 отчислен/)
  t.notMatch(on('roster-1'), /рождения/)
  t.match(on('c2-l0-0'), /Дисциплина: ОП\.02 Основы алгоритмизации.*сентябрь 03 05/)
  t.match(on('c2-l2-0'), 'отчислен, приказ № 45-к от 10.10.2025')
  t.notMatch(on('c2-l0-0'), 'Средн.', 'results stand on the last page of a course only')
  t.match(on('c2-l2-0'), /Пропуски, ч.*Средн\. балл.*Семестр/)
  t.match(on('c2-r0'), /Преподаватель: Иванова Мария Петровна.*Домашнее задание.*Подпись преподавателя/)
  t.notMatch(on('c2-r0'), 'Итого')
  t.match(on('c2-r2'), /Итого 80 По плану 80 ч; проведено 80 ч; отставание 0 ч\. Программа выполнена\./)
  t.match(on('c31-l0-0'), 'подгруппа 1 (преподаватель Иванова Мария Петровна)')
  t.notMatch(on('c31-l0-0'), 'Ежов К.Р.', 'the other subgroup has its own page')
  t.match(on('c91-l0-0'), /Профессиональный модуль ПМ\.01 .*Междисциплинарный курс: МДК\.01\.01/)
  t.match(on('c93-r0'), /Руководитель: .*Содержание работ/)
  t.match(on('m90-1'), /ИТОГ ПО МОДУЛЮ.*Экзамен по модулю.*вид деятельности освоен/)
  t.match(on('results-1'), /лист 1 из 2 СВОДНАЯ ВЕДОМОСТЬ ИТОГОВЫХ ОЦЕНОК/)
  t.match(on('absences-1'), /УЧЁТ ПРОПУСКОВ ЗАНЯТИЙ.*ИТОГО.*На одного обучающегося/)
  t.match(on('remarks'), /ЗАМЕЧАНИЯ ПО ВЕДЕНИЮ ЖУРНАЛА.*03\.10\.2025/)
})

t.test(
  'Columns follow the lessons: two on one day are two, a month spans its days, a leaver ends at the order',
  (t) => {
    const book = sampleBook({ lessonsPerPage: 10 })
    const made = course('5', 'История', 30)
    const [first] = marksPages(made, book, 0, made.lessons.slice(0, 10), 5)
    t.equal(first?.lessons.length, 10)
    const days = made.lessons.slice(0, 10).map(({ heldOn }) => heldOn)
    t.ok(new Set(days).size < 10, 'the sample has two lessons on one day')
    t.equal(
      first?.months.reduce((sum, { span }) => sum + span, 0),
      10
    )
    const last = marksPages(made, book, 20, made.lessons.slice(20), 5)
    const leaver = last.flatMap(({ rows }) => rows).find(({ number }) => number === 4)
    const cells = leaver?.cells.length ?? 0
    t.ok(made.lessons.slice(20, 20 + cells).every(({ heldOn }) => heldOn < '2025-10-10'))
    t.equal(cells + (leaver?.rest?.span ?? 0), 10 + 4, 'the row is as long as the others')
    t.equal(leaver?.struck, true)
    const stayer = last.flatMap(({ rows }) => rows).find(({ number }) => number === 7)
    t.same(stayer?.cells, made.students[6]?.cells.slice(20), 'marks stand under their own lessons')
    for (const { rows, columns, missing } of last)
      for (const row of rows)
        t.equal(2 + row.cells.length + row.totals.length + (row.rest?.span ?? 0) + missing, columns.length)
    t.end()
  }
)

t.test('Students beyond one page follow on another left page, as even as can be', (t) => {
  const book = sampleBook({ lessonsPerPage: 24 })
  const made = course('5', 'История', 24)
  const many = Array.from(
    { length: 62 },
    (_, i) => ({ ...made.students[i % 30], number: i + 1 }) as (typeof made.students)[0]
  )
  const pages = marksPages({ ...made, students: many }, book, 0, made.lessons, 5)
  t.same(
    pages.map(({ rows }) => rows.length),
    [31, 31]
  )
  t.equal(
    marksPages({ ...made, students: [] }, book, 0, made.lessons, 5).length,
    1,
    'a course without students has its page'
  )
  t.end()
})

t.test('A plan not kept, an empty course and awkward orders', (t) => {
  const made = course('5', 'История', 10, { plannedHours: 36, conclusion: '' })
  t.equal(topicsPage(made, 0, made.lessons, 5).total?.text, 'По плану 36 ч; проведено 20 ч; отставание 16 ч.')
  const over = course('5', 'История', 10, { plannedHours: 18 })
  t.match(topicsPage(over, 0, over.lessons, 5).total?.text, 'отставание 0 ч')
  const titles = ['Ёмкость', 'Еда', 'Английский язык', 'Яхта', 'Ель', 'физика'].map((title) => course('1', title, 1))
  t.same(
    inAlphabet(titles).map(({ title }) => title),
    ['Английский язык', 'Еда', 'Ель', 'Ёмкость', 'физика', 'Яхта']
  )
  t.end()
})

t.test('Wide sheets are divided into as few as hold them, the totals on the last', (t) => {
  const divide = (count: number, room: number, last: number) =>
    dividedColumns(
      Array.from({ length: count }, (_, i) => i),
      () => 10,
      room,
      last
    ).map((part) => part.length)
  t.same(divide(3, 100, 50), [3])
  t.same(divide(8, 100, 50), [4, 4])
  t.same(divide(10, 100, 30), [7, 3])
  t.same(divide(25, 100, 60), [10, 10, 5])
  t.same(divide(0, 100, 50), [0])
  t.end()
})

t.test('The consolidated sheet repeats № and names on each part and is signed on the last', async (t) => {
  const { pages } = await print(consolidatedSheets(sampleConsolidated(25, 15, true)))
  t.ok(pages.length >= 2)
  pages.forEach((page, i) => {
    t.match(page.text, `лист ${i + 1} из ${pages.length}`)
    t.match(page.text, 'Фамилия, имя, отчество')
    t.same(outside(page), [])
    t.same(overlapping(page), [])
  })
  const all = pages.map(({ text }) => text).join(' ')
  const parts = times(all, 'Цветкова Полина Игоревна')
  for (const name of ['Белова Анна Андреевна', 'Яковлев Фёдор Алексеевич'])
    t.equal(times(all, name), name.startsWith('Б') ? parts : 0, name)
  t.match(
    pages[0]?.text,
    /Энский политехнический колледж.*СВОДНАЯ ВЕДОМОСТЬ УЧЕТА УСПЕВАЕМОСТИ.*за 2025\/2026 учебный год/
  )
  t.match(pages.at(-1)?.text, /успевают 23 \(92,0 %\).*Классный руководитель.*Заведующий отделением.*Директор.*М\.П\./)
  const term = await print(consolidatedSheets(sampleConsolidated(25, 11, false)))
  t.notMatch(term.pages[0]?.text, /1с 2с/)
  t.equal(
    times(term.pages.map(({ text }) => text).join(' '), 'Белова Анна Андреевна'),
    1,
    'a semester fits side by side'
  )
})

t.test('The same sheets are shown in a browser before printing', (t) => {
  const html = renderView('print/preview', {
    title: 'Просмотр',
    foot: 'Сформировано',
    sheets: previewOf(bookSheets(sampleBook()))
  })
  t.match(html, /<link rel="stylesheet" href="\/static\/print\.css\?v=[0-9a-f]{8}">/)
  t.match(html, 'id="c2-l0-0"')
  t.match(html, 'Прошито, пронумеровано')
  t.notMatch(html, /undefined|null|NaN|\[object/)
  t.end()
})
