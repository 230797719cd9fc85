import { sql } from 'kysely'
import t from 'tap'
import { copyDivisions } from '../../src/curriculum/actions/division-copies.ts'
import { divideGroup } from '../../src/curriculum/actions/divisions.ts'
import { inParts, inTurn, pressed } from '../../src/curriculum/rules/division-lists.ts'
import { placedFrom } from '../../src/curriculum/rules/memberships.ts'
import type { Db } from '../../src/platform/db.ts'
import { addAccount, openHouse } from '../support/house.ts'
import { addGroup, deeds, enrol, hire, itemOf, planScene, system } from './scene.ts'

/** A first-year group of five that is taught «Бумага и краски» in both semesters. */
async function divisionScene(db: Db) {
  const scene = await planScene(db)
  const { crafts, sciences, specialty_id, curriculum_id, ivanova } = scene
  const group = await addGroup(db, 'ЗМ-26', { department_id: crafts, specialty_id, curriculum_id, entry_year: 2026 })
  const students: number[] = []
  for (const name of ['Абрамов Глеб', 'Быков Лев', 'Власова Ия', 'Гуров Ян', 'Дёмина Ада'])
    students.push(await enrol(db, group, name, '2026-09-01'))
  const item = await itemOf(db, 'ОП.01')
  await addAccount(db, 'head', [{ role: 'head', department_id: crafts }])
  await addAccount(db, 'stranger', [{ role: 'head', department_id: sciences }])
  await addAccount(db, 'methodist', [{ role: 'methodist' }])
  const curator = await hire(db, 'Орлова Вера Ильинична', crafts)
  await addAccount(db, 'curator', [{ role: 'curator' }], curator.person_id)
  await db
    .insertInto('curatorship')
    .values({ study_group_id: group, staff_member_id: curator.staff_member_id, since: '2026-09-01' })
    .execute()
  await addAccount(db, 'ivanova', [{ role: 'teacher' }], ivanova.person_id)
  return { ...scene, group, students, item, curator }
}

const listDays = (db: Db) =>
  db
    .selectFrom('subgroup_member')
    .innerJoin('subgroup', 'subgroup.id', 'subgroup_member.subgroup_id')
    .select(['division', 'student_id', 'number', 'since', 'until'])
    .orderBy('division')
    .orderBy('student_id')
    .orderBy('since')
    .execute()

t.test('Lists of a division, press by press', async (t) => {
  const students = [1, 2, 3, 4, 5]
  const numbersOf = (places: { number: number }[]) => places.map(({ number }) => number)
  t.same(numbersOf(inParts(students, 2)), [1, 1, 1, 2, 2], 'the first half is the larger one')
  t.same(numbersOf(inParts(students, 3)), [1, 1, 2, 2, 3])
  t.same(numbersOf(inTurn(students, 2)), [1, 2, 1, 2, 1])
  const lists = { places: inParts(students, 2), numbers: 2, checked: [1, 2, 4] }
  const after = (press: string, from: Partial<typeof lists> = {}) => pressed(press, { ...lists, ...from })
  t.same(numbersOf(after('move 1 2').places), [2, 2, 1, 2, 2], 'only those ticked in list 1 go')
  t.same(after('move 1 2').checked, [4], 'and what is ticked in the other list stays ticked')
  t.same(numbersOf(after('move 1 0').places), [0, 0, 1, 2, 2])
  t.same(numbersOf(after('move 1 3').places), numbersOf(lists.places), 'there is no third list yet')
  t.same(numbersOf(after('move 1 3', { numbers: 3 }).places), [3, 3, 1, 2, 2])
  t.same(after('all 2').checked, [1, 2, 4, 5])
  t.equal(after('more').numbers, 3)
  t.equal(after('more', { numbers: 9 }).numbers, 9)
  t.equal(after('fewer', { numbers: 3 }).numbers, 2)
  t.equal(after('fewer').numbers, 2, 'two are the least')
  t.equal(after('fewer', { numbers: 3, places: inParts(students, 3) }).numbers, 3, 'somebody is in the third')
  t.same(numbersOf(after('parts', { numbers: 3 }).places), [1, 1, 2, 2, 3])
})

t.test('Days in subgroups after a change', async (t) => {
  const first = { subgroup_id: 1, since: '2026-09-01', until: null }
  const stay = { since: '2026-09-01', until: null }
  const placed = (spells: Parameters<typeof placedFrom>[0], day: string, subgroup_id: number | null, own = {}) =>
    placedFrom(spells, day, subgroup_id, { ...stay, ...own })
  const moved = placed([first], '2026-11-20', 2)
  t.same(moved, [
    { ...first, until: '2026-11-19' },
    { subgroup_id: 2, since: '2026-11-20', until: null }
  ])
  t.same(placed(moved, '2026-11-20', 1), [first], 'moved back on the same day, it never happened')
  t.same(
    placed(moved, '2026-11-10', 2),
    [
      { ...first, until: '2026-11-09' },
      { subgroup_id: 2, since: '2026-11-10', until: null }
    ],
    'an earlier day of the same change replaces it'
  )
  t.same(
    placed(moved, '2026-10-01', 3).map(({ since, until }) => [since, until]),
    [
      ['2026-09-01', '2026-09-30'],
      ['2026-10-01', '2026-11-19'],
      ['2026-11-20', null]
    ],
    'a change in between lasts until the next one'
  )
  t.same(placed([], '2026-11-20', 1, { until: '2026-12-14' }), [
    { subgroup_id: 1, since: '2026-11-20', until: '2026-12-14' }
  ])
  t.same(placed([first], '2026-11-20', null), [{ ...first, until: '2026-11-19' }])
  const before = { ...first, until: '2026-11-19' }
  t.same(
    placed([before], '2026-11-20', 1, { since: '2026-11-20' }),
    [before, { ...first, since: '2026-11-20' }],
    'days of two stays in the group are not one spell'
  )
})

t.test('A group is divided with two lists', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const { group, students, item, autumn, ivanova, petrov } = await divisionScene(db)
  const head = await house.signIn('head')
  const curator = await house.signIn('curator')
  const place = { study_group_id: `${group}`, term_id: `${autumn}`, curriculum_item_id: '0' }
  const url = `/courses/divisions?group=${group}&term=${autumn}`
  const lists = (numbers: number[]) => ({ student_id: students.map(String), number: numbers.map(String) })
  const split = `/courses/subgroups?group=${group}&term=${autumn}&item=${item}`

  t.test('made by the curator from a proposal by the alphabet, moving those who are ticked', async (t) => {
    const { body } = await curator.open(url)
    t.match(
      body,
      /Подгруппа 1 <span class="quiet">3 человека.*Абрамов.*Быков.*Власова.*Подгруппа 2 <span[^>]*>2 человека.*Гуров/s
    )
    const form = { ...place, division: 'ИНФОРМАТИКА', since: '01.09.2026', numbers: '2', is_new: 'yes' }
    const pressing = await curator.submit('/courses/divisions', {
      ...{ ...form, ...lists([1, 1, 1, 2, 2]), press: 'move 1 2', checked: [`${students[2]}`] }
    })
    t.equal(pressing.statusCode, 200)
    t.match(pressing.body, /Подгруппа 1 <span class="quiet">2 человека.*Подгруппа 2 <span[^>]*>3 человека.*Власова/s)
    t.match(pressing.body, 'value="ИНФОРМАТИКА"', 'what was typed stays')
    t.same(await listDays(db), [], 'and nothing is saved yet')
    const marked = await curator.submit('/courses/divisions', { ...form, ...lists([1, 1, 2, 2, 2]), press: 'all 2' })
    t.equal(marked.body.match(/ checked>/g)?.length, 3)
    const saved = await curator.submit('/courses/divisions', { ...form, ...lists([1, 1, 2, 2, 2]) })
    t.equal(saved.headers.location, `/courses/groups/${group}?term=${autumn}&done=divided`)
    t.same(
      (await listDays(db)).map(({ number, since, until }) => [number, since, until]),
      [1, 1, 2, 2, 2].map((number) => [number, '2026-09-01', null])
    )
    t.same((await deeds(db)).at(-1), 'group.divided')
    const { body: page } = await curator.open(String(saved.headers.location))
    t.match(page, /Деление сохранено.*ИНФОРМАТИКА.*Подгруппа 1.*1\. Абрамов Глеб.*Подгруппа 2.*3\. Власова Ия/s)
  })

  t.test('once under one name, however it is spelled', async (t) => {
    const form = { ...place, since: '01.09.2026', numbers: '2', is_new: 'yes', ...lists([1, 1, 1, 2, 2]) }
    const again = await head.submit('/courses/divisions', { ...form, division: 'Информатика' })
    t.equal(again.statusCode, 422)
    t.match(again.body, 'Деление с таким названием у группы уже есть')
    const gap = await head.submit('/courses/divisions', { ...form, division: 'труд', ...lists([1, 1, 1, 3, 3]) })
    t.match(gap.body, 'хотя бы один обучающийся', 'subgroup 2 is empty')
    t.same(
      await db.selectFrom('subgroup').select('division').distinct().execute(),
      [{ division: 'ИНФОРМАТИКА' }],
      'a refused division leaves nothing behind'
    )
  })

  t.test('of three, after another one, and apart from it from then on', async (t) => {
    const { body } = await head.open(`${url}&item=${item}&from=${encodeURIComponent('ИНФОРМАТИКА')}`)
    t.match(body, /Подгруппа 1 <span class="quiet">2 человека.*Подгруппа 2 <span class="quiet">3 человека/s)
    const form = { ...place, division: 'труд', since: '01.09.2026', is_new: 'yes' }
    const more = await head.submit('/courses/divisions', {
      ...form,
      ...lists([1, 1, 2, 2, 2]),
      numbers: '2',
      press: 'more'
    })
    t.match(more.body, /Подгруппа 3 <span class="quiet">0 человек.*убрать пустую/s)
    await head.submit('/courses/divisions', { ...form, ...lists([1, 2, 2, 3, 3]), numbers: '3' })
    const days = await listDays(db)
    t.same(
      days.map(({ division, number }) => `${division} ${number}`).slice(5),
      ['1', '2', '2', '3', '3'].map((n) => `труд ${n}`)
    )
    t.same(
      days.slice(0, 5).map(({ number }) => number),
      [1, 1, 2, 2, 2],
      'the other division is as it was'
    )
  })

  t.test('and each subgroup gets a gradebook of its own teacher, by one division only', async (t) => {
    const { body } = await head.open(split)
    t.match(body, /ИНФОРМАТИКА.*труд/s)
    const ids = await db
      .selectFrom('subgroup')
      .select('id')
      .where('division', '=', 'ИНФОРМАТИКА')
      .orderBy('number')
      .execute()
    const named = await head.submit('/courses/subgroups', {
      ...{ ...place, curriculum_item_id: `${item}`, subgroup_id: ids.map(({ id }) => `${id}`) },
      staff_member_id: [`${ivanova.staff_member_id}`, `${petrov.staff_member_id}`]
    })
    t.equal(named.statusCode, 303)
    t.notMatch((await head.open(split)).body, /<h2>труд/, 'another division would give students two gradebooks')
    const crafts = await db.selectFrom('subgroup').select('id').where('division', '=', 'труд').execute()
    const twice = await head.submit('/courses/subgroups', {
      ...{ ...place, curriculum_item_id: `${item}`, subgroup_id: crafts.map(({ id }) => `${id}`) },
      staff_member_id: crafts.map(() => `${petrov.staff_member_id}`)
    })
    t.equal(twice.statusCode, 422)
    t.match(twice.body, 'Предмет уже ведут по другому делению')
    const page = (await curator.open(`/courses/groups/${group}?term=${autumn}`)).body
    t.match(page, /Бумага и краски: подгруппа 1 — .*Иванова А\. П\..*подгруппа 2 — .*Петров О\. И\./s)
    t.notMatch(page, 'Скопировать деления', 'a curator divides, but gives out no load')
  })

  t.test('A division made by mistake is taken off while nothing was taught by it', async (t) => {
    const form = { ...place, division: 'ошибка', since: '01.09.2026', numbers: '2', is_new: 'yes' }
    await curator.submit('/courses/divisions', { ...form, ...lists([1, 1, 1, 2, 2]) })
    const url = '/courses/divisions/removal'
    const answer = await curator.submit(url, { ...place, division: 'ошибка' })
    t.match((await curator.open(String(answer.headers.location))).body, 'Деление убрано')
    t.same(
      (await listDays(db)).filter(({ division }) => division === 'ошибка'),
      []
    )
    t.equal((await deeds(db)).at(-1), 'group.division_removed')
    const refused = await curator.submit(url, { ...place, division: 'ИНФОРМАТИКА' })
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'По этому делению есть журналы')
    t.equal((await curator.submit(url, { ...place, division: 'ошибка' })).statusCode, 404)
    t.equal((await (await house.signIn('stranger')).submit(url, { ...place, division: 'труд' })).statusCode, 404)
  })

  t.test('A student changes the subgroup from a day, and the history says so', async (t) => {
    const change = (since: string, numbers: number[]) =>
      head.submit('/courses/divisions', {
        ...place,
        division: 'ИНФОРМАТИКА',
        since,
        numbers: '2',
        is_new: '',
        ...lists(numbers)
      })
    t.equal((await change('20.11.2026', [2, 1, 2, 2, 2])).statusCode, 303)
    const { body } = await head.open(`${url}&division=${encodeURIComponent('ИНФОРМАТИКА')}&since=01.10.2026`)
    t.match(body, /После этого дня уже записано и останется: Абрамов Глеб — с 20\.11\.2026 в подгруппе 2/)
    t.match(
      body,
      /Кто менял подгруппу.*Абрамов Глеб<.*подгруппа 1 с 01\.09\.2026 по 19\.11\.2026; подгруппа 2 с 20\.11\.2026</s
    )
    t.equal((await change('01.10.2026', [1, 2, 2, 2, 2])).statusCode, 303)
    const days = (await listDays(db)).filter(({ division }) => division === 'ИНФОРМАТИКА')
    t.same(
      days.map((row) => [students.indexOf(row.student_id), row.number, row.since, row.until]).slice(0, 4),
      [
        [0, 1, '2026-09-01', '2026-11-19'],
        [0, 2, '2026-11-20', null],
        [1, 1, '2026-09-01', '2026-09-30'],
        [1, 2, '2026-10-01', null]
      ],
      'and the later change of the other stays'
    )
  })

  t.test('but not so that a mark would stand outside of the days in the subgroup', async (t) => {
    const course = await db
      .selectFrom('course')
      .innerJoin('subgroup', 'subgroup.id', 'course.subgroup_id')
      .select('course.id')
      .where('number', '=', 2)
      .executeTakeFirstOrThrow()
    const kind = await db.selectFrom('lesson_kind').select('id').executeTakeFirstOrThrow()
    const lesson = await db
      .insertInto('lesson')
      .values({
        ...{ course_id: course.id, held_on: '2026-10-14', pair_number: 1, hours: 2, topic: 'Клей' },
        ...{ lesson_kind_id: kind.id, taught_by: petrov.staff_member_id }
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const account = await addAccount(db, 'petrov', [])
    await db
      .insertInto('absence')
      .values({ lesson_id: lesson.id, student_id: students[3] ?? 0, code: 'н', hours: 2, noted_by: account })
      .execute()
    const before = await listDays(db)
    const form = { ...place, division: 'ИНФОРМАТИКА', numbers: '2', is_new: '' }
    const refused = await head.submit('/courses/divisions', { ...form, since: '14.10.2026', ...lists([1, 2, 2, 1, 2]) })
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'уже есть отметки после этого дня: Гуров — 14.10.2026')
    t.match(refused.body, /Гуров Ян <em class="tag">сейчас: подгруппа 2</, 'what was moved stays moved')
    t.same(await listDays(db), before)
    t.equal(
      (await head.submit('/courses/divisions', { ...form, since: '15.10.2026', ...lists([1, 2, 2, 1, 2]) })).statusCode,
      303
    )
  })

  t.test('Who was enrolled later and is in no subgroup is seen in red by everybody who sees the load', async (t) => {
    await enrol(db, group, 'Ежова Лия', '2026-11-16')
    const methodist = await house.signIn('methodist')
    for (const one of [methodist, head, curator])
      t.match((await one.open('/')).body, /Без подгруппы<\/a>: 1 обучающийся/)
    t.notMatch((await (await house.signIn('stranger')).open('/')).body, 'Без подгруппы')
    t.match(
      (await methodist.open('/courses/groups')).body,
      /class="wrong"><td class="name"><a[^>]*>ЗМ-26<.*Ежова Лия \(ИНФОРМАТИКА\)/s
    )
    t.match((await methodist.open(`/courses/groups/${group}`)).body, 'Без подгруппы: Ежова Лия, в группе с 16.11.2026')
    t.match(
      (await head.open(`/courses?group=${group}&term=${autumn}`)).body,
      /Без подгруппы: Ежова Лия \(ИНФОРМАТИКА\)/
    )
    t.match((await head.open('/courses')).body, /ЗМ-26<.*без подгруппы: 1/s)
    t.notMatch((await methodist.open(`/courses/groups/${group}`)).body, 'Изменить состав')
    t.equal((await methodist.open(url)).statusCode, 404)
  })

  t.test('Of the own department or group only', async (t) => {
    const stranger = await house.signIn('stranger')
    const form = { ...place, division: 'x', since: '01.09.2026', is_new: 'yes', ...lists([1, 1, 1, 2, 2]) }
    for (const [page, who] of [
      [url, stranger],
      [`/courses/groups/${group}`, stranger],
      [`/courses/copies?group=${group}&term=${autumn}`, stranger]
    ] as const)
      t.equal((await who.open(page)).statusCode, 404, page)
    t.equal((await stranger.submit('/courses/divisions', form)).statusCode, 404)
    t.equal((await stranger.submit('/courses/copies', place)).statusCode, 404)
    const other = await db.selectFrom('study_group').select('id').where('name', '=', 'ЗМ-25').executeTakeFirstOrThrow()
    t.equal((await curator.open(`/courses/divisions?group=${other.id}&term=${autumn}`)).statusCode, 404)
    t.equal((await curator.submit('/courses/divisions', { ...form, study_group_id: `${other.id}` })).statusCode, 404)
    t.equal((await curator.open(`/courses/copies?group=${group}&term=${autumn}`)).statusCode, 404)
    const teacher = await house.signIn('ivanova')
    t.equal(
      (await teacher.open(`/courses/groups/${group}`)).statusCode,
      200,
      'a teacher sees how own groups are divided'
    )
    t.equal((await teacher.open(`/courses/groups/${other.id}`)).statusCode, 404)
    t.equal((await teacher.open(url)).statusCode, 404)
  })
})

t.test('Divisions are copied to the next term', async (t) => {
  const house = await openHouse(t, { now: '2026-12-28T10:00' })
  const { db } = house
  const { group, students, item, autumn, spring, ivanova, petrov, crafts } = await divisionScene(db)
  const actor = {
    ...system,
    account_id: await addAccount(db, 'other', []),
    roles: [{ role: 'head' as const, department_id: crafts }]
  }
  const places = students.map((student_id, i) => ({ student_id, number: i < 3 ? 1 : 2 }))
  await divideGroup(db, actor, '2026-12-28', {
    study_group_id: group,
    division: 'труд',
    since: '2026-09-01',
    places,
    isNew: true
  })
  const subgroups = await db.selectFrom('subgroup').select('id').orderBy('number').execute()
  for (const [i, { id }] of subgroups.entries()) {
    const course = { study_group_id: group, term_id: autumn, curriculum_item_id: item, semester: 1, subgroup_id: id }
    const { id: course_id } = await db.insertInto('course').values(course).returning('id').executeTakeFirstOrThrow()
    const staff_member_id = [ivanova, petrov][i]?.staff_member_id ?? 0
    await db.insertInto('course_teacher').values({ course_id, staff_member_id, since: '2026-09-01' }).execute()
  }
  // One leaves the college for good, one member's days end with the term, one was enrolled and is nowhere, one teacher is dismissed.
  await db
    .updateTable('enrolment')
    .set({ until: '2026-12-20' })
    .where('student_id', '=', students[0] ?? 0)
    .execute()
  await db
    .updateTable('subgroup_member')
    .set({ until: '2026-12-20' })
    .where('student_id', '=', students[0] ?? 0)
    .execute()
  await db
    .updateTable('subgroup_member')
    .set({ until: '2026-12-31' })
    .where('student_id', '=', students[1] ?? 0)
    .execute()
  await enrol(db, group, 'Ежова Лия', '2026-12-01')
  await db
    .updateTable('staff_member')
    .set({ dismissed_on: '2026-12-31' })
    .where('id', '=', petrov.staff_member_id)
    .execute()
  const head = await house.signIn('head')
  const page = `/courses/copies?group=${group}&term=${autumn}`
  const form = { study_group_id: `${group}`, term_id: `${autumn}` }
  const spare = async () => ({
    courses: await db
      .selectFrom('course')
      .leftJoin('course_teacher', 'course_teacher.course_id', 'course.id')
      .select(['subgroup_id', 'semester', 'staff_member_id', 'since', 'curriculum_item_id'])
      .where('term_id', '=', spring)
      .orderBy('subgroup_id')
      .execute(),
    days: await listDays(db),
    deeds: (await deeds(db)).length
  })

  t.test('looked at first: who stays, who left, who has no subgroup, whose teacher is gone', async (t) => {
    const before = await spare()
    const { body } = await head.open(page)
    t.match(body, /2026\/2027, 2 семестр<\/strong>, с 11\.01\.2027/)
    t.match(body, /подгруппа 1 — 2 человека, подгруппа 2 — 2 человека.*переходят: 1/s)
    t.match(body, 'Выбыли из группы: Абрамов Глеб')
    t.match(body, '<strong class="wrong">Без подгруппы: Ежова Лия</strong>')
    t.match(body, /подгруппа 1: Иванова Анна Петровна.*подгруппа 2: <strong class="wrong">Петров О\. И\. — уволен/s)
    t.match((await head.open(`/courses/copies?term=${autumn}`)).body, 'ЗМ-26', 'and for all groups at once')
    t.same(await spare(), before)
  })

  t.test('then in one step with the gradebooks, and a second time nothing changes', async (t) => {
    const answer = await head.submit('/courses/copies', form)
    t.equal(answer.headers.location, `/courses/groups/${group}?term=${spring}&done=copied`)
    const after = await spare()
    t.same(after.courses, [
      {
        subgroup_id: subgroups[0]?.id,
        semester: 2,
        staff_member_id: ivanova.staff_member_id,
        since: '2027-01-11',
        curriculum_item_id: item
      },
      { subgroup_id: subgroups[1]?.id, semester: 2, staff_member_id: null, since: null, curriculum_item_id: item }
    ])
    t.same(
      after.days.map((row) => [students.indexOf(row.student_id), row.number, row.since, row.until]),
      [
        [0, 1, '2026-09-01', '2026-12-20'],
        [1, 1, '2026-09-01', '2026-12-31'],
        [1, 1, '2027-01-11', null],
        [2, 1, '2026-09-01', null],
        [3, 2, '2026-09-01', null],
        [4, 2, '2026-09-01', null]
      ]
    )
    t.same((await deeds(db)).slice(-3).toSorted(), ['course.opened', 'course.opened', 'group.division_copied'])
    t.match(
      (await head.open(String(answer.headers.location))).body,
      /скопированы.*подгруппа 2 — <a[^>]* class="wrong">преподаватель не назначен/s
    )
    t.match((await head.open(page)).body, 'всё уже скопировано')
    const again = await head.submit('/courses/copies', form)
    t.equal(again.statusCode, 422)
    t.match(again.body, 'всё уже скопировано')
    t.same(await spare(), after)
  })

  t.test('and not beyond the last term there is, nor into a closed one', async (t) => {
    t.match((await head.open(`/courses/copies?group=${group}&term=${spring}`)).body, 'Следующего периода ещё нет')
    t.match(
      (await head.submit('/courses/copies', { ...form, term_id: `${spring}` })).body,
      'Следующего периода ещё нет'
    )
    await db.deleteFrom('course_teacher').where('since', '=', '2027-01-11').execute()
    await db.deleteFrom('course').where('term_id', '=', spring).execute()
    await db.updateTable('term').set({ closed_at: new Date() }).where('id', '=', spring).execute()
    t.match((await head.submit('/courses/copies', form)).body, 'Следующий период закрыт')
    await db.updateTable('term').set({ closed_at: null }).where('id', '=', spring).execute()
  })

  t.test('A subject that is already taught to the whole group stays so', async (t) => {
    await db
      .insertInto('course')
      .values({ study_group_id: group, term_id: spring, curriculum_item_id: item, semester: 2 })
      .execute()
    t.match((await head.open(page)).body, 'предмет уже ведут иначе')
    t.equal((await head.submit('/courses/copies', form)).statusCode, 422)
    await db.deleteFrom('course').where('term_id', '=', spring).execute()
  })

  t.test('When the audit cannot be written, nothing is copied', async (t) => {
    const state = async () => [await db.selectFrom('course').select('id').execute(), await listDays(db)]
    const before = await state()
    await sql`drop table college.audit_entry`.execute(db)
    await t.rejects(copyDivisions(db, actor, '2026-12-28', { study_group_id: group, term_id: autumn }))
    t.same(await state(), before)
  })
})
