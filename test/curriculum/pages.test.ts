import fs from 'node:fs'
import { sql } from 'kysely'
import t from 'tap'
import { attachCurriculum } from '../../src/curriculum/actions/attaching.ts'
import { divideGroup } from '../../src/curriculum/actions/divisions.ts'
import { confirmDraft, keepDraft } from '../../src/curriculum/actions/drafts.ts'
import { changeTeacher, nameTeachers, removeCourse } from '../../src/curriculum/actions/load.ts'
import type { Db } from '../../src/platform/db.ts'
import { testDatabase } from '../support/database.ts'
import { addAccount, openHouse } from '../support/house.ts'
import { addGroup, deeds, enrol, itemOf, planScene, realPlan, smallPlan, spoiltPlan, system, upload } from './scene.ts'

const small = fs.readFileSync(smallPlan)
const approve = (db: Db) =>
  db.updateTable('curriculum').set({ state: 'approved', approved_on: '2026-08-25', approval: 'приказ № 1' }).execute()

t.test('A head brings a curriculum', async (t) => {
  const house = await openHouse(t)
  const added = house.db
    .insertInto('department')
    .values({ name: 'Отделение ремёсел', short_name: 'ОР' })
    .returning('id')
  const { id: department_id } = await added.executeTakeFirstOrThrow()
  await addAccount(house.db, 'head', [{ role: 'head', department_id }])
  await addAccount(house.db, 'admin', [{ role: 'administrator' }])
  await addAccount(house.db, 'teacher', [{ role: 'teacher' }])
  const head = await house.signIn('head')
  const countPlans = async () => (await house.db.selectFrom('curriculum').select('id').execute()).length
  let preview = ''

  t.test('and finds the way from the empty list', async (t) => {
    const page = await head.open('/curricula')
    t.equal(page.statusCode, 200)
    t.match(page.body, 'Учебных планов пока нет')
    t.match(page.body, 'href="/curricula/imports"')
    t.match((await head.open('/curricula/imports')).body, 'type="file"')
  })

  t.test('sees first what will change, and nothing is written', async (t) => {
    const answer = await upload(house, head, 'змеи.plx', small)
    t.equal(answer.statusCode, 303)
    preview = String(answer.headers.location)
    const page = await head.open(preview)
    t.match(page.body, 'Новый учебный план')
    t.match(page.body, '«змеи.plx»')
    t.match(page.body, 'Новых: 10, изменится: 0, без изменений: 0, удалится: 0.')
    t.match(page.body, /Станет<\/th><td class="num">34<.*>92<.*>128<.*>342<.*>596</)
    t.match(page.body, '2 З · 3 ДЗ, КР')
    t.equal(await countPlans(), 0)
    t.match((await head.open('/curricula/imports')).body, preview, 'the file waits on the page of uploads')
  })

  t.test('which nobody else can see or confirm', async (t) => {
    const admin = await house.signIn('admin')
    t.equal((await admin.open(preview)).statusCode, 404)
    t.equal((await admin.submit(preview, {})).statusCode, 404)
  })

  t.test('confirms and reads the plan', async (t) => {
    const answer = await head.submit(preview, {})
    t.equal(answer.statusCode, 303)
    t.match(answer.headers.location, /^\/curricula\/\d+\?done=loaded$/)
    const page = await head.open(String(answer.headers.location))
    t.match(page.body, 'Учебный план загружен')
    t.match(
      page.body,
      /МДК\.01\.01<.*Устройство змеев<\/th><td class="num">92<\/td><td class="num"><\/td><td class="num">36<\/td><td class="num">56</
    )
    t.match(page.body, '2 З · 3 ДЗ, КР')
    t.match(page.body, /ПМ\.01<.*Складывание бумажных змеев<.*<td><\/td><\/tr>/, 'a module shows no forms of control')
    t.match(page.body, /Всего<\/th><td class="num"><strong>596</)
    t.equal((await head.open(preview)).statusCode, 404, 'the file waits no more')
    t.match((await head.open('/curricula?q=змеев')).body, 'Мастер змеев')
    t.match((await head.open('/curricula?q=слонов')).body, 'Ничего не нашлось')
  })

  t.test('again: the page says that nothing changes', async (t) => {
    const again = await upload(house, head, 'змеи.plx', small)
    const page = await head.open(String(again.headers.location))
    t.match(page.body, 'Обновление учебного плана')
    t.match(page.body, 'Файл ничего не меняет')
    await head.submit(String(again.headers.location), {})
    t.equal(await countPlans(), 1)
    t.equal((await deeds(house.db)).filter((deed) => deed.startsWith('curriculum')).length, 1)
  })

  t.test('or thinks better of it', async (t) => {
    const newer = await upload(house, head, 'змеи.plx', spoiltPlan('Бумага и краски', 'Бумага и клей'))
    const url = String(newer.headers.location)
    t.match((await head.open(url)).body, /<del>Бумага и краски<\/del> → <ins>Бумага и клей</)
    t.equal((await head.submit(url, { cancel: 'yes' })).headers.location, '/curricula/imports')
    t.equal((await head.open(url)).statusCode, 404)
    t.match((await head.open('/curricula?q=змеев')).body, '596')
  })

  t.test('with errors: their places are shown, and it cannot be confirmed', async (t) => {
    const bad = await upload(house, head, 'змеи.plx', spoiltPlan('ДисциплинаКод="ОП.01"', 'ДисциплинаКод=""'))
    const url = String(bad.headers.location)
    const page = await head.open(url)
    t.match(page.body, 'Ошибки в файле: 1')
    t.match(page.body, /Строки плана, строка 2 .*Индекс не указан/)
    t.notMatch(page.body, 'Загрузить план</button>')
    const forced = await head.submit(url, {})
    t.equal(forced.statusCode, 422)
    t.match(forced.body, 'исправьте их в программе «Планы»')
  })

  for (const [why, name, content, refusal] of [
    ['no file at all', '', Buffer.alloc(0), 'Выберите файл учебного плана'],
    ['an empty file', 'план.plx', Buffer.alloc(0), 'Файл «план.plx» пуст'],
    ['something else', 'план.plx', Buffer.from('PK\u0003\u0004'), 'не учебный план'],
    ['a file of the old program', 'план.plx', Buffer.from('<Документ><План/></Документ>'), 'сохранён старой версией'],
    ['a plan of another level', 'план.plx', spoiltPlan('54.02.99', '54.03.01'), 'план другого уровня образования'],
    ['more than 20 MB', 'план.plx', Buffer.alloc(20_000_001, 65), 'больше 20 МБ']
  ] as const)
    t.test(`${why} is refused in one sentence at the field`, async (t) => {
      const answer = await upload(house, head, name, content)
      t.equal(answer.statusCode, 422)
      t.match(
        answer.body,
        new RegExp(`aria-describedby="refusal".*<p class="refusal" role="alert" id="refusal">[^<]*${refusal}`, 's')
      )
    })

  t.test('a plain form without a file is refused at the field too', async (t) => {
    const answer = await head.submit('/curricula/imports', { file: 'план.plx' })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, 'Выберите файл')
  })

  t.test('without the token of the page it is not taken', async (t) => {
    t.equal((await upload(house, head, 'змеи.plx', small, 'wrong')).statusCode, 403)
  })

  t.test('a teacher has no such pages, and sees no plan that is none of theirs', async (t) => {
    const teacher = await house.signIn('teacher')
    t.equal((await teacher.open('/curricula/imports')).statusCode, 404)
    t.equal((await upload(house, teacher, 'змеи.plx', small)).statusCode, 404)
    t.match((await teacher.open('/curricula')).body, 'Учебных планов пока нет')
    t.notMatch((await teacher.open('/curricula')).body, 'Загрузите файл')
    const plan = await house.db.selectFrom('curriculum').select('id').executeTakeFirstOrThrow()
    t.equal((await teacher.open(`/curricula/${plan.id}`)).statusCode, 404)
  })

  t.test('a real plan is shown with its sums', { skip: !realPlan && 'no real plan here' }, async (t) => {
    const admin = await house.signIn('admin')
    const answer = await upload(house, admin, 'план.plx', fs.readFileSync(realPlan ?? ''))
    const page = await admin.open(String((await admin.submit(String(answer.headers.location), {})).headers.location))
    const sums = [...(/<tfoot>.*<\/tfoot>/s.exec(page.body)?.[0] ?? '').matchAll(/<strong>(\d+)/g)].map(([, sum]) =>
      Number(sum)
    )
    t.strictSame(sums, [4464, 612, 900, 612, 864, 612, 864])
  })
})

t.test('A group is set on a plan', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const { crafts, sciences, curriculum_id, specialty_id, group, autumn } = await planScene(db)
  await addAccount(db, 'head', [{ role: 'head', department_id: crafts }])
  await addAccount(db, 'stranger', [{ role: 'head', department_id: sciences }])
  const other = await db
    .insertInto('specialty')
    .values({ code: '09.02.07', name: 'ИС' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const young = await addGroup(db, 'ЗМ-26', { department_id: crafts, specialty_id, entry_year: 2026 })
  const alien = await addGroup(db, 'ИС-26', { department_id: crafts, specialty_id: other.id })
  const foreign = await addGroup(db, 'ЗМ-26н', { department_id: sciences, specialty_id })
  const page = `/curricula/${curriculum_id}`
  const planOf = async (id: number) =>
    (await db.selectFrom('study_group').select('curriculum_id').where('id', '=', id).executeTakeFirstOrThrow())
      .curriculum_id
  const head = await house.signIn('head')

  t.test('not while the plan is a draft', async (t) => {
    t.match((await head.open(page)).body, 'Группы переводят на утверждённый план')
    const answer = await head.submit(`${page}/groups`, { study_group_id: `${young}` })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, 'Это проект плана: сначала утвердите его')
    t.equal(await planOf(young), null)
    await approve(db)
    t.match((await head.open(`/courses?group=${group}`)).body, '3-й семестр обучения')
    t.notMatch((await head.open(`/courses?group=${group}`)).body, 'ещё не утверждён')
    await db.updateTable('curriculum').set({ state: 'draft', approved_on: null }).execute()
    t.match((await head.open(`/courses?group=${group}`)).body, 'ещё не утверждён: его строки и часы могут измениться')
    await approve(db)
  })

  t.test('of the own department, offered by specialty', async (t) => {
    const offered = (await head.open(page)).body
    t.match(offered, 'ЗМ-26, набор 2026')
    t.notMatch(offered, /ЗМ-26н|ИС-26/)
    const answer = await head.submit(`${page}/groups`, { study_group_id: `${young}` })
    t.equal(answer.headers.location, `${page}?done=attached`)
    t.match((await head.open(String(answer.headers.location))).body, 'Группа переведена на этот план')
    t.equal(await planOf(young), curriculum_id)
    t.equal((await deeds(db)).at(-1), 'curriculum.attached')
  })

  t.test('and not when it studies something else, or none is chosen', async (t) => {
    const answer = await head.submit(`${page}/groups`, { study_group_id: `${alien}` })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, 'Группа учится по другой специальности')
    t.match((await head.submit(`${page}/groups`, { study_group_id: '0' })).body, 'Выберите группу')
    t.equal(await planOf(alien), null)
  })

  t.test('and not while gradebooks of the former plan are being kept', async (t) => {
    const plan = { specialty_id, name: 'Другой план', semesters: 4, entry_year: 2025 }
    const { id } = await db.insertInto('curriculum').values(plan).returning('id').executeTakeFirstOrThrow()
    await approve(db)
    const course = {
      study_group_id: group,
      term_id: autumn,
      curriculum_item_id: await itemOf(db, 'МДК.01.01'),
      semester: 3
    }
    await db.insertInto('course').values(course).execute()
    const answer = await head.submit(`/curricula/${id}/groups`, { study_group_id: `${group}` })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, /value="\d+" selected>ЗМ-25/)
    t.match(answer.body, 'уже есть журналы по прежнему плану')
    t.equal(await planOf(group), curriculum_id)
  })

  t.test('by nobody from another department', async (t) => {
    const stranger = await house.signIn('stranger')
    t.equal((await stranger.open(page)).statusCode, 404)
    t.equal((await stranger.submit(`${page}/groups`, { study_group_id: `${foreign}` })).statusCode, 404)
    t.equal((await head.submit(`${page}/groups`, { study_group_id: `${foreign}` })).statusCode, 404)
    t.equal(await planOf(foreign), null)
  })
})

t.test('A head gives out the load', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const { crafts, sciences, group, students, autumn, spring, ivanova, petrov } = await planScene(db)
  await addAccount(db, 'head', [{ role: 'head', department_id: crafts }])
  await addAccount(db, 'stranger', [{ role: 'head', department_id: sciences }])
  await addAccount(db, 'admin', [{ role: 'administrator' }])
  await addAccount(db, 'ivanova', [{ role: 'teacher' }], ivanova.person_id)
  const head = await house.signIn('head')
  const page = `/courses?group=${group}&term=${autumn}`
  const mdk = await itemOf(db, 'МДК.01.01')
  const practice = await itemOf(db, 'УП.01.01')
  const naming = (items: number[], staff: (number | string)[], term = autumn) => ({
    ...{ study_group_id: `${group}`, term_id: `${term}` },
    ...{ curriculum_item_id: items.map(String), staff_member_id: staff.map(String) }
  })
  const courses = () =>
    db
      .selectFrom('course')
      .innerJoin('course_teacher', 'course_teacher.course_id', 'course.id')
      .select(['course.id', 'curriculum_item_id', 'subgroup_id', 'semester', 'staff_member_id', 'since', 'until'])
      .orderBy('course.id')
      .orderBy('since')
      .execute()

  t.test('beginning with what there is to teach this semester', async (t) => {
    t.match((await head.open('/courses')).body, /ЗМ-25<\/a>.*0 из 2/s)
    const { body } = await head.open(page)
    t.match(body, '2026/2027, 1 семестр: 2 курс, 3-й семестр обучения')
    t.match(
      body,
      /МДК\.01\.01<.*Устройство змеев<\/th><td class="num">56<\/td><td class="num">\d+<\/td><td class="num"><\/td><td>ДЗ, КР</
    )
    t.match(body, 'УП.01.01')
    t.notMatch(body, /ОП\.01|ПМ\.01</)
    t.match(
      (await head.open(`/courses?group=${group}&term=${spring}`)).body,
      /2 курс, 4-й семестр обучения.*УП\.01\.02/s
    )
    const found = (await head.open(`${page}&q=устройство`)).body
    t.match(found, 'МДК.01.01')
    t.notMatch(found, 'УП.01.01')
    t.match(body, /<optgroup label="Отделение наук"><option value="\d+">Петров Олег Игоревич/)
  })

  t.test('and names a teacher: the gradebook is there from the first day of the term', async (t) => {
    const answer = await head.submit('/courses', naming([mdk, practice], [ivanova.staff_member_id, 0]))
    t.equal(answer.statusCode, 303)
    t.match((await head.open(String(answer.headers.location))).body, /Преподаватели назначены.*Иванова А\. П\./s)
    t.match(await courses(), [
      {
        curriculum_item_id: mdk,
        subgroup_id: null,
        semester: 3,
        staff_member_id: ivanova.staff_member_id,
        since: '2026-09-01',
        until: null
      }
    ])
    t.equal((await deeds(db)).at(-1), 'course.opened')
    const teacher = await house.signIn('ivanova')
    t.match((await teacher.open(page)).body, 'МДК.01.01')
    t.notMatch((await teacher.open(page)).body, 'УП.01.01', 'a teacher sees the own load only')
    t.match((await teacher.open('/curricula')).body, 'Мастер змеев')
    t.equal((await teacher.submit('/courses', naming([practice], [ivanova.staff_member_id]))).statusCode, 404)
  })

  t.test('and is refused with the choice kept', async (t) => {
    for (const [form, refusal] of [
      [naming([practice], [0]), 'Выберите преподавателя хотя бы для одной строки'],
      [naming([mdk], [petrov.staff_member_id]), 'Журнал по этой строке уже есть'],
      [naming([await itemOf(db, 'ОП.01')], [petrov.staff_member_id]), 'Такой строки в плане группы'],
      [naming([practice], [999_999]), 'Выберите преподавателя из списка']
    ] as const) {
      const answer = await head.submit('/courses', form)
      t.equal(answer.statusCode, 422)
      t.match(answer.body, refusal)
    }
    await db.updateTable('term').set({ closed_at: new Date() }).where('id', '=', autumn).execute()
    t.match((await head.submit('/courses', naming([practice], [petrov.staff_member_id]))).body, 'Период закрыт')
    await db.updateTable('term').set({ closed_at: null }).where('id', '=', autumn).execute()
    const twice = await head.submit(
      '/courses',
      naming([practice, practice], [petrov.staff_member_id, petrov.staff_member_id])
    )
    t.match(twice.body, new RegExp(`<option value="${petrov.staff_member_id}" selected>`))
    t.equal((await courses()).length, 1)
  })

  t.test('another teacher takes over from a day, the first one keeps it until the day before', async (t) => {
    const [course] = await courses()
    const url = `/courses/${course?.id}`
    t.match((await head.open(url)).body, 'Сменить преподавателя')
    const change = (staff: number, since: string) =>
      head.submit(`${url}/teachers`, { staff_member_id: `${staff}`, since })
    for (const [staff, since, refusal] of [
      [petrov.staff_member_id, 'завтра', 'Укажите день как 01.09.2026'],
      [petrov.staff_member_id, '31.08.2026', 'внутри учебного периода'],
      [ivanova.staff_member_id, '20.11.2026', 'ведёт журнал и сейчас'],
      [0, '20.11.2026', 'Выберите преподавателя']
    ] as const) {
      const answer = await change(staff, since)
      t.equal(answer.statusCode, 422)
      t.match(answer.body, refusal)
      t.match(answer.body, `value="${since}"`)
    }
    t.equal((await change(petrov.staff_member_id, '20.11.2026')).statusCode, 303)
    t.match(await courses(), [
      { staff_member_id: ivanova.staff_member_id, since: '2026-09-01', until: '2026-11-19' },
      { staff_member_id: petrov.staff_member_id, since: '2026-11-20', until: null }
    ])
    t.match((await change(ivanova.staff_member_id, '10.11.2026')).body, 'начал позже этого дня')
    await change(ivanova.staff_member_id, '20.11.2026')
    t.match(
      (await courses()).map(({ staff_member_id, since }) => [staff_member_id, since]),
      [
        [ivanova.staff_member_id, '2026-09-01'],
        [ivanova.staff_member_id, '2026-11-20']
      ],
      'who was to begin on that very day never did'
    )
  })

  t.test('divides the group and gives each subgroup a teacher and a gradebook', async (t) => {
    const split = `group=${group}&term=${autumn}&item=${practice}`
    t.match((await head.open(`/courses/subgroups?${split}`)).body, 'Новое деление группы')
    const form = await head.open(`/courses/divisions?${split}`)
    t.match(form.body, /<legend>Подгруппа 1 .*Белкин Иван.*<legend>Подгруппа 2 .*Лисина Анна/s)
    const place = { study_group_id: `${group}`, term_id: `${autumn}`, curriculum_item_id: `${practice}` }
    const divide = (division: string, since: string, numbers: number[], ids = students) =>
      head.submit('/courses/divisions', {
        ...place,
        division,
        since,
        student_id: ids.map(String),
        number: numbers.map(String)
      })
    for (const [division, since, numbers, refusal] of [
      [' ', '01.09.2026', [1, 1, 2, 2], 'Назовите деление'],
      ['мастерские', '32.09.2026', [1, 1, 2, 2], 'Укажите день'],
      ['мастерские', '01.09.2026', [1, 1, 1, 0], 'хотя бы один обучающийся']
    ] as const) {
      const answer = await divide(division, since, [...numbers])
      t.equal(answer.statusCode, 422)
      t.match(answer.body, refusal)
      t.match(answer.body, `value="${since}"`)
    }
    t.match(
      (await divide('мастерские', '01.09.2026', [1, 2], students.slice(0, 2))).body,
      'Состав группы на этот день другой'
    )
    const answer = await divide('мастерские', '01.09.2026', [1, 2, 2, 0])
    t.equal(answer.headers.location, `/courses/subgroups?${split}`)
    t.match(
      (await head.open(`/courses/subgroups?${split}`)).body,
      /мастерские.*Подгруппа 1 <span class="quiet">1 человек<.*Подгруппа 2 <span class="quiet">2 человека</s
    )

    const subgroups = await db.selectFrom('subgroup').select('id').orderBy('number').execute()
    const named = await head.submit('/courses/subgroups', {
      ...place,
      subgroup_id: subgroups.map(({ id }) => `${id}`),
      staff_member_id: [`${ivanova.staff_member_id}`, `${petrov.staff_member_id}`]
    })
    t.equal(named.statusCode, 303)
    t.match(
      (await head.open(page)).body,
      /Иванова А\. П\.<\/a> <span class="quiet">мастерские, подгруппа 1<.*Петров О\. И\.<\/a> <span class="quiet">мастерские, подгруппа 2</s
    )
    t.match((await head.open('/courses')).body, '2 из 2')

    await divide('мастерские', '20.11.2026', [2, 2, 2, 1])
    const members = await db
      .selectFrom('subgroup_member')
      .select(['student_id', 'subgroup_id', 'since', 'until'])
      .orderBy('student_id')
      .orderBy('since')
      .execute()
    const [one, two] = subgroups.map(({ id }) => id)
    t.strictSame(
      members.map((row) => [students.indexOf(row.student_id), row.subgroup_id, row.since, row.until]),
      [
        [0, one, '2026-09-01', '2026-11-19'],
        [0, two, '2026-11-20', null],
        [1, two, '2026-09-01', null],
        [2, two, '2026-09-01', null],
        [3, one, '2026-11-20', null]
      ]
    )
  })

  t.test('takes a gradebook off while nothing is written in it', async (t) => {
    const [first, second] = [...new Set((await courses()).map(({ id }) => id))]
    const account = await addAccount(db, 'other', [])
    await db
      .insertInto('result')
      .values({ course_id: first ?? 0, student_id: students[0] ?? 0, kind: 'semester', value: '5', given_by: account })
      .execute()
    const refused = await head.submit(`/courses/${first}/removal`, {})
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'уже есть занятия или оценки')
    t.equal((await head.submit(`/courses/${second}/removal`, {})).statusCode, 303)
    t.notOk((await courses()).some(({ id }) => id === second))
    t.equal((await deeds(db)).at(-1), 'course.removed')
  })

  t.test('of the own department only; the administrator reads', async (t) => {
    const stranger = await house.signIn('stranger')
    const [course] = await courses()
    for (const url of [
      page,
      `/courses/${course?.id}`,
      `/courses/subgroups?group=${group}&term=${autumn}&item=${practice}`
    ])
      t.equal((await stranger.open(url)).statusCode, 404)
    t.equal((await stranger.submit('/courses', naming([practice], [petrov.staff_member_id], spring))).statusCode, 404)
    t.equal((await stranger.submit(`/courses/${course?.id}/removal`, {})).statusCode, 404)
    const division = { study_group_id: `${group}`, division: 'x', since: '01.09.2026' }
    t.equal((await stranger.submit('/courses/divisions', division)).statusCode, 404)

    const admin = await house.signIn('admin')
    t.match((await admin.open(page)).body, 'Иванова А. П.')
    t.notMatch((await admin.open(page)).body, 'Назначить выбранных')
    t.notMatch((await admin.open(`/courses/${course?.id}`)).body, 'Сменить преподавателя')
    t.equal((await admin.submit('/courses', naming([practice], [petrov.staff_member_id]))).statusCode, 404)
  })

  t.test('and a student has no such pages', async (t) => {
    await enrol(db, group, 'Ежов Глеб')
    await addAccount(db, 'student', [{ role: 'student' }])
    const student = await house.signIn('student')
    for (const url of ['/courses', page, '/curricula']) t.equal((await student.open(url)).statusCode, 404)
  })
})

t.test('When the audit cannot be written, none of these deeds is done', async (t) => {
  const { db } = await testDatabase(t)
  const { crafts, curriculum_id, specialty_id, group, students, autumn, ivanova, petrov } = await planScene(db)
  const account_id = await addAccount(db, 'head', [])
  const head = { ...system, account_id, roles: [{ role: 'head' as const, department_id: crafts }] }
  const today = '2026-11-20'
  const [one, other] = [await itemOf(db, 'МДК.01.01'), await itemOf(db, 'УП.01.01')]
  const choice = { subgroup_id: null, staff_member_id: ivanova.staff_member_id }
  const naming = { study_group_id: group, term_id: autumn }
  await nameTeachers(db, head, today, { ...naming, choices: [{ ...choice, curriculum_item_id: one }] })
  const { id: course_id } = await db.selectFrom('course').select('id').executeTakeFirstOrThrow()
  const young = await addGroup(db, 'ЗМ-26', { department_id: crafts, specialty_id })
  const content = spoiltPlan('Бумага и краски', 'Бумага и клей')
  const kept = await keepDraft(db, head, { name: 'план.plx', content, is_cut: false })
  const draft_id = 'draft_id' in kept ? kept.draft_id : 0
  const state = async () => [
    await db.selectFrom('course').selectAll().execute(),
    await db.selectFrom('course_teacher').selectAll().execute(),
    await db.selectFrom('subgroup').selectAll().execute(),
    await db.selectFrom('study_group').selectAll().orderBy('id').execute(),
    await db.selectFrom('curriculum_item').selectAll().orderBy('id').execute(),
    await db.selectFrom('import_draft').select('id').execute()
  ]
  const before = await state()
  await sql`drop table college.audit_entry`.execute(db)

  const places = students.map((student_id, i) => ({ student_id, number: (i % 2) + 1 }))
  const division = { study_group_id: group, division: 'мастерские', since: today, places, isNew: true }
  const change = { course_id, staff_member_id: petrov.staff_member_id, since: today }
  await t.rejects(nameTeachers(db, head, today, { ...naming, choices: [{ ...choice, curriculum_item_id: other }] }))
  await t.rejects(changeTeacher(db, head, today, change))
  await t.rejects(removeCourse(db, head, today, course_id))
  await t.rejects(divideGroup(db, head, today, division))
  await approve(db)
  await t.rejects(attachCurriculum(db, head, today, { curriculum_id, study_group_id: young }))
  await db.updateTable('curriculum').set({ state: 'draft', approved_on: null }).execute()
  await t.rejects(confirmDraft(db, head, draft_id))
  t.strictSame(await state(), before)
})
