import { sql } from 'kysely'
import t from 'tap'
import { personIn, tidyName } from '../../src/timetable/rules/import-names.ts'
import { type Known, likenessOf, nameKey } from '../../src/timetable/rules/matching.ts'
import { addLesson, hire } from '../support/scene.ts'
import { dayBook, FET, FET_RESULT, type GroupOf } from './fixtures/books.ts'
import { bring, confirm, entriesOf, MONDAY, namesIn, openTimetable, whole } from './import-scene.ts'

const CERTAIN: GroupOf[] = [
  {
    name: 'СА 21',
    slots: [whole(1, 'ОП.01. Операционные системы (л)'), whole(2, 'Операционные системы', 'Орлова А.П.', ',moodle')]
  },
  { name: 'са-22', slots: [whole(3, 'ОП.02 Базы данных', 'О.Р. Ким')] }
]
const LOADED = ['2026-11-23 1 СА-21 Орлова 205', '2026-11-23 2 СА-21 Орлова', '2026-11-23 3 СА-22 Ким 205']

t.test('A file whose names are all known is loaded, and the same file again changes nothing', async (t) => {
  const house = await openTimetable(t)
  const { kotova, work, db } = house
  const file = await dayBook(MONDAY, CERTAIN)
  const { answer, url } = await bring(house, kotova, file)
  t.equal(answer.statusCode, 303)
  const preview = await kotova.open(url)
  t.match(preview.body, /Загрузить в расписание: 3 занятия/)
  t.match(preview.body, /23\.11\.2026, понедельник/)
  t.match(preview.body, /дистанционно \(,moodle\)/)
  t.strictSame(await entriesOf(house), [], 'nothing is written before it is confirmed')

  t.equal((await confirm(kotova, url)).headers.location, url)
  t.match((await kotova.open(url)).body, /Загрузка в очереди/)
  const jobs = await sql<{ name: string }>`select name from pgboss.job where name = 'timetable'`.execute(db)
  t.equal(jobs.rows.length, 1)
  await work(url)
  t.match((await kotova.open(url)).body, /новых 3, изменённых 0/)
  t.strictSame(await entriesOf(house), LOADED)

  const again = await bring(house, kotova, file)
  const same = await kotova.open(again.url)
  t.match(same.body, /Загружать нечего/)
  t.match((await confirm(kotova, again.url)).body, /Загружать нечего/)
  await work(again.url)
  t.strictSame(await entriesOf(house), LOADED)
  const deeds = await db
    .selectFrom('audit_entry')
    .select('deed')
    .where('deed', 'like', 'timetable.%')
    .orderBy('id')
    .execute()
  t.strictSame(
    deeds.map(({ deed }) => deed),
    ['timetable.confirmed', 'timetable.loaded']
  )
})

t.test('What is not known is asked, created only when it is confirmed, and remembered', async (t) => {
  const house = await openTimetable(t)
  const { kotova, work, db } = house
  const groups: GroupOf[] = [
    {
      name: 'СА-21',
      slots: [whole(1, 'Операцонные системы'), whole(2, 'Операционные системы', 'Новиков Н.Н.', '*Акт.зал')]
    },
    { name: 'СА-99', slots: [whole(1, 'Физика')] }
  ]
  const { url } = await bring(house, kotova, await dayBook(MONDAY, groups))
  const preview = await kotova.open(url)
  t.match(preview.body, /Операцонные системы<\/label><br><small>СА-21</, 'a subject is asked about with its groups')
  for (const word of ['Операцонные системы', 'Новиков Н.Н.', '*Акт.зал', 'СА-99']) t.match(preview.body, word)
  const early = await confirm(kotova, url)
  t.equal(early.statusCode, 422)
  t.match(early.body, /Сначала решите, кто есть кто/)
  t.equal((await db.selectFrom('room').select('id').execute()).length, 1)

  const names = namesIn(preview, { 'name:group/0/са99': 'skip', 'name:teacher/0/новиков н н': 'new' })
  t.equal(
    names[`name:subject/${house.college.curriculum.id}/операцонные системы`],
    String(house.systems.item.id),
    'the likely one is proposed'
  )
  t.equal((await kotova.submit(`${url}/answers`, names)).statusCode, 303)
  t.match((await kotova.open(url)).body, /осталось решить <strong>1</, 'the room is still not decided')
  await kotova.submit(`${url}/answers`, { all: 'room' })
  await confirm(kotova, url)
  await work(url)
  t.strictSame(await entriesOf(house), ['2026-11-23 1 СА-21 Орлова 205', '2026-11-23 2 СА-21 Новиков Акт.зал'])
  const novikov = await db.selectFrom('person').selectAll().where('last_name', '=', 'Новиков').executeTakeFirstOrThrow()
  t.match(novikov, { first_name: 'Н.', middle_name: 'Н.' })
  t.equal((await db.selectFrom('account').select('id').where('person_id', '=', novikov.id).execute()).length, 0)

  const tuesday = await bring(house, kotova, await dayBook('24.11.2026', groups))
  const next = await kotova.open(tuesday.url)
  t.match(next.body, /Загрузить в расписание: 2 занятия/, 'nothing is asked twice')
  await kotova.open(`${tuesday.url}?names=all`)
  t.match((await kotova.open(`${tuesday.url}?names=all`)).body, /так решили в прошлый раз/)
})

t.test('A date that contradicts its weekday is asked about, and lessons go to the day that is chosen', async (t) => {
  const house = await openTimetable(t)
  const { kotova, work } = house
  const { url } = await bring(house, kotova, await dayBook('на 24.11.2026 (понедельник)', CERTAIN))
  const preview = await kotova.open(url)
  t.match(preview.body, /Какой день верен\?/)
  t.match(preview.body, /24\.11\.2026, вторник/)
  t.match((await confirm(kotova, url)).body, /Сначала ответьте, какой день верен/)
  await kotova.submit(`${url}/answers`, { 'day:Лист1!A2': '2026-11-23' })
  await confirm(kotova, url)
  await work(url)
  t.strictSame(await entriesOf(house), LOADED)
})

t.test(
  'Lessons gone from the file are taken off, held ones stay, and a load is taken back until a lesson is held',
  async (t) => {
    const house = await openTimetable(t)
    const { kotova, work, db, systems, orlova, room } = house
    const entry = {
      course_id: systems.course.id,
      held_on: '2026-11-23',
      room_id: room,
      staff_member_id: orlova.staff_member_id
    }
    await db
      .insertInto('timetable_entry')
      .values([5, 6].map((pair_number) => ({ ...entry, pair_number })))
      .execute()
    await addLesson(db, systems.course.id, orlova, '2026-11-23', { pair_number: 6 })
    const { url } = await bring(house, kotova, await dayBook(MONDAY, CERTAIN))
    await confirm(kotova, url)
    await work(url)
    const held = '2026-11-23 6 СА-21 Орлова 205'
    t.strictSame(await entriesOf(house), [...LOADED, held])

    const lesson = await addLesson(db, systems.course.id, orlova, '2026-11-23', { pair_number: 1 })
    const refused = await kotova.submit(`${url}/reversal`, {})
    t.equal(refused.statusCode, 422)
    t.match(refused.body, /проведено занятий: 1/)
    await db.deleteFrom('lesson').where('id', '=', lesson.id).execute()
    t.equal((await kotova.submit(`${url}/reversal`, {})).statusCode, 303)
    t.strictSame(await entriesOf(house), ['2026-11-23 5 СА-21 Орлова 205', held])
    t.match((await kotova.open(url)).body, /Загрузка расписания отменена/)
  }
)

t.test(
  'An exam is an exam in the timetable, and what a correction moved or took off stays as the correction says',
  async (t) => {
    const house = await openTimetable(t)
    const { kotova, work, db, systems, orlova, room } = house
    const entry = {
      course_id: systems.course.id,
      held_on: '2026-11-23',
      room_id: room,
      staff_member_id: orlova.staff_member_id
    }
    const added = await db
      .insertInto('timetable_entry')
      .values({ ...entry, pair_number: 4 })
      .returning('id')
      .executeTakeFirstOrThrow()
    const { id: made_by } = await db
      .selectFrom('account')
      .select('id')
      .where('login', '=', 'kotova')
      .executeTakeFirstOrThrow()
    const moved = { course_id: systems.course.id, from_on: '2026-11-23', from_pair: 1, to_on: '2026-11-23', to_pair: 4 }
    await db
      .insertInto('timetable_correction')
      .values({ ...moved, kind: 'move', timetable_entry_id: added.id, reason: 'болезнь', made_by })
      .execute()
    const groups: GroupOf[] = [
      { name: 'СА-21', slots: [whole(1, 'Операционные системы'), whole(2, 'Операционные системы (ЭКЗАМЕН)')] }
    ]
    const { url } = await bring(house, kotova, await dayBook(MONDAY, groups))
    t.match((await kotova.open(url)).body, /внесена поправка/)
    await confirm(kotova, url)
    await work(url)
    const kept = await db.selectFrom('timetable_entry').select(['pair_number', 'kind']).orderBy('pair_number').execute()
    t.strictSame(kept, [
      { pair_number: 2, kind: 'exam' },
      { pair_number: 4, kind: 'lesson' }
    ])
  }
)

t.test('What has no gradebook or no term is left out with its reason, in a file for a spreadsheet too', async (t) => {
  const house = await openTimetable(t)
  const { kotova } = house
  const groups: GroupOf[] = [
    {
      name: 'СА-22',
      slots: [
        whole(1, 'Операционные системы'),
        { pair: 2, halves: [{ title: 'Базы данных', teacher: 'Ким О.Р.', room: '205' }, null] }
      ]
    },
    { name: 'СА-21', slots: [whole(1, 'Операционные системы'), whole(3, 'Операционные системы', '', '')] }
  ]
  const { url } = await bring(house, kotova, await dayBook(MONDAY, groups))
  const preview = await kotova.open(url)
  t.match(preview.body, /Нет журнала: 1/)
  t.match(preview.body, /журнал этой дисциплины не разделён/)
  t.match(preview.body, /Загрузить в расписание: 2 занятия/, 'a lesson without a teacher is of who keeps the gradebook')
  const csv = await kotova.open(`${url}/errors`)
  t.match(csv.headers['content-type'], 'text/csv')
  t.match(csv.body, /Лист1!E8;23\.11\.2026;1;СА-22;Операционные системы;Орлова А\.П\.;нет журнала/)
  const late = await bring(house, kotova, await dayBook('на 23.11.2030', CERTAIN))
  t.match((await kotova.open(late.url)).body, /на этот день нет учебного периода/)
})

t.test('Who keeps the load too opens the gradebooks that lessons wait for; a methodist alone does not', async (t) => {
  const house = await openTimetable(t)
  const { kotova, db, college, work } = house
  await hire(db, 'Громов Павел Андреевич', 'gromov', ['methodist', 'head'], college.department.id)
  const other = await db
    .insertInto('department')
    .values({ name: 'Экономики', short_name: 'Э' })
    .returning('id')
    .executeTakeFirstOrThrow()
  await hire(db, 'Серов Игорь Ильич', 'serov', ['methodist', 'head'], other.id)
  const file = await dayBook(MONDAY, [{ name: 'СА-22', slots: [whole(1, 'Операционные системы')] }])
  const { url } = await bring(house, kotova, file)
  t.notMatch((await kotova.open(url)).body, /Открыть журналы/)
  t.equal((await kotova.submit(`${url}/courses`, {})).statusCode, 404)

  const serov = await house.signIn('serov')
  const foreign = await bring(house, serov, file)
  const refused = await serov.submit(`${foreign.url}/courses`, {})
  t.equal(refused.statusCode, 422)
  t.match(refused.body, /СА-22: не ваше отделение/)

  const gromov = await house.signIn('gromov')
  const own = await bring(house, gromov, file)
  t.match((await gromov.open(own.url)).body, /Открыть журналы/)
  t.equal((await gromov.submit(`${own.url}/courses`, {})).statusCode, 303)
  await confirm(gromov, own.url)
  await work(own.url)
  t.strictSame(await entriesOf(house), ['2026-11-23 1 СА-22 Орлова 205'])
})

t.test('A teacher in two places at once is told; one lesson of several groups is a stream', async (t) => {
  const house = await openTimetable(t)
  const { kotova, db, bases, college } = house
  const second = {
    study_group_id: bases.study_group.id,
    curriculum_item_id: house.systems.item.id,
    term_id: college.term.id,
    semester: 3
  }
  await db.insertInto('course').values(second).execute()
  const groups = (room: string): GroupOf[] => [
    { name: 'СА-21', slots: [whole(1, 'Операционные системы')] },
    { name: 'СА-22', slots: [whole(1, 'Операционные системы', 'Орлова А.П.', room)] }
  ]
  const stream = await bring(house, kotova, await dayBook(MONDAY, groups('205')))
  t.match((await kotova.open(stream.url)).body, /Потоковых занятий, одно на несколько групп: 1/)
  await db.insertInto('room').values({ name: '301' }).execute()
  const clash = await bring(house, kotova, await dayBook(MONDAY, groups('301')))
  t.match((await kotova.open(clash.url)).body, /Преподаватель в двух местах сразу: 1/)
})

t.test(
  'A timetable of weekdays is laid on the days that are named, past holidays, by the weeks of its cycle',
  async (t) => {
    const house = await openTimetable(t)
    const { kotova, work, db, systems, orlova } = house
    await db.updateTable('study_group').set({ name: 'ЛД11' }).where('id', '=', systems.study_group.id).execute()
    await db.updateTable('curriculum_item').set({ name: 'Латинский язык' }).where('id', '=', systems.item.id).execute()
    await db.updateTable('person').set({ last_name: 'Петрова' }).where('id', '=', orlova.person_id).execute()
    await db.insertInto('day_off').values({ held_on: '2026-12-07', name: 'Праздник' }).execute()
    const { url } = await bring(house, kotova, Buffer.from(FET), Buffer.from(FET_RESULT))
    const asked = await kotova.open(url)
    t.match(asked.body, /На какие дни/)
    const wrong = await kotova.submit(`${url}/answers`, { from: '31.12.2026', until: '01.12.2026' })
    t.equal(wrong.statusCode, 422)
    t.match(wrong.body, /Последний день раньше первого/)
    await kotova.submit(`${url}/answers`, { from: '23.11.2026', until: '26.12.2026', first_week: '1' })
    const page = await kotova.open(url)
    await kotova.submit(`${url}/answers`, { ...namesIn(page), all: 'room' })
    await kotova.submit(`${url}/answers`, { all: 'skip' })
    await confirm(kotova, url)
    await work(url)
    t.strictSame(
      await entriesOf(house),
      [
        '2026-11-23 1 ЛД11 Петрова 8 К',
        '2026-11-23 2 ЛД11 Петрова 8 К',
        '2026-12-21 1 ЛД11 Петрова 8 К',
        '2026-12-21 2 ЛД11 Петрова 8 К'
      ],
      'two hours each first Monday of two, without the holiday of 7 December'
    )
  }
)

t.test("A file that waits is its bringer's alone, and is written whole or not at all", async (t) => {
  const house = await openTimetable(t)
  const { kotova, work, db } = house
  const { url } = await bring(house, kotova, await dayBook(MONDAY, CERTAIN))
  const pavlova = await house.signIn('pavlova')
  t.equal((await pavlova.open(url)).statusCode, 404)
  t.equal((await pavlova.open(`${url}/errors`)).statusCode, 404)
  for (const deed of ['answers', 'removal', 'reversal'])
    t.equal((await pavlova.submit(`${url}/${deed}`, {})).statusCode, 404)
  t.equal((await pavlova.submit(`${url}/confirmation`, { digest: 'x' })).statusCode, 404)
  t.match((await kotova.submit(`${url}/confirmation`, { digest: 'x' })).body, /данные изменились/)

  await confirm(kotova, url)
  await db.schema.alterTable('timetable_import_effect').addCheckConstraint('broken', sql`false`).execute()
  await work(url)
  t.strictSame(await entriesOf(house), [], 'the lessons go with what could not be written')
  t.match((await kotova.open(url)).body, /Не загружено, ничего не записано: Ошибка в программе/)
  t.equal((await kotova.submit(`${url}/removal`, {})).headers.location, '/timetable/imports')
  t.equal((await kotova.open(url)).statusCode, 404)
})

t.test('A file that is no timetable is refused at its field', async (t) => {
  const house = await openTimetable(t)
  const { answer } = await bring(house, house.kotova, Buffer.from('письмо'))
  t.equal(answer.statusCode, 422)
  t.match(answer.body, /aria-invalid="true" aria-describedby="refusal"/)
  t.match(answer.body, /Расписание в файле не найдено/)
  const none = await bring(house, house.kotova)
  t.match(none.answer.body, /Выберите файл/)
})

const known = (...titles: string[]): Known[] => titles.map((title, i) => ({ id: i + 1, title }))
t.test('Names are alike in spite of case, ё, Latin letters, dots, blanks and the order of initials', async (t) => {
  const staff = known(
    'Иванов Иван Иванович',
    'Иванов Пётр Иванович',
    'Королёва Анна Юрьевна',
    'Петрова Ольга Ильинична'
  )
  const TEACHERS: [string, string, number | null][] = [
    ['Иванов И.И.', 'certain', 1],
    ['И. И. Иванов', 'certain', 1],
    ['ИВАНОВ П.И', 'certain', 2],
    ['Королева А. Ю.', 'certain', 3],
    ['Петрова', 'doubtful', 4],
    ['Иванов', 'doubtful', 1],
    ['Петровa О.И.', 'certain', 4],
    ['Петравa О.И.', 'doubtful', 4],
    ['Зайцев К.Л.', 'unknown', null]
  ]
  for (const [written, state, id] of TEACHERS) t.match(likenessOf('teacher', written, staff), { state, id }, written)

  const groups = known('ИСИП-409', 'СА-21', 'СА-22')
  for (const [written, state, id] of [
    ['са 21', 'certain', 2],
    ['CА-21', 'certain', 2],
    ['ИСИП-409(309)', 'doubtful', 1],
    ['ЮР-5', 'unknown', null]
  ] as const)
    t.match(likenessOf('group', written, groups), { state, id }, written)

  const plan: Known[] = [
    { id: 1, title: 'Базы данных', index: 'ОП.09' },
    { id: 2, title: 'Учебная практика', index: 'УП.01.01' },
    { id: 3, title: 'Учебная практика', index: 'УП.02.01' },
    { id: 4, title: 'Физическая культура', index: 'СГ.04' }
  ]
  for (const [written, state, id] of [
    ['ОП.09. Базы данных', 'certain', 1],
    ['БАЗЫ  ДАННЫХ', 'certain', 1],
    ['ОП.9 Базы даных', 'certain', 1],
    ['УП.02.01', 'certain', 3],
    ['УП.02.01 Учебная практика', 'certain', 3],
    ['Учебная практика УП.02', 'doubtful', 3],
    ['Физ. культура', 'doubtful', 4],
    ['Астрономия', 'unknown', null]
  ] as const)
    t.match(likenessOf('subject', written, plan), { state, id }, written)
  t.match(likenessOf('room', 'з 306', known('З-306', 'З-307')), { state: 'certain', id: 1 })
  t.equal(nameKey('teacher', 'И.И. Иванов'), nameKey('teacher', 'Иванов И. И'))
  t.same(personIn('Зайцев К.Л.'), { last_name: 'Зайцев', first_name: 'К.', middle_name: 'Л.' })
  t.same(personIn('Петрова'), { last_name: 'Петрова', first_name: '—', middle_name: '' })
  t.equal(tidyName('*Акт.зал'), 'Акт.зал')
})
