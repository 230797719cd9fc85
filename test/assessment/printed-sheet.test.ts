import { join } from 'node:path'
import t from 'tap'
import { type Actor, systemActor } from '../../src/access/actor.ts'
import type { Role } from '../../src/access/rights.ts'
import { sheetPrintable } from '../../src/assessment/printable.ts'
import { findSheetRows } from '../../src/assessment/queries/consolidated.ts'
import { averageIn, groupFigures, sharesOf, trainednessOf } from '../../src/assessment/rules/figures.ts'
import { ORDER_REFUSALS } from '../../src/assessment/rules/ordering.ts'
import { type SheetOrder, sheetOf } from '../../src/assessment/sheets/filling.ts'
import { config } from '../../src/platform/config.ts'
import type { Db } from '../../src/platform/db.ts'
import { printBrowser } from '../../src/print/browser.ts'
import { printDocument } from '../../src/print/pdf.ts'
import type { OrderFields } from '../../src/print/printable.ts'
import { piecesOf } from '../../src/print/sheets.ts'
import * as scenes from '../journal/printed-scene.ts'
import { testDatabase } from '../support/database.ts'
import { openHouse } from '../support/house.ts'
import { numberOn, outside, readPdf } from '../support/pdf.ts'
import { hire } from '../support/scene.ts'

const browser = printBrowser({ unpackTo: join(config.dataDir, 'chromium'), executable: config.browserPath })
t.teardown(() => browser.close())

const TODAY = '2026-12-29'
const making = { now: new Date('2026-12-29T10:41:00+03:00'), by: 'Кузнецова Е. Н.' }

type Person = { account_id: number; person_id: number; staff_member_id: number }
const as = (who: Person, role: Role, department_id: number | null = null): Actor => ({
  ...{ ...systemActor(who.account_id, '', []), person_id: who.person_id, staff_member_id: who.staff_member_id },
  roles: [{ role, department_id }]
})

async function ordered(db: Db, actor: Actor, fields: OrderFields) {
  const order = await sheetPrintable.order(db, actor, TODAY, fields)
  if ('refusal' in order) throw new Error(order.refusal)
  return { ...order, parameters: order.parameters as SheetOrder }
}

async function sheetFor(db: Db, actor: Actor, fields: OrderFields) {
  const { parameters } = await ordered(db, actor, fields)
  const sheet = sheetOf(parameters, await findSheetRows(db, parameters, making.now))
  if (!sheet) throw new Error('nothing to print')
  return sheet
}

const tight = (text: string) => text.replaceAll(/[\s\u200b]/g, '')
const many = (value: string, times: number) => Array.from({ length: times }, () => value)

/** Thirty students, of whom one was expelled; a subject for a mark, one for a credit, one with an exam, a language in subgroups. */
async function closedTerm(t: Parameters<typeof testDatabase>[0]) {
  const { db, url } = await testDatabase(t)
  const scene = await scenes.groupScene(db)
  const present = (value: (i: number) => string) => (i: number) => (i === scenes.LEFT ? '' : value(i))
  const systems = await scenes.addCourse(scene, 'ОП.01', 'Операционные системы', { lessons: 4 })
  await scenes.addResults(
    scene,
    systems.course_id,
    'graded_credit',
    present((i) => (i === 0 ? 'н/а' : i === 1 ? '2' : i % 2 ? '4' : '5'))
  )
  const sport = await scenes.addCourse(scene, 'ОП.02', 'Физическая культура', { lessons: 4, controls: ['credit'] })
  await scenes.addResults(
    scene,
    sport.course_id,
    'credit',
    present(() => 'зач')
  )
  const nets = await scenes.addCourse(scene, 'ОП.03', 'Компьютерные сети', { lessons: 4, controls: ['exam'] })
  await scenes.addResults(
    scene,
    nets.course_id,
    'semester',
    present(() => '5')
  )
  await scenes.addResults(
    scene,
    nets.course_id,
    'exam',
    present((i) => (i === 2 ? '3' : '5'))
  )
  const [first, second] = await scenes.addSubgroups(scene, 'иностранный язык')
  const options = { lessons: 4, controls: ['other'] }
  const one = await scenes.addCourse(scene, 'ОГСЭ.04', 'Иностранный язык', { ...options, subgroup_id: first })
  const part = { ...options, item_id: one.item_id, subgroup_id: second, teacher: scene.colleague }
  const two = await scenes.addCourse(scene, 'ОГСЭ.04', '', part)
  await scenes.addResults(scene, one.course_id, 'semester', (i) => (i < 15 && i !== scenes.LEFT ? '5' : ''))
  await scenes.addResults(scene, two.course_id, 'semester', (i) => (i >= 15 ? '5' : ''))
  return { ...scene, db, url, methodist: as(scene.methodist, 'methodist') }
}

t.test('The figures of the worked example', async (t) => {
  const students = [...many('5', 6), ...many('4', 9), ...many('3', 8), '2', 'н/а']
  t.same(sharesOf(students.map((value) => [value])), { success: 92, quality: 60 })
  t.equal(trainednessOf(students), 59.48)
  t.equal(averageIn(students), 3.83)
})

t.test('Who counts as what', async (t) => {
  const figures = (...students: string[][]) => groupFigures(students)
  t.match(
    figures(['5', 'зач', '5']),
    { excellent: 1, good: 0, successful: 1, success: 100, quality: 100 },
    '«зачтено» is no obstacle'
  )
  t.match(figures(['5', '4']), { excellent: 0, good: 1 })
  t.match(figures(['5', '3']), { good: 0, successful: 1, quality: 0 })
  t.match(figures(['5', 'незач']), { successful: 0, failing: 1, notAssessed: 0 })
  t.match(figures(['5', 'н/а']), { successful: 0, failing: 0, notAssessed: 1 })
  t.match(figures(['2', 'н/а']), { failing: 1, notAssessed: 0 }, 'nobody is counted twice')
  t.match(figures(['осв', ''], ['5']), { listed: 2, successful: 1, success: 100 }, 'who has no result is not assessed')
  t.same(sharesOf([['зач'], ['зач'], ['незач']]), { success: 66.7, quality: null }, 'credits have no quality')
  t.same(sharesOf([]), { success: null, quality: null })
  t.equal(trainednessOf(['зач']), null)
})

t.test('The consolidated sheet of a semester', async (t) => {
  const { db, methodist } = await closedTerm(t)
  const sheet = await sheetFor(db, methodist, { group: 'СА-21', term: '1' })

  t.test('has the subjects of the curriculum once each, with the forms of control and the teachers', async (t) => {
    t.same(
      sheet.subjects.map(({ index, columns, teacher }) => [index, columns.join(), teacher]),
      [
        ['ОП.01', 'ДЗ', 'Иванова М.П.'],
        ['ОП.02', 'Зч', 'Иванова М.П.'],
        ['ОП.03', '1с,Эк', 'Иванова М.П.'],
        ['ОГСЭ.04', '1с', 'Иванова М.П., Сидоров П.П.']
      ]
    )
    t.same(sheet.rows[2]?.results, [['5'], ['зач'], ['5', '3'], ['5']])
    t.same(sheet.rows.at(-1)?.results[3], ['5'], 'the result of the second subgroup stands in the same column')
  })

  t.test('counts each student’s marks, average and hours, and strikes out who left', async (t) => {
    const [worst, failed] = sheet.rows
    t.same([worst?.counts, worst?.average], [[3, 0, 0, 0], 5])
    t.same([failed?.counts, failed?.average], [[3, 0, 0, 1], 4.25])
    const gone = sheet.rows[scenes.LEFT]
    t.match(gone, { left: true, average: null, order: 'отчислен с 10.10.2026, приказ № 45-к от 10.10.2026' })
    t.ok(sheet.rows.every(({ hours: { all, excused } }) => all >= excused))
    t.ok(sheet.rows.some(({ hours }) => hours.excused > 0))
  })

  t.test('has the figures of those who are in the list at its end', async (t) => {
    t.match(sheet.figures, { listed: 29, failing: 1, notAssessed: 1, successful: 27, success: 93.1 })
    const [systems, sport, nets] = sheet.subjects
    t.match(systems, { success: 93.1, quality: 93.1 })
    t.match(sport, { success: 100, quality: null, average: null })
    t.match(nets, { success: 100, quality: 96.6, average: 4.97 })
  })

  t.test('is printed with everybody, signed by those who answer for it, and numbered', async (t) => {
    const { parameters, title, file_name } = await ordered(db, methodist, { group: 'СА-21', term: '2026-1' })
    t.equal(title, 'Сводная ведомость учета успеваемости, СА-21, 2026/2027 учебный год, 1 семестр')
    t.equal(file_name, 'Сводная ведомость СА-21 2026-2027 1 семестр.pdf')
    const document = await sheetPrintable.document(db, JSON.parse(JSON.stringify(parameters)), making)
    if (!document) throw new Error('nothing to print')
    const options = {
      browser,
      title: document.title,
      foot: document.foot,
      producer: 'Электронный журнал',
      madeAt: making.now
    }
    const { bytes } = await printDocument(piecesOf(document.sheets), options)
    const pages = await readPdf(bytes)
    const text = tight(pages.map((page) => page.text).join(' '))
    t.strictSame(
      pages.map(numberOn),
      pages.map((_, i) => i + 1)
    )
    for (const page of pages) t.same(outside(page), [])
    for (const { name } of sheet.rows) t.match(text, tight(name))
    t.match(text, 'группаСА-21,2курс,специальность09.02.07')
    t.match(text, /за2026\/2027учебныйгод\(1семестр\)/)
    t.match(text, 'списочныйсостав29')
    for (const name of ['Е.В.Петрова', 'Н.В.Соколова', 'И.И.Белов']) t.match(text, name)
  })
})

t.test('The consolidated sheet of a year has both semesters side by side', async (t) => {
  const { db, methodist, college, group, student_ids, account_id } = await closedTerm(t)
  const one = <T>(query: { executeTakeFirstOrThrow(): Promise<T> }) => query.executeTakeFirstOrThrow()
  const days = { starts_on: '2027-01-11', ends_on: '2027-06-30' }
  const values = { academic_year_id: college.year.id, number: 2, name: '2 семестр', ...days }
  const term = await one(db.insertInto('term').values(values).returning('id'))
  const nets = await one(db.selectFrom('curriculum_item').select('id').where('item_index', '=', 'ОП.03'))
  const place = { study_group_id: group, curriculum_item_id: nets.id, term_id: term.id, semester: 4 }
  const course = await one(db.insertInto('course').values(place).returning('id'))
  const result = {
    course_id: course.id,
    student_id: student_ids[5] ?? 0,
    kind: 'semester',
    value: '3',
    given_by: account_id
  }
  await db.insertInto('result').values(result).execute()

  const year = await sheetFor(db, methodist, { group: 'СА-21', term: 'год' })
  t.equal(year.period, 'за 2026/2027 учебный год')
  t.same(year.subjects.find(({ index }) => index === 'ОП.03')?.columns, ['1с', 'Эк', '2с'])
  const student = year.rows.find(({ name }) => name.startsWith('Ёлкина'))
  t.same(student?.results[2], ['5', '5', '3'])
  const spring = await sheetFor(db, methodist, { group: 'СА-21', term: '2' })
  t.same(
    spring.subjects.map(({ index }) => index),
    ['ОП.03'],
    'a semester has its own subjects only'
  )
})

t.test('Quarters stand in the order of days under their own letters; a group’s own dates are its period', async (t) => {
  const { db, methodist, college, group } = await closedTerm(t)
  const rename = { name: '2 четверть', starts_on: '2026-11-02' }
  await db.updateTable('term').set(rename).where('id', '=', college.term.id).execute()
  const early = { academic_year_id: college.year.id, number: 2, name: '1 четверть' }
  const term = await db
    .insertInto('term')
    .values({ ...early, starts_on: '2026-09-01', ends_on: '2026-10-25' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const nets = await db
    .selectFrom('curriculum_item')
    .select('id')
    .where('item_index', '=', 'ОП.03')
    .executeTakeFirstOrThrow()
  const place = { study_group_id: group, curriculum_item_id: nets.id, term_id: term.id, semester: 3 }
  await db.insertInto('course').values(place).execute()
  const year = await sheetFor(db, methodist, { group: 'СА-21', term: 'год' })
  t.same(
    year.subjects.find(({ index }) => index === 'ОП.03')?.columns,
    ['1ч', '2ч', 'Эк'],
    'the exam is in the last one'
  )
  await db
    .insertInto('group_term')
    .values({ study_group_id: group, term_id: term.id, starts_on: '2026-09-07', ends_on: '2026-10-18' })
    .execute()
  t.match((await ordered(db, methodist, { group: 'СА-21', term: '2' })).parameters, {
    ...{ from: '2026-09-07', to: '2026-10-18' }
  })
})

t.test('An order that cannot be printed is refused beside its field', async (t) => {
  const { db } = await testDatabase(t)
  const scene = await scenes.groupScene(db, 2)
  const methodist = as(scene.methodist, 'methodist')
  const refuses = async (actor: Actor, fields: OrderFields, refusal: keyof typeof ORDER_REFUSALS, field: string) =>
    t.same(await sheetPrintable.order(db, actor, TODAY, fields), { refusal: ORDER_REFUSALS[refusal], field }, refusal)
  await refuses(methodist, {}, 'group-missing', 'group')
  await refuses(methodist, { group: 'СА-22' }, 'no-such-group', 'group')
  await refuses(methodist, { group: 'СА-21', term: '3' }, 'no-such-term', 'term')
  await refuses(methodist, { group: 'СА-21', term: '2020-1' }, 'no-such-term', 'term')
  await refuses(methodist, { group: 'СА-21', term: '1' }, 'no-courses', 'term')
  const stranger = await hire(db, 'Чужая Инна Ивановна', 'chuzhaya', ['curator'])
  await refuses(as(stranger, 'curator'), { group: 'СА-21', term: '1' }, 'no-such-group', 'group')
  await refuses(as(scene.teacher, 'teacher'), { group: 'СА-21', term: '1' }, 'no-such-group', 'group')
  await scenes.addCourse(scene, 'ОП.01', 'Операционные системы', { lessons: 1 })
  t.match(
    await ordered(db, as(scene.curator, 'curator'), { group: 'са21' }),
    { parameters: { term: 1 } },
    'the term of today'
  )
})

t.test('The form offers the term of today, keeps what was typed and says what is wrong beside it', async (t) => {
  const { db, signIn } = await openHouse(t)
  const { group } = await scenes.groupScene(db, 2)
  const curator = await signIn('petrova')
  const { body } = await curator.open('/print?kind=sheet')
  t.match(body, `<option value="${group}">СА-21</option>`)
  t.match(body, '<option value="2026-1" selected>2026/2027, 1 семестр</option>')
  const refused = await curator.submit('/print/orders/sheet', { group: String(group), term: '2026-year' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, ORDER_REFUSALS['no-courses'])
  t.match(refused.body, `<option value="${group}" selected>СА-21</option>`)
  t.match(refused.body, '<select id="term" name="term" aria-invalid="true" aria-describedby="refusal">')
  t.match(refused.body, '<option value="2026-year" selected>')
})

t.test('A sheet takes the same statements with one subject and with nine', async (t) => {
  const { db, url } = await testDatabase(t)
  const scene = await scenes.groupScene(db, 4)
  const countFor = async (courses: number) => {
    for (let i = 0; i < courses; i++)
      await scenes.addCourse(scene, `ОП.${courses}.${i}`, `Предмет ${courses} ${i}`, { lessons: 2 })
    const { parameters } = await ordered(db, as(scene.methodist, 'methodist'), { group: 'СА-21' })
    return scenes.countStatements(url, async (counted) => {
      t.ok(await sheetPrintable.document(counted, parameters, making))
    })
  }
  const few = await countFor(1)
  t.ok(few > 3 && few < 12, `${few} statements`)
  t.equal(await countFor(8), few)
})
