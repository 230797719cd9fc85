import t from 'tap'
import { progressInWords } from '../../src/curriculum/rules/lesson-plan-progress.ts'
import { openHouse } from '../support/house.ts'
import { addLesson } from '../support/scene.ts'
import { formOf, planOf, planScene, topicsIn } from './lesson-plan-scene.ts'
import { deeds } from './scene.ts'

t.test('A teacher writes a lesson plan and the deputy approves it', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const scene = await planScene(db)
  const { lecture, practice, course } = scene
  const teacher = await house.signIn('ivanova')
  const deputy = await house.signIn('bulanova')
  let plan = 0
  const page = async () => (await teacher.open(`/lesson-plans/${plan}`)).body
  const version = async () => Number(/name="version" value="(\d+)"/.exec(await page())?.[1])

  t.test('beginning from a journal that has none', async (t) => {
    t.match((await teacher.open('/lesson-plans')).body, /Операционные системы.*КТП нет.*Завести КТП/s)
    const answer = await teacher.submit('/lesson-plans', { course_id: String(course.id) })
    t.equal(answer.statusCode, 303)
    plan = await planOf(db, course.id)
    t.equal(answer.headers.location, `/lesson-plans/${plan}`)
    t.equal(await planOf(db, scene.parallel.course.id), 0, "a colleague's journal is the colleague's")
    const twice = await teacher.submit('/lesson-plans', { course_id: String(course.id) })
    t.equal(twice.statusCode, 422)
    t.match(twice.body, 'у журнала уже есть')
    t.match(await page(), 'КТП 0 ч ≠ план 72 ч')
  })

  t.test('typing rows: numbers put them in order, sections are typed once', async (t) => {
    await page()
    const rows = [
      { section: 'Раздел 1. Введение', title: 'Понятие системы', hours: '2', lesson_kind_id: lecture },
      { title: 'Установка', hours: '2', lesson_kind_id: practice, homework: '§ 2', planned_on: '14.09.2026' },
      { section: 'Раздел 2. Процессы', title: 'Планировщик', hours: '2', lesson_kind_id: lecture },
      { title: 'История', hours: '2', lesson_kind_id: lecture, position: '1,5' },
      {}
    ]
    const answer = await teacher.submit(`/lesson-plans/${plan}/topics`, formOf(1, rows))
    t.equal(answer.headers.location, `/lesson-plans/${plan}?done=kept`)
    t.match(await topicsIn(db, plan), [
      { position: 1, title: 'Понятие системы', section: 'Раздел 1. Введение' },
      { position: 2, title: 'История', section: 'Раздел 1. Введение' },
      { position: 3, title: 'Установка', section: 'Раздел 1. Введение' },
      { position: 4, title: 'Планировщик', section: 'Раздел 2. Процессы' }
    ])
    const body = await page()
    t.match(body, 'КТП 8 ч ≠ план 72 ч')
    t.match(
      body,
      /теоретические<\/th><td class="num">6<\/td><td class="num">40<\/td><td><em class="tag">не хватает 34 ч/
    )
    t.match(body, /практические<\/th><td class="num">2<\/td><td class="num">32/)
    t.match(body, 'value="14.09.2026"')
    t.equal(body.match(/Раздел 1\. Введение<\/textarea>/g)?.length, 1, 'the section stands in its first row only')
  })

  t.test('what is wrong is told at its row and nothing typed is lost', async (t) => {
    const [first] = await topicsIn(db, plan)
    const rows = [
      { id: String(first?.id), title: 'Понятие системы', hours: '40', lesson_kind_id: lecture },
      { title: '', hours: '2', lesson_kind_id: lecture },
      { title: 'Память', hours: '2' },
      { title: 'Файлы', hours: '2', lesson_kind_id: lecture, planned_on: '31.02.2026' }
    ]
    const answer = await teacher.submit(`/lesson-plans/${plan}/topics`, formOf(await version(), rows))
    t.equal(answer.statusCode, 422)
    for (const [i, sentence] of [
      [0, 'целое число от 1 до 12'],
      [1, 'Напишите тему'],
      [2, 'Выберите вид занятия'],
      [3, 'Срок — день']
    ] as const)
      t.match(
        answer.body,
        new RegExp(
          `aria-describedby="wrong_${i}".*id="wrong_${i}">[^<]*${sentence}|id="wrong_${i}">[^<]*${sentence}.*aria-describedby="wrong_${i}"`,
          's'
        )
      )
    t.match(answer.body, 'value="31.02.2026"')
    t.equal((await topicsIn(db, plan)).length, 4, 'and nothing is written')
  })

  t.test('somebody else changed it meanwhile: both are told apart', async (t) => {
    const seen = await version()
    const topics = await topicsIn(db, plan)
    const rows = topics.map(({ id, title }) => ({ id: String(id), title, hours: '2', lesson_kind_id: lecture }))
    await teacher.submit(
      `/lesson-plans/${plan}/topics`,
      formOf(seen, [...rows, { title: 'Память', hours: '2', lesson_kind_id: lecture }])
    )
    const late = await teacher.submit(
      `/lesson-plans/${plan}/topics`,
      formOf(seen, [...rows, { title: 'Моё', hours: '2', lesson_kind_id: lecture }])
    )
    t.equal(late.statusCode, 422)
    t.match(late.body, /план изменил\(а\) Иванова А\. П\./)
    t.match(late.body, '>Моё</textarea>')
    t.match(
      (await topicsIn(db, plan)).map(({ title }) => title),
      ['Понятие системы', 'История', 'Установка', 'Планировщик', 'Память']
    )
    const again = Number(/name="version" value="(\d+)"/.exec(late.body)?.[1])
    const insisted = await teacher.submit(
      `/lesson-plans/${plan}/topics`,
      formOf(again, [...rows, { title: 'Моё', hours: '2', lesson_kind_id: lecture }])
    )
    t.equal(insisted.statusCode, 303)
    t.equal((await topicsIn(db, plan)).at(-1)?.title, 'Моё')
  })

  t.test('a row moves and keeps its lessons; one that was taught is not removed', async (t) => {
    const topics = await topicsIn(db, plan)
    const used = topics[0]?.id ?? 0
    await db.updateTable('lesson').set({ lesson_plan_topic_id: used }).where('id', '=', scene.monday.id).execute()
    const rows = topics.map(({ id, title }, i) => ({
      id: String(id),
      title,
      hours: '2',
      lesson_kind_id: lecture,
      position: String(10 - i)
    }))
    const refused = await teacher.submit(`/lesson-plans/${plan}/topics`, formOf(await version(), rows, [0]))
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'Тема уже проведена (16.11.2026)')
    const moved = await teacher.submit(`/lesson-plans/${plan}/topics`, formOf(await version(), rows, [1]))
    t.equal(moved.statusCode, 303)
    t.same(
      (await topicsIn(db, plan)).map(({ title }) => title),
      ['Моё', 'Планировщик', 'Установка', 'Понятие системы']
    )
    t.equal((await topicsIn(db, plan)).at(-1)?.id, used)
    const journal = await db
      .selectFrom('lesson')
      .select('lesson_plan_topic_id')
      .where('id', '=', scene.monday.id)
      .executeTakeFirstOrThrow()
    t.equal(journal.lesson_plan_topic_id, used)
  })

  t.test('is sent with hours that differ, but not approved: it comes back with remarks', async (t) => {
    t.match(await page(), 'отправить можно, но утвердить такой план не получится')
    t.equal((await teacher.submit(`/lesson-plans/${plan}/submission`, {})).statusCode, 303)
    t.match((await deputy.open('/lesson-plans')).body, /на утверждении<\/a> — 1/)
    const refused = await deputy.submit(`/lesson-plans/${plan}/approval`, {})
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'Часы КТП не равны часам учебного плана')
    await deputy.open(`/lesson-plans/${plan}`)
    t.equal((await deputy.submit(`/lesson-plans/${plan}/return`, { remark: ' ' })).statusCode, 422)
    t.equal((await deputy.submit(`/lesson-plans/${plan}/return`, { remark: 'Добавьте 64 часа' })).statusCode, 303)
    t.match(await page(), /Возвращён с замечаниями [^<]*Буланова М\. Л\.: Добавьте 64 часа/)
  })

  t.test('approved when the hours agree, then it is not edited until it is opened with a reason', async (t) => {
    const topics = (await topicsIn(db, plan)).map(({ id, title }) => ({
      id: String(id),
      title,
      hours: '12',
      lesson_kind_id: lecture
    }))
    const rows = [
      ...topics,
      { title: 'Сети', hours: '12', lesson_kind_id: practice },
      { title: 'Зачёт', hours: '12', lesson_kind_id: practice }
    ]
    await teacher.submit(`/lesson-plans/${plan}/topics`, formOf(await version(), rows))
    t.match(await page(), 'столько же, сколько в учебном плане')
    await teacher.submit(`/lesson-plans/${plan}/submission`, {})
    const locked = await teacher.submit(`/lesson-plans/${plan}/topics`, formOf(99, rows))
    t.equal(locked.statusCode, 422)
    t.match(locked.body, 'План отправлен или утверждён')
    await deputy.open(`/lesson-plans/${plan}`)
    t.equal((await deputy.submit(`/lesson-plans/${plan}/approval`, {})).statusCode, 303)
    const body = await page()
    t.match(body, 'КТП, 3-й семестр, утверждён')
    t.notMatch(body, 'name="version"')
    t.equal((await teacher.submit(`/lesson-plans/${plan}/reopening`, { remark: '' })).statusCode, 422)
    t.equal((await teacher.submit(`/lesson-plans/${plan}/removal`, {})).statusCode, 422)
    t.equal(
      (await teacher.submit(`/lesson-plans/${plan}/reopening`, { remark: 'Изменился порядок тем' })).statusCode,
      303
    )
    t.match(await page(), /открыт для изменения<\/td><td>Иванова А\. П\.<\/td><td class="words">Изменился порядок тем/)
  })

  t.test('and all of it is on the audit trail', async (t) => {
    const told = (await deeds(db)).filter((deed) => deed.startsWith('lesson_plan.'))
    t.same(
      [...new Set(told)],
      [
        ...['lesson_plan.begun', 'lesson_plan.changed', 'lesson_plan.submitted', 'lesson_plan.returned'],
        ...['lesson_plan.approved', 'lesson_plan.reopened']
      ]
    )
  })

  t.test('a colleague of a parallel group reads it and copies it, but does not write in it', async (t) => {
    const colleague = await house.signIn('smirnov')
    t.equal((await colleague.open(`/lesson-plans/${plan}`)).statusCode, 200)
    t.equal((await colleague.submit(`/lesson-plans/${plan}/topics`, formOf(1, [{}]))).statusCode, 404)
    t.equal((await colleague.submit(`/lesson-plans/${plan}/submission`, {})).statusCode, 404)
    t.equal((await colleague.submit(`/lesson-plans/${plan}/approval`, {})).statusCode, 404)
    t.match((await colleague.open(`/lesson-plans/${plan}/copies/new`)).body, 'СА-22, 1 семестр')
    t.equal((await colleague.submit(`/lesson-plans/${plan}/copies`, { target: '1/9' })).statusCode, 422)
    const copied = await colleague.submit(`/lesson-plans/${plan}/copies`, { target: `${scene.item.id}/3` })
    t.equal(copied.statusCode, 303)
    const own = await planOf(db, scene.parallel.course.id)
    t.equal(copied.headers.location, `/lesson-plans/${own}?done=copied`)
    t.same(
      (await topicsIn(db, own)).map(({ title }) => title),
      (await topicsIn(db, plan)).map(({ title }) => title)
    )
  })

  t.test('journals follow the plan that is chosen for them, of those one teaches', async (t) => {
    await teacher.submit(`/lesson-plans/${plan}/courses`, { course_id: String(scene.parallel.course.id) })
    t.equal(await planOf(db, course.id), 0, 'the own journal follows none')
    t.not(await planOf(db, scene.parallel.course.id), plan, "the colleague's is left alone")
    await teacher.submit(`/lesson-plans/${plan}/courses`, { course_id: String(course.id) })
    t.equal(await planOf(db, course.id), plan)
  })

  t.test('strangers, students and parents do not know of it', async (t) => {
    const stranger = await house.signIn('drozdov')
    for (const path of [`/lesson-plans/${plan}`, `/lesson-plans/${plan}/copies/new`])
      t.equal((await stranger.open(path)).statusCode, 404)
    t.equal((await stranger.submit('/lesson-plans', { course_id: String(course.id) })).statusCode, 404)
    t.notMatch((await stranger.open('/lesson-plans')).body, 'Операционные системы')
    for (const login of ['petrova', 'gromov', 'kotova', 'bulanova'])
      t.equal((await (await house.signIn(login)).open(`/lesson-plans/${plan}`)).statusCode, 200, login)
    for (const login of ['petrova', 'gromov', 'kotova']) {
      const reader = await house.signIn(login)
      t.equal((await reader.submit(`/lesson-plans/${plan}/submission`, {})).statusCode, 404, login)
    }
  })
})

t.test('How far each journal has come is told in words', async (t) => {
  const house = await openHouse(t)
  const scene = await planScene(house.db)
  const { db } = house
  const teacher = await house.signIn('ivanova')
  await teacher.submit('/lesson-plans', { course_id: String(scene.course.id) })
  const plan = await planOf(db, scene.course.id)
  await teacher.open(`/lesson-plans/${plan}`)
  const rows = ['А', 'Б', 'В', 'Г', 'Д'].map((title) => ({ title, hours: '2', lesson_kind_id: scene.lecture }))
  await teacher.submit(`/lesson-plans/${plan}/topics`, formOf(1, rows))
  const topics = await topicsIn(db, plan)
  const third = await addLesson(db, scene.course.id, scene.teacher, '2026-11-19')
  for (const [lesson, topic] of [
    [scene.monday.id, topics[0]?.id],
    [third.id, topics[2]?.id]
  ])
    await db
      .updateTable('lesson')
      .set({ lesson_plan_topic_id: topic ?? null })
      .where('id', '=', lesson ?? 0)
      .execute()
  for (const held_on of ['2026-11-16', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-27'])
    await db
      .insertInto('timetable_entry')
      .values({ course_id: scene.course.id, held_on, pair_number: 1, staff_member_id: scene.teacher.staff_member_id })
      .execute()
  t.match(
    (await teacher.open(`/lesson-plans/${plan}`)).body,
    'проведено 2 из 5 тем, отставание 2 занятия, пропущено тем: 1, занятий не по КТП: 1'
  )
  t.match(
    progressInWords({ topics: 36, done: 14, outside: 0, last: 14, due: 16 }),
    /^проведено 14 из 36 тем, отставание 2 занятия$/
  )
  t.equal(
    progressInWords({ topics: 1, done: 1, outside: 0, last: 1, due: 0 }),
    'проведено 1 из 1 темы, опережение 1 занятие'
  )
})
