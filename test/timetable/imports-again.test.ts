import t from 'tap'
import { divisionsOf } from '../../src/timetable/reader/fet-students.ts'
import { readTimetable } from '../../src/timetable/reader.ts'
import { halfOf, isNamed } from '../../src/timetable/rules/import-placing.ts'
import { subgroupsFor } from '../../src/timetable/rules/import-subgroups.ts'
import { likenessOf } from '../../src/timetable/rules/matching.ts'
import type { Visitor } from '../support/house.ts'
import { hire } from '../support/scene.ts'
import { statementsOf } from '../support/statements.ts'
import { dayBook, FET, FET_RESULT, type GroupOf, weekBook } from './fixtures/books.ts'
import { bring, confirm, entriesOf, type House, MONDAY, namesIn, openTimetable, whole } from './import-scene.ts'

const SYSTEMS: GroupOf[] = [{ name: 'СА-21', slots: [whole(1, 'Операционные системы')] }]
const csv = (...rows: string[]) =>
  Buffer.from(['Дата;Пара;Группа;Дисциплина;Преподаватель;Аудитория', ...rows].join('\n'))

/** Decides everything as it is proposed and writes it. */
async function load({ work }: House, visitor: Visitor, url: string, span: Record<string, string> = {}) {
  if (span.from) await visitor.submit(`${url}/answers`, span)
  await visitor.submit(`${url}/answers`, namesIn(await visitor.open(url)))
  await visitor.submit(`${url}/answers`, { all: 'room' })
  await visitor.submit(`${url}/answers`, { all: 'skip' })
  const answer = await confirm(visitor, url)
  await work(url)
  return answer
}
const storedOf = ({ db }: House) =>
  db
    .selectFrom('timetable_entry')
    .select(['held_on', 'pair_number', 'kind', 'form', 'is_distant', 'room_id'])
    .orderBy('held_on')
    .orderBy('pair_number')
    .execute()

t.test('Every layout that is loaded twice changes nothing the second time', async (t) => {
  const week = weekBook(
    [
      { header: 'Понедельник', groups: [{ name: 'СА-21', slots: [whole(1, 'Операционные системы (ЭКЗАМЕН)')] }] },
      {
        header: 'Вторник',
        groups: [{ name: 'СА-21', slots: [whole(2, 'Операционные системы', 'Орлова А.П.', 'СДО')] }]
      }
    ],
    'с 23.11.2026 по 28.11.2026'
  )
  const FILES: [string, Uint8Array[], number, Record<string, string>?][] = [
    ['a day', [await dayBook(MONDAY, SYSTEMS)], 1],
    ['a week', [await week], 2],
    [
      'a list',
      [csv('23.11.2026;1;СА-21;Операционные системы (п);Орлова А.П.;205', '24.11.2026;1;СА-22;Базы данных;;')],
      2
    ],
    ['FET', [Buffer.from(FET), Buffer.from(FET_RESULT)], 4, { from: '23.11.2026', until: '13.12.2026' }]
  ]
  for (const [name, files, lessons, span] of FILES) {
    const house = await openTimetable(t)
    const { db, kotova, systems, orlova } = house
    if (name === 'FET') {
      await db.updateTable('study_group').set({ name: 'ЛД11' }).where('id', '=', systems.study_group.id).execute()
      await db
        .updateTable('curriculum_item')
        .set({ name: 'Латинский язык' })
        .where('id', '=', systems.item.id)
        .execute()
      await db.updateTable('person').set({ last_name: 'Петрова' }).where('id', '=', orlova.person_id).execute()
    }
    const first = await bring(house, kotova, ...files)
    t.equal((await load(house, kotova, first.url, span)).statusCode, 303, name)
    const stood = await storedOf(house)
    t.equal(stood.length, lessons, name)
    const again = await bring(house, kotova, ...files)
    const refused = await load(house, kotova, again.url, span)
    t.equal(refused.statusCode, 422, name)
    t.match(refused.body, /Загружать нечего/, name)
    t.strictSame(await storedOf(house), stood, name)
  }
})

t.test('What the file says of a lesson is kept, shown, and proposed when the teacher opens it', async (t) => {
  const house = await openTimetable(t)
  const { db, kotova, systems } = house
  const rows = [
    '20.11.2026;1;СА-21;Операционные системы (л);Орлова А.П.;,moodle',
    '20.11.2026;2;СА-21;Операционные системы (п);Орлова А.П.;205',
    '20.11.2026;3;СА-21;Операционные системы (ДИФ.ЗАЧЕТ);Орлова А.П.;205',
    '20.11.2026;4;СА-21;Операционные системы (КОНСУЛЬТАЦИЯ);Орлова А.П.;СДО'
  ]
  const { url } = await bring(house, kotova, csv(...rows))
  await load(house, kotova, url)
  t.strictSame(
    (await storedOf(house)).map(({ kind, form, is_distant }) => [kind, form, is_distant]),
    [
      ['lesson', 'lecture', true],
      ['lesson', 'practice', false],
      ['graded_credit', null, false],
      ['consultation', null, true]
    ]
  )
  const board = await kotova.open(`/timetable?of=group-${systems.study_group.id}&day=2026-11-20`)
  for (const word of ['лекция', 'практика', 'дифф. зачёт', 'консультация', 'дистанционно']) t.match(board.body, word)

  const orlova = await house.signIn('orlova')
  const kinds = await db.selectFrom('lesson_kind').select(['id', 'name']).execute()
  const idOf = (name: string) => kinds.find((one) => one.name === name)?.id
  const form = (pair: number) =>
    orlova.open(`/journal/courses/${systems.course.id}/lessons/new?held_on=2026-11-20&pair_number=${pair}`)
  const chosen = (body: string) => Number(/<option value="(\d+)" selected>[^<]+<\/option>/.exec(body)?.[1])
  t.equal(chosen((await form(2)).body), idOf('Практическое занятие'))
  t.equal(chosen((await form(4)).body), idOf('Консультация'))
  t.equal(chosen((await form(1)).body), idOf('Лекция'))
  const typed = {
    held_on: '20.11.2026',
    pair_number: '1',
    hours: '2',
    lesson_kind_id: String(idOf('Лекция')),
    topic: 'Ядро'
  }
  t.equal((await orlova.submit(`/journal/courses/${systems.course.id}/lessons`, typed)).statusCode, 303)
  const lesson = await db.selectFrom('lesson').select(['id', 'is_distant']).executeTakeFirstOrThrow()
  t.equal(lesson.is_distant, true)
  t.match((await orlova.open(`/journal/lessons/${lesson.id}`)).body, /дистанционно/)
})

t.test(
  'What people corrected stays and is named with its reason, and is taken from the file only when that is asked',
  async (t) => {
    const house = await openTimetable(t)
    const { db, kotova, work, systems, orlova, kim, room } = house
    const place = { course_id: systems.course.id, held_on: '2026-11-23', room_id: room, hours: 2 }
    const [corrected, substituted, told] = await db
      .insertInto('timetable_entry')
      .values([1, 2, 3].map((pair_number) => ({ ...place, pair_number, staff_member_id: orlova.staff_member_id })))
      .returning('id')
      .execute()
    const { id: made_by } = await db
      .selectFrom('account')
      .select('id')
      .where('login', '=', 'kotova')
      .executeTakeFirstOrThrow()
    const why = { reason: 'ремонт кабинета', made_by }
    const move = { kind: 'move', course_id: systems.course.id, to_on: '2026-11-23' }
    await db
      .insertInto('timetable_correction')
      .values([
        { ...move, ...why, from_on: '2026-11-24', from_pair: 1, to_pair: 1, timetable_entry_id: corrected?.id ?? 0 },
        { ...move, ...why, kind: 'cancel', from_on: '2026-11-23', from_pair: 4, to_on: null, reason: 'санитарный день' }
      ])
      .execute()
    await db
      .insertInto('substitution')
      .values(
        [substituted, told].map((one) => ({
          timetable_entry_id: one?.id ?? 0,
          staff_member_id: kim.staff_member_id,
          reason: 'болезнь'
        }))
      )
      .execute()
    await db.insertInto('room').values({ name: '301' }).execute()
    const groups: GroupOf[] = [
      {
        name: 'СА-21',
        slots: [
          whole(1, 'Операционные системы', 'Орлова А.П.', '301'),
          whole(2, 'Операционные системы', 'Орлова А.П.', '301'),
          whole(3, 'Операционные системы', 'Ким О.Р.', '205'),
          whole(4, 'Операционные системы'),
          whole(5, 'Операционные системы')
        ]
      }
    ]
    const { url } = await bring(house, kotova, await dayBook(MONDAY, groups))
    const preview = await kotova.open(url)
    t.match(preview.body, /Исправлено вручную: 3/, 'the third has its substitute in the file already')
    t.match(preview.body, /ремонт кабинета/)
    t.match(preview.body, /заменяет Ким Олег Романович<br><small>болезнь/)
    t.match(preview.body, /отменено<br><small>санитарный день/)
    const slots = [...preview.body.matchAll(/name="(take:[^"]+)"/g)].map(([, name = '']) => name)
    t.equal(slots.length, 2, 'what was cancelled is undone where it was cancelled')
    await confirm(kotova, url)
    await work(url)
    const rooms = async () => (await storedOf(house)).map(({ pair_number, room_id }) => [pair_number, room_id === room])
    t.strictSame(await rooms(), [
      [1, true],
      [2, true],
      [3, true],
      [5, true]
    ])

    const again = await bring(house, kotova, await dayBook(MONDAY, groups))
    await kotova.submit(`${again.url}/answers`, { asks_takes: 'yes', [slots[1] ?? '']: 'yes' })
    t.match((await kotova.open(again.url)).body, /Загрузить в расписание: 1 занятие/)
    await confirm(kotova, again.url)
    await work(again.url)
    t.strictSame(await rooms(), [
      [1, true],
      [2, false],
      [3, true],
      [5, true]
    ])
    t.equal((await db.selectFrom('substitution').select('id').execute()).length, 2, 'the substitution stands')
  }
)

t.test('A new teacher gets the full name that is typed; a bare surname waits for its name in a list', async (t) => {
  const house = await openTimetable(t)
  const { db, kotova } = house
  await hire(db, 'Рябова Инна Львовна', 'ryabova', ['hr'])
  const rows = ['Новикова', 'Зайцев К.Л.'].map(
    (name, i) => `23.11.2026;${i + 1};СА-21;Операционные системы;${name};205`
  )
  const { url } = await bring(house, kotova, csv(...rows))
  await kotova.submit(`${url}/answers`, { all: 'teacher' })
  t.match((await kotova.open(url)).body, /Будут заведены преподаватели: 2/)
  await kotova.submit(`${url}/answers`, { 'full:teacher/0/зайцев к л': ' Зайцев  Кирилл Львович ' })
  t.match((await kotova.open(url)).body, /value="Зайцев Кирилл Львович"/)
  await load(house, kotova, url)
  const people = await db
    .selectFrom('person')
    .select(['last_name', 'first_name', 'middle_name'])
    .where('last_name', 'in', ['Новикова', 'Зайцев'])
    .orderBy('last_name')
    .execute()
  t.strictSame(people, [
    { last_name: 'Зайцев', first_name: 'Кирилл', middle_name: 'Львович' },
    { last_name: 'Новикова', first_name: '—', middle_name: '' }
  ])
  t.match((await kotova.open('/timetable/imports')).body, /Дополнить карточки: 1/)
  const listed = await kotova.open('/timetable/imports/teachers')
  t.match(listed.body, /<th scope="row">Новикова<\/th>/)
  t.notMatch(listed.body, /Зайцев/)
  const hr = await house.signIn('ryabova')
  const cards = await hr.open('/people/staff?need=card')
  t.match(cards.body, /Новикова[\s\S]*дополнить карточку/)
  t.notMatch(cards.body, /Зайцев|Ким/)
})

t.test(
  'Subgroups of FET are matched to our divisions by their tree, and the doubtful ones are asked about',
  async (t) => {
    const leaf = (name: string) => ({ Name: `ЛД11-${name}` })
    const group = (name: string, ...leaves: string[]) => ({ ...leaf(name), Subgroup: leaves.map(leaf) })
    const year = {
      Name: 'ЛД11',
      Group: [
        ...[group('П1', 'П1-Б1', 'П1-Б2'), group('П2', 'П2-Б2', 'П2-Б3')],
        ...[group('Б1', 'П1-Б1'), group('Б2', 'П1-Б2', 'П2-Б2'), group('Б3', 'П2-Б3')]
      ]
    }
    const divisions = divisionsOf([year])
    t.strictSame(divisions, [
      { group: 'ЛД11', parts: ['П1', 'П2'] },
      { group: 'ЛД11', parts: ['Б1', 'Б2', 'Б3'] }
    ])
    const reading = await readTimetable([Buffer.from(FET), Buffer.from(FET_RESULT)])
    if (!reading.ok) throw new Error(reading.refusal)
    const file = { ...reading.timetable, divisions }
    const own = [
      ...[1, 2].map((number) => ({ id: number, study_group_id: 1, division: 'Практика', number })),
      ...[1, 2, 3].map((number) => ({ id: 10 + number, study_group_id: 1, division: 'Б', number }))
    ]
    const likeness = (written: string) => likenessOf('subgroup', written, subgroupsFor(file, 'ЛД11', written, own))
    t.match(likeness('П2'), { state: 'doubtful', id: 2 }, 'the second half of the practice, not of the beds')
    t.match(likeness('Б2'), { state: 'certain', id: 12 })
    t.match(likeness('П1-Б2'), { state: 'unknown' })
    for (const [written, half] of [
      ['2', 2],
      ['2 п/г', 2],
      ['подгруппа 1', 1],
      ['П2', null]
    ] as const)
      t.equal(halfOf(written), half)
    t.strictSame(['', '1', 'П1'].map(isNamed), [false, false, true])

    const house = await openTimetable(t)
    const { db, kotova, systems, orlova, college } = house
    await db.updateTable('study_group').set({ name: 'ЛД11' }).where('id', '=', systems.study_group.id).execute()
    await db.updateTable('curriculum_item').set({ name: 'Латинский язык' }).where('id', '=', systems.item.id).execute()
    const half = await db
      .insertInto('subgroup')
      .values({ study_group_id: systems.study_group.id, division: 'Практика', number: 1 })
      .returning('id')
      .executeTakeFirstOrThrow()
    const course = await db
      .insertInto('course')
      .values({
        ...{ study_group_id: systems.study_group.id, curriculum_item_id: systems.item.id, subgroup_id: half.id },
        ...{ term_id: college.term.id, semester: 3 }
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .insertInto('course_teacher')
      .values({ course_id: course.id, staff_member_id: orlova.staff_member_id, since: '2026-09-01' })
      .execute()
    const result = FET_RESULT.replace(
      '</Activities_Timetable>',
      '<Activity><Id>3</Id><Day>А-Вторник</Day><Hour>08:30</Hour></Activity></Activities_Timetable>'
    )
    const { url } = await bring(house, kotova, Buffer.from(FET), Buffer.from(result))
    await kotova.submit(`${url}/answers`, { from: '23.11.2026', until: '28.11.2026' })
    const asked = await kotova.open(url)
    t.match(asked.body, /Подгруппы: \d/)
    t.match(asked.body, /<option value="\d+" selected>Практика: подгруппа 1/)
    await load(house, kotova, url)
    const entry = await db
      .selectFrom('timetable_entry')
      .select(['held_on', 'pair_number'])
      .where('course_id', '=', course.id)
      .execute()
    t.strictSame(entry, [{ held_on: '2026-11-24', pair_number: 1 }])
  }
)

t.test('A load shows lesson by lesson what it changed, and is taken back after a question', async (t) => {
  const house = await openTimetable(t)
  const { db, kotova, systems, orlova, room } = house
  const entry = { course_id: systems.course.id, held_on: '2026-11-23', staff_member_id: orlova.staff_member_id }
  await db
    .insertInto('timetable_entry')
    .values([
      { ...entry, pair_number: 1, room_id: null },
      { ...entry, pair_number: 5, room_id: room }
    ])
    .execute()
  const groups: GroupOf[] = [
    { name: 'СА-21', slots: [whole(1, 'Операционные системы'), whole(2, 'Операционные системы (л)')] }
  ]
  const { url } = await bring(house, kotova, await dayBook(MONDAY, groups))
  await load(house, kotova, url)
  const result = await kotova.open(url)
  t.match(result.body, /Появились: 1/)
  t.match(result.body, /Орлова А\. П\., 205, лекция/)
  t.match((await kotova.open(`${url}?state=changed`)).body, /Орлова А\. П\., без кабинета<\/td><td>Орлова А\. П\., 205/)
  t.match((await kotova.open(`${url}?state=removed`)).body, /Операционные системы[\s\S]*Орлова А\. П\., 205/)
  const question = await kotova.open(`${url}/reversal`)
  t.match(question.body, /Исчезнет занятий<\/th><td class="num">1/)
  t.equal((await entriesOf(house)).length, 2, 'looking changes nothing')
  t.equal((await kotova.submit(`${url}/reversal`, {})).statusCode, 303)
  t.strictSame(await entriesOf(house), ['2026-11-23 1 СА-21 Орлова', '2026-11-23 5 СА-21 Орлова 205'])
  t.match((await kotova.open(url)).body, /Отменена<\/th><td>[^<]*Котова И\. П\./)
  t.equal((await kotova.open(`${url}/reversal`)).statusCode, 404)
})

t.test(
  'A preview asks as many questions of the database for one lesson as for many, and twenty names at a time',
  async (t) => {
    const house = await openTimetable(t)
    const { kotova } = house
    const rows = (n: number) =>
      Array.from({ length: n }, (_, i) => `23.11.2026;${(i % 6) + 1};СА-21;Предмет ${i};Фамилия${i} И.И.;К${i}`)
    const [few, many] = [await bring(house, kotova, csv(...rows(1))), await bring(house, kotova, csv(...rows(60)))]
    const sent = async (url: string) => (await statementsOf(() => kotova.open(url))).length
    t.equal(await sent(many.url), await sent(few.url))
    const page = await kotova.open(many.url)
    t.equal(Object.keys(namesIn(page)).length, 20)
    t.match(page.body, /Часть 1 из 9/)
    t.ok(page.body.length < 200_000, `${page.body.length} bytes`)
    t.equal(Object.keys(namesIn(await kotova.open(`${many.url}?part=9`))).length, 20)
  }
)
