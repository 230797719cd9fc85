import { join } from 'node:path'
import t from 'tap'
import { type Actor, systemActor } from '../../src/access/actor.ts'
import type { Role } from '../../src/access/rights.ts'
import { journalPrintable } from '../../src/journal/printable.ts'
import { findBookRows } from '../../src/journal/queries/sheets/books.ts'
import { averageOf } from '../../src/journal/rules/figures.ts'
import { PRINTING_REFUSALS, type PrintingRefusal } from '../../src/journal/rules/printing.ts'
import { bookOf, type JournalOrder } from '../../src/journal/sheets/filling/book.ts'
import type { CourseJournal, JournalBook } from '../../src/journal/sheets/shapes.ts'
import { putName } from '../../src/movement/queries/names.ts'
import { config } from '../../src/platform/config.ts'
import type { Db } from '../../src/platform/db.ts'
import { printBrowser } from '../../src/print/browser.ts'
import { printDocument } from '../../src/print/pdf.ts'
import type { Order, OrderFields } from '../../src/print/printable.ts'
import { piecesOf } from '../../src/print/sheets.ts'
import { testDatabase } from '../support/database.ts'
import { openHouse } from '../support/house.ts'
import { numberOn, outside, readPdf } from '../support/pdf.ts'
import { hire } from '../support/scene.ts'
import * as scenes from './printed-scene.ts'

const browser = printBrowser({ unpackTo: join(config.dataDir, 'chromium'), executable: config.browserPath })
t.teardown(() => browser.close())

const TODAY = '2026-12-29'
const making = { now: new Date('2026-12-29T10:41:00+03:00'), by: 'Кузнецова Е. Н.' }

type Person = { account_id: number; person_id: number; staff_member_id: number }
const as = (who: Person, role: Role, name: string, department_id: number | null = null): Actor => ({
  ...{ ...systemActor(who.account_id, name, []), person_id: who.person_id, staff_member_id: who.staff_member_id },
  roles: [{ role, department_id }]
})

const ordered = async (db: Db, actor: Actor, fields: OrderFields): Promise<Order & { parameters: JournalOrder }> => {
  const order = await journalPrintable.order(db, actor, TODAY, fields)
  if ('refusal' in order) throw new Error(order.refusal)
  return order as Order & { parameters: JournalOrder }
}

async function bookFor(db: Db, actor: Actor, fields: OrderFields): Promise<JournalBook> {
  const { parameters } = await ordered(db, actor, fields)
  const book = bookOf(parameters, await findBookRows(db, parameters, making.now))
  if (!book) throw new Error('nothing to print')
  return book
}

async function print(db: Db, actor: Actor, fields: OrderFields) {
  const { parameters } = await ordered(db, actor, fields)
  // the worker reads the parameters back from JSON
  const document = await journalPrintable.document(db, JSON.parse(JSON.stringify(parameters)), making)
  if (!document) throw new Error('nothing to print')
  const options = {
    browser,
    title: document.title,
    foot: document.foot,
    producer: 'Электронный журнал',
    madeAt: making.now
  }
  const printed = await printDocument(piecesOf(document.sheets), { ...options, sides: document.sides })
  const pages = await readPdf(printed.bytes)
  const textOf = (id: string) =>
    tight(
      pages
        .slice((printed.startOf[id] ?? 1) - 1, printed.endOf[id])
        .map(({ text }) => text)
        .join(' ')
    )
  return { ...printed, pages, textOf }
}

const tight = (text: string) => text.replaceAll(/[\s\u200b]/g, '')
const times = (text: string, word: string) => text.split(tight(word)).length - 1

const coursesOf = ({ chapters }: JournalBook): CourseJournal[] =>
  chapters.flatMap((chapter) => (chapter.kind === 'module' ? chapter.courses : [chapter]))
const courseIn = (book: JournalBook, index: string, subgroup = '') => {
  const found = coursesOf(book).find((one) => one.index === index && one.subgroup === subgroup)
  if (!found) throw new Error(`${index} is not in the book`)
  return found
}
const nameless = {
  number: 0,
  cells: [] as string[],
  note: '',
  hoursAbsent: 0,
  hoursExcused: 0,
  results: [] as string[]
}
const rowOf = ({ students }: CourseJournal, name: string) =>
  students.find((one) => one.name === name) ?? { ...nameless, left: null }

const LEFT = 'Волков А.П.'
const LATE = 'Ежов А.П.'

/** The whole group: two plain subjects, a language in two subgroups, a module of a course, a practice and an exam. */
async function wholeGroup(t: Parameters<typeof testDatabase>[0]) {
  const { db, url } = await testDatabase(t)
  const scene = await scenes.groupScene(db)
  const { colleague, teacher } = scene
  const systems = await scenes.addCourse(scene, 'ОП.01', 'Операционные системы', { lessons: 26, hours: 52 })
  await scenes.addResults(scene, systems.course_id, 'graded_credit', (i) =>
    i === scenes.LEFT ? '' : String(3 + (i % 3))
  )
  const [instead] = systems.lesson_ids
  const substitution = { taught_by: colleague.staff_member_id, substitutes_for: teacher.staff_member_id }
  await db
    .updateTable('lesson')
    .set(substitution)
    .where('id', '=', instead ?? 0)
    .execute()
  await scenes.addCourse(scene, 'ЕН.02', 'Ёмкости и сети', { lessons: 6, hours: 14, teacher: colleague })
  const [first, second] = await scenes.addSubgroups(scene, 'иностранный язык')
  const one = await scenes.addCourse(scene, 'ОГСЭ.04', 'Иностранный язык', { lessons: 8, subgroup_id: first })
  await scenes.addCourse(scene, 'ОГСЭ.04', '', {
    lessons: 8,
    item_id: one.item_id,
    subgroup_id: second,
    teacher: colleague
  })
  const parent_id = await scenes.addItem(db, scene.college, 'ПМ.01', 'Разработка модулей', { kind: 'module' })
  const part = { parent_id, lessons: 6 }
  const course = await scenes.addCourse(scene, 'МДК.01.01', 'Разработка программ', {
    ...part,
    kind: 'course',
    controls: ['exam']
  })
  await scenes.addResults(scene, course.course_id, 'semester', () => '4')
  await scenes.addResults(scene, course.course_id, 'exam', () => '5')
  await scenes.addCourse(scene, 'УП.01.01', 'Учебная практика', { ...part, kind: 'training_practice' })
  const exam = await scenes.addCourse(scene, 'ПМ.01.ЭК', 'Экзамен', {
    parent_id,
    lessons: 0,
    kind: 'module_exam',
    controls: ['exam']
  })
  await scenes.addResults(scene, exam.course_id, 'module_exam', () => '3')
  return { ...scene, db, url, systems, methodist: as(scene.methodist, 'methodist', 'Кузнецова Е. Н.') }
}

t.test('The journal of a group on paper', async (t) => {
  const { db, methodist } = await wholeGroup(t)
  const book = await bookFor(db, methodist, { group: 'СА-21' })
  const { pages, startOf, endOf, textOf } = await print(db, methodist, { group: 'СА-21' })
  const idOf = (index: string, subgroup = '') => courseIn(book, index, subgroup).id

  t.test('numbers its pages at the top right from 1 to the end, and nothing leaves a page', async (t) => {
    t.strictSame(
      pages.map(numberOn),
      pages.map((_, i) => i + 1)
    )
    for (const page of pages) t.same(outside(page), [])
  })

  t.test('has the subjects in the order of the Russian alphabet, and the contents name their pages', async (t) => {
    const starts = [
      idOf('ЕН.02'),
      idOf('ОГСЭ.04', '1'),
      idOf('ОГСЭ.04', '2'),
      idOf('ОП.01'),
      idOf('МДК.01.01'),
      idOf('УП.01.01')
    ]
    const numbers = starts.map((id) => startOf[`c${id}-l0-0`] ?? 0)
    t.strictSame(
      numbers,
      numbers.toSorted((a, b) => a - b)
    )
    for (const line of [
      '1Ёмкостиисети14СидоровПётрПавлович',
      '2Иностранныйязык(подгруппа1)',
      '3Иностранныйязык(подгруппа2)',
      `4Операционныесистемы52ИвановаМарияПетровна${numbers[3]}–${endOf[`c${idOf('ОП.01')}-r1`]}`,
      `5Разработкамодулей(ПМ.01)${numbers[4]}–`
    ])
      t.match(textOf('contents'), line)
  })

  t.test('has every lesson of every course exactly once', async (t) => {
    const all = tight(pages.map(({ text }) => text).join(' '))
    for (const { lessons } of coursesOf(book)) {
      for (const { topic } of lessons) t.equal(times(all, `${topic.split(':')[0]}:`), 1, topic)
    }
    t.equal(times(all, '(замена: Сидоров П.П.)'), 1, 'a substitution is told once')
    const numbers = courseIn(book, 'ОП.01').lessons.map(({ number }) => Number(number))
    t.same(
      numbers,
      numbers.map((_, i) => i + 1),
      'lessons are numbered through the course'
    )
  })

  t.test('has every student exactly once on each left page, with the number of the list of the group', async (t) => {
    for (const [index, subgroup, from, to] of [
      ['ОП.01', '', 0, 30],
      ['ОГСЭ.04', '1', 0, 15],
      ['ОГСЭ.04', '2', 15, 30]
    ] as const) {
      const page = textOf(`c${idOf(index, subgroup)}-l0-0`)
      book.roster.forEach(({ number, name }, i) => {
        const [family, first] = name.split(' ')
        const expected = i >= from && i < to ? 1 : 0
        t.equal(times(page, `${number}${family} ${first?.[0]}.`), expected, `${index} ${subgroup}: ${name}`)
      })
    }
    t.match(textOf(`c${idOf('ОГСЭ.04', '2')}-l0-0`), 'подгруппа2(преподавательСидоровПётрПавлович)')
  })

  t.test('lists everybody in the order of the Russian alphabet from 1', async (t) => {
    t.same(
      book.roster.map(({ number }) => number),
      book.roster.map((_, i) => i + 1)
    )
    const families = book.roster.map(({ name }) => name.split(' ')[0])
    t.same(families.slice(3, 8), ['Волков', 'Григорьева', 'Ежов', 'Ёлкина', 'Жуковская'])
    for (const { number, name } of book.roster) t.match(textOf('roster-1'), `${number}${tight(name)}`)
  })

  t.test('ends the row of who was expelled with the order, and begins that of who came with another', async (t) => {
    for (const id of [`c${idOf('ОП.01')}-l0-0`, `c${idOf('ОП.01')}-l1-0`])
      t.match(textOf(id), 'отчислен,приказ№45-кот10.10.2026')
    t.match(textOf(`c${idOf('ОП.01')}-l0-0`), 'восстановлен14.10.2026,приказ№98-кот12.10.2026')
    t.match(textOf('roster-1'), 'отчисленс10.10.2026,приказ№45-кот10.10.2026')
  })

  t.test('says at the end what was planned and given, and who certifies the copy', async (t) => {
    t.match(textOf(`c${idOf('ОП.01')}-r1`), 'Поплану52ч;проведено52ч;отставание0ч.Программавыполнена.')
    t.match(textOf(`c${idOf('ЕН.02')}-r0`), /Поплану14ч;проведено12ч;отставание2ч\.(?!Программа)/)
    t.match(
      textOf('title'),
      /09\.02\.07Информационныесистемыипрограммирование.*очная.*2026\/2027.*01\.09\.2026–28\.12\.2026\(1семестр\)/
    )
    t.match(textOf('title'), /ПетроваЕленаВикторовна.*Н\.В\.Соколова/)
    t.match(textOf('title'), `Листов:${pages.length}`)
  })

  t.test('ends a module with the results of its parts and its exam', async (t) => {
    const [module] = book.chapters.filter((chapter) => chapter.kind === 'module')
    t.same(
      module?.total?.columns.map(({ index, title }) => `${index} ${title}`),
      [...['МДК.01.01 экзамен', 'УП.01.01 дифф. зачёт', 'ПМ.01.ЭК Экзамен по модулю']]
    )
    t.same(module?.total?.rows[0]?.cells, ['5', '', '3 / освоен'])
    const exam = book.results?.subjects.find(({ index }) => index === 'ПМ.01.ЭК')
    t.same(exam?.columns, ['ЭМ'])
    t.match(textOf(`m${module?.id}-1`), 'ИТОГПОМОДУЛЮ')
  })
})

t.test('What stands in the cells', async (t) => {
  const { db, methodist, systems, student_ids, account_id } = await wholeGroup(t)
  const [lesson_id = 0, second = 0] = systems.lesson_ids
  const student_id = student_ids[1] ?? 0
  await db
    .deleteFrom('mark')
    .where('lesson_id', 'in', [lesson_id, second])
    .where('student_id', '=', student_id)
    .execute()
  await db
    .deleteFrom('absence')
    .where('lesson_id', 'in', [lesson_id, second])
    .where('student_id', '=', student_id)
    .execute()
  const { work_kind_id } = await db
    .selectFrom('work')
    .select('work_kind_id')
    .where('lesson_id', '=', lesson_id)
    .executeTakeFirstOrThrow()
  await db.insertInto('work').values({ lesson_id, number: 2, work_kind_id }).execute()
  await db
    .insertInto('mark')
    .values([
      { lesson_id, student_id, work_number: 2, value: '4', given_by: account_id },
      { lesson_id, student_id, work_number: 1, value: '5', given_by: account_id }
    ])
    .execute()
  const absences = [
    { lesson_id, student_id, code: 'н', hours: 1, noted_by: account_id },
    { lesson_id: second, student_id, code: 'у', hours: 2, noted_by: account_id }
  ]
  await db.insertInto('absence').values(absences).execute()
  const book = await bookFor(db, methodist, { group: 'СА-21' })
  const course = courseIn(book, 'ОП.01')

  t.test('is what stands on the screen', async (t) => {
    t.same(rowOf(course, 'Александрова А.П.').cells.slice(0, 2).map(tight), ['н1,5/4', 'у'])
  })

  t.test('counts for hours missed, also those for a good reason, and for the average', async (t) => {
    const others = rowOf(course, 'Александрова А.П.').cells.slice(2).map(tight)
    const hours = (codes: string[]) => others.filter((cell) => codes.includes(cell)).length * 2
    const row = course.students[1]
    t.equal(row?.hoursAbsent, hours(['н', 'б', 'у']) + 3)
    t.equal(row?.hoursExcused, hours(['б', 'у']) + 2)
    t.equal(row?.average, averageOf([5, 4, ...others.map(Number).filter((mark) => mark > 0)]))
  })

  t.test('is nothing on the days when the student was not in the group', async (t) => {
    for (const [i, { heldOn }] of course.lessons.entries()) {
      if (heldOn > '2026-10-09') t.equal(rowOf(course, LEFT).cells[i], '', `left before ${heldOn}`)
      if (heldOn < '2026-10-14') t.equal(rowOf(course, LATE).cells[i], '', `came after ${heldOn}`)
    }
    t.ok(rowOf(course, LEFT).cells.some(Boolean))
    t.same(rowOf(course, LEFT).left, { from: '2026-10-10', order: 'отчислен, приказ № 45-к от 10.10.2026' })
  })

  t.test('adds up to the account of absences of the group', async (t) => {
    const total = book.absences?.totals.at(-1)?.all
    const pages = coursesOf(book).flatMap(({ students }) => students.map(({ hoursAbsent }) => hoursAbsent))
    t.equal(
      total,
      pages.reduce((sum, hours) => sum + hours, 0)
    )
    t.same(book.absences?.periods, ['сентябрь', 'октябрь', 'ноябрь', 'декабрь', '1 семестр'])
    t.equal(book.absences?.students, 29, 'who left is not counted among those the hours are divided by')
  })
})

t.test('The mean of marks is rounded half up to two decimals', async (t) => {
  t.equal(averageOf([5, 4, 4, 4, 4, 4, 4, 4]), 4.13)
  t.equal(averageOf([4, 4, 5]), 4.33)
  t.equal(averageOf([]), null)
})

t.test('A part of a term', async (t) => {
  const { db, methodist } = await wholeGroup(t)
  const october = { group: 'СА-21', subject: 'оп.01', from: '01.10.2026', to: '2026-10-31' }
  const book = await bookFor(db, methodist, october)
  const [course] = coursesOf(book)
  t.equal(book.chapters.length, 1, 'only the subject that was asked for')
  t.ok(course?.lessons.every(({ heldOn }) => heldOn.startsWith('2026-10')))
  t.equal(Number(course?.lessons[0]?.number) > 1, true, 'the numbers of lessons run through the course')
  t.equal(course?.conclusion, null, 'no lag is told of a part')
  t.same([book.results, book.absences], [null, null], 'one subject says nothing about the results of the group')
  const { title, file_name } = await ordered(db, methodist, october)
  t.equal(title, 'Распечатка классного журнала, СА-21, Операционные системы, 01.10.2026–31.10.2026')
  t.equal(file_name, 'Журнал СА-21 2026-10-01–2026-10-31.pdf')
})

t.test('A group with dates of its own is printed for those', async (t) => {
  const { db, methodist, group, college } = await wholeGroup(t)
  const own = { study_group_id: group, term_id: college.term.id, starts_on: '2026-09-07', ends_on: '2027-07-03' }
  await db.insertInto('group_term').values(own).execute()
  const { parameters } = await ordered(db, methodist, { group: 'СА-21' })
  t.match(parameters, { from: '2026-09-07', to: '2027-07-03' })
  const book = await bookFor(db, methodist, { group: 'СА-21' })
  t.equal(coursesOf(book)[0]?.conclusion, '', 'the whole term is printed: it is told whether the programme is done')
})

t.test('A printout of the past is listed under the name the group had then', async (t) => {
  const { db, methodist, group } = await wholeGroup(t)
  await putName(db, { study_group_id: group, name: 'СА-11', since: '2026-09-01' })
  await putName(db, { study_group_id: group, name: 'СА-21', since: '2026-11-01' })
  const { title, file_name } = await ordered(db, methodist, { group: 'СА-21', from: '01.10.2026', to: '31.10.2026' })
  t.match(title, ', СА-11, ')
  t.match(file_name, 'Журнал СА-11 ')
})

t.test('A whole year puts the lessons of both semesters of a subject one after the other', async (t) => {
  const { db, methodist, college, systems, group, teacher, account_id, student_ids } = await wholeGroup(t)
  const one = <T>(query: { executeTakeFirstOrThrow(): Promise<T> }) => query.executeTakeFirstOrThrow()
  const days = { starts_on: '2027-01-11', ends_on: '2027-06-30' }
  const term = await one(
    db
      .insertInto('term')
      .values({ academic_year_id: college.year.id, number: 2, name: '2 семестр', ...days })
      .returning('id')
  )
  const values = { study_group_id: group, curriculum_item_id: systems.item_id, term_id: term.id, semester: 4 }
  const course = await one(db.insertInto('course').values(values).returning('id'))
  await db
    .insertInto('curriculum_term')
    .values({ curriculum_item_id: systems.item_id, semester: 4, hours_total: 20 })
    .execute()
  await db
    .insertInto('curriculum_hours')
    .values({ curriculum_item_id: systems.item_id, semester: 4, kind: 'control', hours: 18 })
    .execute()
  const kind = await one(db.selectFrom('lesson_kind').select('id').where('name', '=', 'Лекция'))
  const lesson = {
    course_id: course.id,
    held_on: '2027-02-03',
    pair_number: 1,
    lesson_kind_id: kind.id,
    topic: 'Службы'
  }
  await db
    .insertInto('lesson')
    .values({ ...lesson, taught_by: teacher.staff_member_id })
    .execute()
  const result = {
    course_id: course.id,
    student_id: student_ids[0] ?? 0,
    kind: 'semester',
    value: '5',
    given_by: account_id
  }
  await db.insertInto('result').values(result).execute()

  const book = await bookFor(db, methodist, { group: 'СА-21', from: '2026-09-01', to: '2027-06-30' })
  const found = courseIn(book, 'ОП.01')
  t.equal(book.period, '2026/2027 учебный год')
  t.equal(found.lessons.length, 27)
  t.equal(found.lessons.at(-1)?.heldOn, '2027-02-03')
  t.same(found.results, ['Дифф. зачёт, 1 с.', 'Семестр, 2 с.'])
  t.equal(found.plannedHours, 54, 'the exam session is not among the lessons')
  const summary = book.results?.subjects.find(({ index }) => index === 'ОП.01')
  t.same(summary?.columns, ['ДЗ', '2с'])
  t.same(book.results?.periods, ['1 семестр', '2 семестр', 'год'])

  const spring = await bookFor(db, methodist, { group: 'СА-21', from: '11.01.2027' })
  t.equal(spring.titlePage.interval, '11.01.2027 – 30.06.2027 (2 семестр)', 'the end is that of the term')
  t.same(
    coursesOf(spring).map(({ index }) => index),
    ['ОП.01'],
    'the courses of the first semester are over'
  )
  t.notOk(
    spring.roster.some(({ name }) => name.startsWith('Волков')),
    'who left in autumn is not in the list'
  )
  t.same(spring.absences?.periods.slice(0, 3), ['1 семестр', 'январь', 'февраль'])
})

t.test('A teacher prints the own courses and nothing of others', async (t) => {
  const { db, teacher, colleague, college } = await wholeGroup(t)
  const own = await bookFor(db, as(colleague, 'teacher', 'Сидоров П. П.'), { group: 'СА-21' })
  t.same(
    coursesOf(own)
      .map(({ index, subgroup }) => index + subgroup)
      .toSorted(),
    ['ЕН.02', 'ОГСЭ.042']
  )
  t.same([own.results, own.absences], [null, null], 'the summaries of the group are not the teacher’s')
  const { title, parameters } = await ordered(db, as(colleague, 'teacher', 'Сидоров П. П.'), { group: 'СА-21' })
  t.match(title, 'свои предметы (Сидоров П. П.)')
  t.equal(parameters.isWhole, false)

  const other = as(colleague, 'teacher', 'Сидоров П. П.')
  t.has(await journalPrintable.order(db, other, TODAY, { group: 'СА-21', subject: 'ОП.01' }), { field: 'subject' })
  const choices = (await journalPrintable.choices(db, other, TODAY, { group: 'са 21' })) as {
    subjects: { item_index: string }[]
  }
  t.same(
    choices.subjects.map(({ item_index }) => item_index),
    ['ЕН.02', 'ОГСЭ.04']
  )

  t.test('and no group out of sight is told from one that does not exist', async (t) => {
    const stranger = await hire(db, 'Чужой Иван Иванович', 'chuzhoy', ['teacher'])
    const department = await db
      .insertInto('department')
      .values({ name: 'Экономики', short_name: 'Э' })
      .returning('id')
      .executeTakeFirstOrThrow()
    const missing = await journalPrintable.order(db, as(teacher, 'teacher', ''), TODAY, { group: 'СА-99' })
    for (const actor of [as(stranger, 'teacher', ''), as(stranger, 'head', '', department.id)]) {
      t.same(await journalPrintable.order(db, actor, TODAY, { group: 'СА-21' }), missing)
    }
    const head = as(stranger, 'head', '', college.department.id)
    t.notHas(await journalPrintable.order(db, head, TODAY, { group: 'СА-21' }), { field: 'group' })
  })
})

t.test('An order that cannot be printed is refused beside its field', async (t) => {
  const { db } = await testDatabase(t)
  const scene = await scenes.groupScene(db, 2)
  const methodist = as(scene.methodist, 'methodist', 'Кузнецова Е. Н.')
  const refuses = async (fields: OrderFields, refusal: PrintingRefusal, field: string) =>
    t.same(
      await journalPrintable.order(db, methodist, TODAY, { group: 'СА-21', ...fields }),
      { refusal: PRINTING_REFUSALS[refusal], field },
      refusal
    )
  await refuses({}, 'no-courses', 'subject')
  await scenes.addCourse(scene, 'ОП.01', 'Операционные системы', { lessons: 2 })
  await refuses({ group: ' ' }, 'group-missing', 'group')
  await refuses({ group: 'СА-22' }, 'no-such-group', 'group')
  await refuses({ subject: 'История' }, 'no-such-subject', 'subject')
  await refuses({ from: '31.02.2026' }, 'bad-from', 'from')
  await refuses({ to: 'зимой' }, 'bad-to', 'to')
  await refuses({ from: '02.11.2026', to: '01.11.2026' }, 'reversed', 'to')
  await refuses({ from: '01.06.2026', to: '01.11.2026' }, 'not-one-year', 'to')
  for (const lessons of ['4', '41', '-24', 'много', '7.5']) await refuses({ lessons }, 'bad-lessons', 'lessons')
  await refuses({ sides: 'triple' }, 'bad-sides', 'sides')
  await refuses({ from: '01.02.2027', to: '01.03.2027' }, 'no-courses', 'subject')

  t.test('and what is left empty is as usual: «Все», the term of today, 24 lessons, both columns', async (t) => {
    const { parameters } = await ordered(db, methodist, { group: 'са 21', subject: '«Все»', lessons: '' })
    t.match(parameters, { from: '2026-09-01', to: '2026-12-28', lessonsPerPage: 24, sides: 'single', isWhole: true })
    t.match(parameters, { showAbsences: true, showAverage: true, showKept: false })
    const again = await ordered(db, methodist, {
      group: String(scene.group),
      showAbsences: 'no',
      showKept: 'yes',
      sides: 'double'
    })
    t.match(again.parameters, { showAbsences: false, showKept: true, sides: 'double', study_group_id: scene.group })
    const kept = await bookFor(db, methodist, { group: 'СА-21', showKept: 'yes' })
    t.equal(coursesOf(kept)[0]?.lessons[0]?.signed, 'внесено 02.09.2026')
  })
})

t.test('The form of the order works without scripts', async (t) => {
  const { db, signIn } = await openHouse(t)
  const scene = await scenes.groupScene(db, 2)
  await scenes.addCourse(scene, 'ОП.01', 'Операционные системы', { lessons: 2 })
  const methodist = await signIn('kuznetsova')
  const group = String(scene.group)

  t.test('first the group, then its subjects', async (t) => {
    const { body } = await methodist.open('/print?kind=journal')
    t.match(body, `<option value="${group}">СА-21</option>`)
    t.match(body, /name="from"[^>]* value="01\.09\.2026"/)
    t.notMatch(body, 'Операционные системы')
    const chosen = await methodist.submit('/print/orders/journal', { deed: 'choices', group, lessons: '30' })
    t.equal(chosen.statusCode, 303)
    const again = await methodist.open(String(chosen.headers.location))
    t.match(again.body, `<option value="${group}" selected>СА-21</option>`)
    t.match(again.body, /<option value="\d+">Операционные системы \(ОП\.01\)<\/option>/)
    t.match(again.body, /name="lessons"[^>]* value="30"/, 'what was typed is kept')
  })

  t.test('what is refused stays in its field, with the sentence bound to it', async (t) => {
    const fields = { group, lessons: '50', to: '31.12.2026', showAverage: 'no' }
    const { statusCode, body } = await methodist.submit('/print/orders/journal', fields)
    t.equal(statusCode, 422)
    t.match(body, PRINTING_REFUSALS['bad-lessons'])
    t.match(body, /name="lessons"[^>]* value="50" aria-invalid="true" aria-describedby="refusal"/)
    t.match(body, /name="to"[^>]* value="31\.12\.2026"/)
    t.match(body, /name="showAverage"><option value="yes">печатать<\/option><option value="no" selected>/)
  })

  t.test('what is right is ordered once', async (t) => {
    const order = () => methodist.submit('/print/orders/journal', { group, subject: '', from: '', to: '' })
    const [first, second] = [await order(), await order()]
    t.match(first.headers.location, /^\/print\/\d+$/)
    t.equal(second.headers.location, first.headers.location)
    const { title } = await db.selectFrom('printout').select('title').executeTakeFirstOrThrow()
    t.equal(title, 'Распечатка классного журнала, СА-21, все предметы, 01.09.2026–28.12.2026')
  })

  t.test('where there are many groups, the name is typed and completed', async (t) => {
    const { college } = scene
    const place = { department_id: college.department.id, specialty_id: college.specialty.id, entry_year: 2025 }
    const names = Array.from({ length: 31 }, (_, i) => ({ ...place, name: `ПИ-${i + 10}` }))
    await db.insertInto('study_group').values(names).execute()
    const { body } = await methodist.open(`/print?kind=journal&group=${group}`)
    t.match(body, /<input id="group" name="group" list="groups"[^>]* value="СА-21"/)
    t.match(body, '<option value="ПИ-10"></option>')
  })
})

t.test('A book takes the same statements with two courses and with twelve', async (t) => {
  const { db, url } = await testDatabase(t)
  const scene = await scenes.groupScene(db, 5)
  const methodist = as(scene.methodist, 'methodist', 'Кузнецова Е. Н.')
  const countFor = async (courses: number) => {
    for (let i = 0; i < courses; i++)
      await scenes.addCourse(scene, `ОП.${courses}.${i}`, `Предмет ${courses} ${i}`, { lessons: 3 })
    const { parameters } = await ordered(db, methodist, { group: 'СА-21' })
    return scenes.countStatements(url, async (counted) => {
      const document = await journalPrintable.document(counted, parameters, making)
      t.ok((document?.sheets.length ?? 0) > courses * 2)
    })
  }
  const few = await countFor(2)
  t.ok(few > 5 && few < 20, `${few} statements`)
  t.equal(await countFor(10), few)
})
