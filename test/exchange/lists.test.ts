import ExcelJS from 'exceljs'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import type { Db } from '../../src/platform/db.ts'
import { openHouse } from '../support/house.ts'
import { addLesson, courseScene, enrol, hire } from '../support/scene.ts'
import { insideTransaction, statementsOf } from '../support/statements.ts'
import { bring, confirm, listScene, load, loadOf, preview, rowsOf, standing, work } from './scene.ts'

const STUDENTS = `Фамилия;Имя;Отчество;Дата рождения;Группа;Мать;Телефон матери
Абрамов;Иван;Сергеевич;01.02.2009;ИС-11;Абрамова Ольга Петровна;+7 900 111-22-33
Белова;Анна;Олеговна;5.11.2008;ис 11;;
`
const DRAFT = { way: 'draft', effective_on: '01.09.2026', signed_on: '20.11.2026' }
const SIGNED = { ...DRAFT, way: 'sign', number: '12-к' }

const resultOf = async (db: Db, url: string) => (await loadOf(db, url)).result as Record<string, number>
const deedsOf = async (db: Db) =>
  (await db.selectFrom('audit_entry').select('deed').orderBy('id').execute()).map((one) => one.deed)

t.test('A registrar loads students with their parents', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const { first } = await listScene(db)
  const zimina = await house.signIn('zimina')
  const before = await standing(db)
  const url = await preview(house, zimina, 'students', STUDENTS)
  t.match(await rowsOf(db, url), [
    { number: 2, state: 'new', title: 'Абрамов Иван Сергеевич' },
    { number: 3, state: 'new' }
  ])
  t.same(await standing(db), before, 'nothing is written before it is confirmed')
  t.match((await zimina.open(url)).body, /Загрузить: 2 строки/)

  await t.test('after confirmation: cards, parents, and the draft of an order', async (t) => {
    const confirmed = await confirm(house, zimina, url, DRAFT)
    t.equal(confirmed.statusCode, 303)
    const waiting = await zimina.open(url)
    t.equal(waiting.headers.refresh, '2', 'the page of progress comes again by itself')
    t.match(waiting.body, /в очереди/)
    await work(db, url)
    t.match(await loadOf(db, url), { state: 'done', refusal: '', content: null })
    t.match((await zimina.open(url)).body, /приказ о зачислении/)
    t.match(await db.selectFrom('movement_order').selectAll().execute(), [{ kind: 'enrolment', state: 'draft' }])
    t.match(await db.selectFrom('movement_order_line').select('study_group_id').execute(), [
      { study_group_id: first },
      { study_group_id: first }
    ])
    t.same(
      await db.selectFrom('enrolment').select('id').execute(),
      [],
      'nobody is in a group before the order is signed'
    )
    t.match(await db.selectFrom('guardian').select('kinship').execute(), [{ kinship: 'мать' }])
    t.match(await db.selectFrom('person').selectAll().where('last_name', '=', 'Белова').execute(), [
      { born_on: '2008-11-05', sex: 'female' }
    ])
    t.same(await db.selectFrom('list_import_row').select('number').execute(), [], 'the rows are not kept')
    const told = await deedsOf(db)
    for (const deed of ['list.confirmed', 'card.added', 'guardian.added', 'order.drafted', 'list.loaded'])
      t.ok(told.includes(deed), deed)
  })

  await t.test('the same file again changes nothing', async (t) => {
    const again = await preview(house, zimina, 'students', STUDENTS)
    t.match(await rowsOf(db, again), [{ state: 'changed' }, { state: 'changed' }], 'they still wait for an order')
    const order = `/movement/orders/${(await resultOf(db, url)).order_id}`
    t.match((await zimina.submit(`${order}/signing`, {})).body, 'номер в нём временный')
  })

  await t.test('and all of it is gone when the load is taken back', async (t) => {
    const unsure = await zimina.submit(`${url}/reversal`, {})
    t.equal(unsure.statusCode, 422)
    t.match(unsure.body, 'Отметьте, что загруженное действительно нужно убрать')
    const undone = await zimina.submit(`${url}/reversal`, { sure: 'yes' })
    t.equal(undone.statusCode, 303, undone.body)
    t.same(await standing(db), before)
    t.equal((await zimina.submit(`${url}/reversal`, { sure: 'yes' })).statusCode, 404, 'once')
  })
})

t.test('An order that was issued already is signed with the load', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const { first } = await listScene(db)
  const zimina = await house.signIn('zimina')
  const url = await preview(house, zimina, 'students', STUDENTS)
  const unnumbered = await confirm(house, zimina, url, { ...SIGNED, number: '' })
  t.equal(unnumbered.statusCode, 422)
  t.match(unnumbered.body, /id="number"[^>]*aria-invalid="true"/)
  await confirm(house, zimina, url, SIGNED)
  await work(db, url)
  t.match(await db.selectFrom('enrolment').selectAll().orderBy('id').execute(), [
    { study_group_id: first, since: '2026-09-01', until: null },
    { study_group_id: first }
  ])
  const again = await preview(house, zimina, 'students', STUDENTS)
  t.match(await rowsOf(db, again), [{ state: 'same' }, { state: 'same' }])
  const refused = await confirm(house, zimina, again, DRAFT)
  t.equal(refused.statusCode, 422)
  t.match(refused.body, /Загружать нечего/)
  const before = await standing(db)
  t.match(
    (await zimina.submit(`${url}/reversal`, { sure: 'yes' })).body,
    /приказ № 12-к подписан: его отменяет только другой приказ/
  )
  t.same(await standing(db), before)
  t.match(await db.selectFrom('movement_order').selectAll().execute(), [{ state: 'signed', number: '12-к' }])
})

t.test('Names that coincide are decided by a person', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const { first, second } = await listScene(db)
  const zimina = await house.signIn('zimina')
  const abramov = await enrol(db, first, 'Абрамов Иван Сергеевич')
  await db.updateTable('person').set({ born_on: '2009-02-01' }).where('id', '=', abramov.person_id).execute()
  await enrol(db, second, 'Белова Анна Олеговна')
  await hire(db, 'Громов Олег Ильич', 'gromov2', [])
  const url = await preview(
    house,
    zimina,
    'students',
    `ФИО;Дата рождения;Группа;Мать;Телефон матери
Абрамов Иван Сергеевич;03.03.2009;ИС-11;;
Белова Анна Олеговна;;ИС-11;;
Громов Олег Ильич;01.01.2009;ИС-11;Громова Вера Павловна;
Громова Ева Ильинична;01.01.2010;ИС-11;Громова Вера Павловна;
Громов Пётр Ильич;01.01.2008;ИС-12;Громова Вера Павловна;+7 900 000-11-22
Громов Лев Ильич;01.01.2007;ИС-12;Громова Вера Павловна;8 900 000 11 22
Громов Лев Ильич;01.01.2007;ИС-12;;
`
  )
  const rows = await rowsOf(db, url)
  t.same(
    rows.map(({ state }) => state),
    ['conflict', 'conflict', 'conflict', 'conflict', 'conflict', 'new', 'conflict']
  )
  const told = (i: number) => JSON.stringify(rows[i]?.questions)
  t.match(told(0), /Такое имя уже есть.*тот же человек.*01\.02\.2009.*другой человек/)
  t.match(told(1), /Такое имя уже есть/)
  t.match(told(2), /Такое имя уже есть.*сотрудник/)
  t.match(told(6), /уже есть в строке 7/)
  const early = await confirm(house, zimina, url, DRAFT)
  t.equal(early.statusCode, 422)
  t.match(early.body, /надо решить/)

  const known = `p:${abramov.person_id}`
  await zimina.submit(`${url}/decisions`, {
    ...{ 'd.2.person': known, 'd.3.person': 'new', 'd.4.person': 'new', 'd.4.guardian1': 'new', 'd.8.twice': 'skip' }
  })
  const next = await rowsOf(db, url)
  t.match(next[0], {
    state: 'changed',
    changes: [{ title: 'Дата рождения', before: '01.02.2009', after: '03.03.2009' }]
  })
  t.match(next[1], { state: 'new' })
  t.match(JSON.stringify(next[3]?.questions), /что в строке 4/)
  t.match(next[6], { state: 'skipped' })
  await zimina.submit(`${url}/decisions`, { 'd.5.guardian1': 'r:4:1', 'd.6.guardian1': 'new' })
  await zimina.submit(`${url}/decisions`, { skip: 'conflict' })
  await confirm(house, zimina, url, DRAFT)
  await work(db, url)
  t.match(await loadOf(db, url), { state: 'done' })
  const kin = await db
    .selectFrom('guardian')
    .innerJoin('student', 'student.id', 'guardian.student_id')
    .innerJoin('person', 'person.id', 'student.person_id')
    .select(['guardian.person_id', 'person.first_name'])
    .execute()
  const of = (name: string) => kin.find(({ first_name }) => first_name === name)?.person_id
  t.equal(of('Олег'), of('Ева'), 'the same mother, because the person said so')
  t.not(of('Пётр'), of('Олег'), 'another one')
  t.equal(of('Пётр'), of('Лев'), 'the same, because the telephone says so')
})

t.test('A number of the register alone makes nobody the same person', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const { first } = await listScene(db)
  const zimina = await house.signIn('zimina')
  const { id, person_id } = await enrol(db, first, 'Абрамов Иван Сергеевич')
  await db.updateTable('student').set({ record_number: '7' }).where('id', '=', id).execute()
  const header = 'ФИО;Дата рождения;Номер по поименной книге\n'
  const stateOf = async (row: string) => rowsOf(db, await preview(house, zimina, 'students', `${header}${row}\n`))
  t.match(await stateOf('Абрамов Иван Сергеевич;01.02.2009;7'), [{ state: 'changed' }])
  t.match(await stateOf('Белов Иван Ильич;01.02.2009;7'), [
    { state: 'conflict', questions: [{ options: [{ value: `p:${person_id}` }, { value: 'skip' }] }] }
  ])
  t.match(await stateOf('Белова Анна Ильинична;01.02.2009;7'), [
    { state: 'wrong', faults: [{ message: /номер уже у другого: Абрамов/ }] }
  ])
})

t.test('A load is not taken back while something stands on it', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const college = await listScene(db)
  const teacher = await hire(db, 'Иванова Анна Петровна', 'ivanova', ['teacher'])
  const zimina = await house.signIn('zimina')
  const url = await load(house, zimina, 'students', STUDENTS, SIGNED)
  const course = await courseScene(db, college, teacher, { group: 'СА-21' })
  await db.updateTable('course').set({ study_group_id: college.first }).where('id', '=', course.course.id).execute()
  const lesson = await addLesson(db, course.course.id, teacher, '2026-11-16', { works: ['Ответ на занятии'] })
  const [student] = await db.selectFrom('student').select('id').execute()
  await db
    .insertInto('absence')
    .values({
      lesson_id: lesson.id,
      student_id: student?.id ?? 0,
      code: 'н',
      hours: 2,
      noted_by: teacher.account_id
    })
    .execute()
  const before = await standing(db)
  const refused = await zimina.submit(`${url}/reversal`, { sure: 'yes' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, /подписан: его отменяет только другой приказ/)
  t.same(await standing(db), before, 'and nothing of it is taken back')
})

t.test('What somebody changed since the load stays as they left it', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  await listScene(db)
  await db
    .insertInto('room')
    .values([
      { name: '101', purpose: 'зал' },
      { name: '102', purpose: 'зал' }
    ])
    .execute()
  const kotova = await house.signIn('kotova')
  const url = await load(
    house,
    kotova,
    'rooms',
    'Кабинет;Назначение;Мест\n101;лаборатория;30\n102;мастерская;20\n103;;\n'
  )
  t.match(await db.selectFrom('room').selectAll().orderBy('name').execute(), [
    { name: '101', purpose: 'лаборатория', capacity: 30 },
    { name: '102', purpose: 'мастерская', capacity: 20 },
    { name: '103', purpose: '', capacity: null }
  ])
  await db.updateTable('room').set({ purpose: 'склад' }).where('name', '=', '102').execute()
  t.equal((await kotova.submit(`${url}/reversal`, { sure: 'yes' })).statusCode, 303)
  t.match(await db.selectFrom('room').selectAll().orderBy('name').execute(), [
    { name: '101', purpose: 'зал', capacity: null },
    { name: '102', purpose: 'склад', capacity: null }
  ])
  t.match((await kotova.open(url)).body, /изменённое с тех пор оставлено как есть, полей: 1/)
})

t.test(
  'What changed in the journal between the preview and the confirmation is shown before anything is written',
  async (t) => {
    const house = await openHouse(t)
    const { db } = house
    await listScene(db)
    const kotova = await house.signIn('kotova')
    const url = await preview(house, kotova, 'rooms', 'Кабинет;Назначение\n101;лаборатория\n')
    await db.insertInto('room').values({ name: '101', purpose: 'зал' }).execute()
    const refused = await confirm(house, kotova, url)
    t.equal(refused.statusCode, 422)
    t.match(refused.body, /данные в журнале изменились/)
    t.match(refused.body, /<del>зал<\/del> → <ins>лаборатория<\/ins>/)
    await confirm(house, kotova, url)
    await db.updateTable('room').set({ purpose: 'склад' }).execute()
    await work(db, url)
    t.match(await loadOf(db, url), { state: 'failed', refusal: /данные в журнале изменились/ })
    t.match(await db.selectFrom('room').selectAll().execute(), [{ purpose: 'склад' }])
  }
)

t.test('Staff, groups and subjects are loaded by those who keep them', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const { curriculum } = await listScene(db)
  const kadrova = await house.signIn('kadrova')
  const before = await standing(db)
  const staff =
    'ФИО;Должность;Отделение;Принят;Логин\nИванова Анна Петровна;преподаватель;ИТ;01.09.2015;ivanova\nПетрова Елена Викторовна;мастер;;;\n'
  const first = await load(house, kadrova, 'staff', staff)
  t.match(
    await db.selectFrom('staff_member').selectAll().where('post', '!=', '').orderBy('post', 'desc').executeTakeFirst(),
    {
      post: 'преподаватель',
      hired_on: '2015-09-01'
    }
  )
  t.match(await db.selectFrom('account').select('login').where('login', '=', 'ivanova').execute(), [
    { login: 'ivanova' }
  ])
  await t.rejects(house.signIn('ivanova'), 'nobody knows the password before it is issued')
  t.match((await kadrova.open(first)).body, /заведено: 1/)

  const kotova = await house.signIn('kotova')
  const groups =
    'Группа;Код специальности;Отделение;Год набора;Куратор\nИС-21;09.02.07;ИТ;2025;Иванова Анна Петровна\nИС 11;;;;Иванова Анна Петровна\n'
  const second = await load(house, kotova, 'groups', groups)
  t.match(await db.selectFrom('curatorship').select(['since', 'until']).orderBy('since').orderBy('until').execute(), [
    { since: '2026-09-01', until: '2026-11-19' },
    { since: '2026-11-20', until: null },
    { since: '2026-11-20', until: null }
  ])
  const standsOn = await kadrova.submit(`${first}/reversal`, { sure: 'yes' })
  t.equal(standsOn.statusCode, 422)
  t.match(standsOn.body, /классные руководители/)

  const lapin = await house.signIn('lapin')
  const subjects =
    'Индекс;Наименование;Семестр 1;Семестр 2\nПМ.01;Разработка;;\nМДК.01.01;Модули;72;36\nОП.02;Основы;40,5;\n'
  const third = await load(house, lapin, 'subjects', subjects, {}, { curriculum: String(curriculum.id) })
  const items = await db.selectFrom('curriculum_item').selectAll().orderBy('position').execute()
  t.match(items, [
    { item_index: 'ПМ.01', kind: 'module' },
    { item_index: 'МДК.01.01', kind: 'course', parent_id: items[0]?.id },
    { item_index: 'ОП.02', kind: 'discipline', parent_id: null }
  ])
  t.match(await db.selectFrom('curriculum_term').select('hours_total').orderBy('hours_total').execute(), [
    { hours_total: 36 },
    { hours_total: 40.5 },
    { hours_total: 72 }
  ])
  for (const [who, url] of [
    [lapin, third],
    [kotova, second],
    [kadrova, first]
  ] as const)
    t.equal((await who.submit(`${url}/reversal`, { sure: 'yes' })).statusCode, 303)
  t.same(await standing(db), before)
})

t.test('A list is seen and loaded only by those whose right reaches it', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const { first, second, curriculum } = await listScene(db)
  await enrol(db, first, 'Абрамов Иван Сергеевич')
  await enrol(db, second, 'Белова Анна Олеговна')
  const petrova = await house.signIn('petrova')
  const zimina = await house.signIn('zimina')
  const kotova = await house.signIn('kotova')
  const csv = async (who: typeof zimina, query = '') =>
    (await who.open(`/exchange/lists/students/file?format=csv${query}`)).body
  t.match(await csv(petrova), /Абрамов/)
  t.notMatch(await csv(petrova), /Белова/, 'a curator takes the own group')
  t.notMatch(await csv(petrova, `&group=${second}`), /Белова/)
  t.match(await csv(zimina), /Абрамов[\s\S]*Белова/)
  t.match(
    (await db.selectFrom('audit_entry').select('after').where('deed', '=', 'list.exported').orderBy('id').execute())[0],
    { after: { list: 'students', rows: 1 } }
  )
  for (const url of ['/exchange/lists/staff/file', '/exchange/lists/staff/imports/new', '/exchange/lists/nothing/file'])
    t.equal((await zimina.open(url)).statusCode, 404, url)
  t.equal(
    (await petrova.open('/exchange/lists/students/imports/new')).statusCode,
    404,
    'a curator has one group, not the list'
  )
  t.equal((await kotova.open('/exchange/lists/students/imports/new')).statusCode, 404, 'a methodist reads cards')
  t.equal((await bring(house, petrova, 'students', Buffer.from(STUDENTS))).statusCode, 404)
  t.equal((await petrova.open(`/exchange/lists/subjects/file?curriculum=${curriculum.id}`)).statusCode, 200)
  t.equal((await petrova.open('/exchange/lists/subjects/file?curriculum=999')).statusCode, 404)

  const url = await preview(house, zimina, 'students', STUDENTS)
  for (const path of ['', '/errors'])
    t.equal((await kotova.open(url + path)).statusCode, 404, 'a file of somebody else')
  for (const path of ['columns', 'decisions', 'confirmation', 'removal', 'reversal', 'sheet'])
    t.equal((await kotova.submit(`${url}/${path}`, {})).statusCode, 404, path)
  t.equal((await zimina.submit(`${url}/removal`, {})).statusCode, 303)
  t.equal((await zimina.open(url)).statusCode, 404, 'a file given up is gone')
})

t.test('What is exported comes back as it was', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const { first, curriculum } = await listScene(db)
  const zimina = await house.signIn('zimina')
  await load(house, zimina, 'students', STUDENTS, SIGNED)
  await enrol(db, first, 'Ёлкина =Вера Ильинична')
  const [person] = await db.selectFrom('person').select('id').where('last_name', '=', 'Абрамов').execute()
  await db
    .insertInto('contact')
    .values({ person_id: person?.id ?? 0, phone: '+7 900', email: '@home' })
    .execute()
  await db
    .insertInto('room')
    .values([{ name: '=1+1', purpose: '-зал', capacity: 20 }, { name: '101' }])
    .execute()
  const item = {
    curriculum_id: curriculum.id,
    position: 1,
    item_index: 'ОП.01',
    item_key: 'ОП.01',
    name: 'Основы',
    kind: 'discipline'
  }
  const { id } = await db.insertInto('curriculum_item').values(item).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('curriculum_term').values({ curriculum_item_id: id, semester: 1, hours_total: 40.5 }).execute()
  const keepers = { students: 'zimina', staff: 'kadrova', groups: 'kotova', rooms: 'kotova', subjects: 'lapin' }
  for (const [list, login] of Object.entries(keepers)) {
    const keeper = await house.signIn(login)
    for (const format of ['csv', 'xlsx']) {
      const file = await keeper.open(`/exchange/lists/${list}/file?format=${format}&curriculum=${curriculum.id}`)
      t.equal(file.statusCode, 200)
      if (list === 'students' && format === 'csv') {
        t.match(file.body, /^\uFEFFФамилия;Имя;/, 'with the mark that Excel looks for')
        t.match(file.body, /;'\+7 900;'@home;/, 'a cell is no formula')
      }
      if (list === 'rooms' && format === 'csv') t.match(file.body, /'=1\+1;'-зал/)
      if (list === 'students' && format === 'xlsx')
        await t.test('days are days and the header stays', (t) => looksRight(t, file.rawPayload))
      if (list === 'students')
        await db.updateTable('person').set({ first_name: 'Вера' }).where('first_name', '=', '=Вера').execute()
      const again = await keeper.open(`/exchange/lists/${list}/file?format=${format}&curriculum=${curriculum.id}`)
      const url = await preview(house, keeper, list, again.rawPayload, { curriculum: String(curriculum.id) })
      const states = (await rowsOf(db, url)).map(({ state }) => state)
      t.ok(states.length > 0)
      t.same(
        states.filter((state) => state !== 'same'),
        [],
        `${list} as ${format}`
      )
    }
  }
})

async function looksRight(t: Test, content: Buffer) {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(content as unknown as ArrayBuffer)
  const [sheet] = book.worksheets
  t.match(sheet?.views, [{ state: 'frozen', ySplit: 1 }])
  t.ok(sheet?.getCell('E2').value instanceof Date)
  t.type(sheet?.getCell('H2').value, 'string')
}

t.test('A template brings its own example to nobody', async (t) => {
  const house = await openHouse(t)
  await listScene(house.db)
  const zimina = await house.signIn('zimina')
  for (const format of ['xlsx', 'csv']) {
    const template = await zimina.open(`/exchange/lists/students/template?format=${format}`)
    const answer = await bring(house, zimina, 'students', template.rawPayload)
    t.equal(answer.statusCode, 422)
    t.match(answer.body, /нет ни одной строки под ними/)
  }
})

t.test('The choice of columns is remembered for the next file', async (t) => {
  const house = await openHouse(t)
  await listScene(house.db)
  const kotova = await house.signIn('kotova')
  await kotova.open('/exchange')
  const file = Buffer.from('Помещение;Зачем\n101;зал\n')
  const brought = String((await bring(house, kotova, 'rooms', file)).headers.location)
  const refused = await kotova.submit(`${brought}/columns`, {})
  t.equal(refused.statusCode, 422)
  t.match(refused.body, /Укажите, в каком столбце «Кабинет»/)
  await kotova.submit(`${brought}/columns`, { 'field.name': '0', 'field.purpose': '1' })
  const next = String((await bring(house, kotova, 'rooms', file)).headers.location)
  t.same((await loadOf(house.db, next)).chosen, { name: 0, purpose: 1 })
})

t.test('The number of statements does not depend on the number of rows', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  await listScene(db)
  const zimina = await house.signIn('zimina')
  const file = (n: number, from: string) =>
    `ФИО;Группа;Мать\n${Array.from({ length: n }, (_, i) => `${from}${'абвгдежзик'[i % 10]}${'лмнопрстуф'[Math.floor(i / 10)]} Иван Ильич;ИС-11;${from}${'абвгдежзик'[i % 10]}${'лмнопрстуф'[Math.floor(i / 10)]}а Вера Ильинична\n`).join('')}`
  const count = async (content: string, number: string) => {
    const url = await preview(house, zimina, 'students', content)
    await confirm(house, zimina, url, { ...SIGNED, number })
    const sent = await statementsOf(() => work(db, url))
    t.match(await loadOf(db, url), { state: 'done' })
    return insideTransaction(sent).length
  }
  t.equal(await count(file(90, 'Б'), '2'), await count(file(3, 'А'), '1'))
})

t.test('Any load that is taken back leaves everything as it was', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const { first } = await listScene(db)
  for (const name of ['Абрамов Иван Ильич', 'Белов Иван Ильич']) await enrol(db, first, name)
  const zimina = await house.signIn('zimina')
  const before = await standing(db)
  const row = fc.record({
    name: fc.constantFrom('Абрамов Иван Ильич', 'Белов Иван Ильич', 'Громов Лев', 'Дроздов Пётр Ильич', 'Ершова Анна'),
    born: fc.constantFrom('', '01.02.2008', '2009-03-04'),
    group: fc.constantFrom('', 'ИС-11', 'ИС-12'),
    phone: fc.constantFrom('', '+7 900 111 22 33'),
    mother: fc.constantFrom('', 'Белова Анна Павловна', 'Громова Ева')
  })
  const way = fc.constantFrom('draft', 'none')
  let number = 0
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), way, async (rows, way) => {
      const text = rows.map(({ name, born, group, phone, mother }) => `${name};${born};${group};${phone};${mother}\n`)
      const url = await preview(house, zimina, 'students', `ФИО;Дата рождения;Группа;Телефон;Мать\n${text.join('')}`)
      await zimina.submit(`${url}/decisions`, { skip: 'conflict' })
      const order = { way, number: `п-${++number}`, signed_on: '20.11.2026', effective_on: '01.10.2026' }
      const confirmed = await confirm(house, zimina, url, order)
      if (confirmed.statusCode !== 303) return
      await work(db, url)
      const undone = await zimina.submit(`${url}/reversal`, { sure: 'yes' })
      t.equal(undone.statusCode, 303)
      t.same(await standing(db), before)
    }),
    { numRuns: 12 }
  )
})
