import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { strToU8, zipSync } from 'fflate'
import t from 'tap'
import { lessonPlanPrintable } from '../../src/curriculum/printable.ts'
import { headOf } from '../../src/curriculum/rules/lesson-plan-columns.ts'
import { progressInWords } from '../../src/curriculum/rules/lesson-plan-progress.ts'
import { config } from '../../src/platform/config.ts'
import { printBrowser } from '../../src/print/browser.ts'
import { printDocument } from '../../src/print/pdf.ts'
import { piecesOf } from '../../src/print/sheets.ts'
import { listen, openBrowser, visit } from '../support/browser.ts'
import { openHouse, PASSWORD, type Visitor } from '../support/house.ts'
import { numberOn, outside, overlapping, readPdf } from '../support/pdf.ts'
import { addLesson } from '../support/scene.ts'
import { formOf, planOf, planScene, topicsIn } from './lesson-plan-scene.ts'
import { deeds } from './scene.ts'

type House = Awaited<ReturnType<typeof openHouse>>

t.test('A teacher writes a lesson plan and the deputy approves it', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const scene = await planScene(db)
  const { lecture, practice, course } = scene
  const teacher = await house.signIn('ivanova')
  const deputy = await house.signIn('bulanova')
  let plan = 0
  const page = async () => (await teacher.open(`/lesson-plans/${plan}`)).body
  const version = async () =>
    (await db.selectFrom('lesson_plan').select('version').where('id', '=', plan).executeTakeFirstOrThrow()).version

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
    const seen = { version: String(await version()) }
    const refused = await deputy.submit(`/lesson-plans/${plan}/approval`, seen)
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'Часы КТП не равны часам учебного плана')
    await deputy.open(`/lesson-plans/${plan}`)
    t.equal((await deputy.submit(`/lesson-plans/${plan}/return`, { ...seen, remark: ' ' })).statusCode, 422)
    t.equal(
      (await deputy.submit(`/lesson-plans/${plan}/return`, { ...seen, remark: 'Добавьте 64 часа' })).statusCode,
      303
    )
    t.match(await page(), /Возвращён с замечаниями [^<]*Буланова М\. Л\.: Добавьте 64 часа/)
  })

  t.test('with remarks at rows too: they stand at the rows until the next decision', async (t) => {
    const topics = await topicsIn(db, plan)
    const ids = topics.map(({ id }) => String(id))
    await teacher.submit(`/lesson-plans/${plan}/submission`, {})
    t.match((await deputy.open(`/lesson-plans/${plan}`)).body, 'aria-label="Замечание к строке 2"')
    const said = ids.map((_, i) => (i === 1 ? '  Уточните название: «Сети» <b>' : ''))
    const form = { version: String(await version()), remark: '', topic_id: ids, topic_remark: said }
    const late = await deputy.submit(`/lesson-plans/${plan}/return`, { ...form, version: '1' })
    t.equal(late.statusCode, 422)
    t.match(late.body, /преподаватель забрал план, изменил[\s\S]*Уточните название: «Сети» &lt;b&gt;<\/textarea>/)
    t.equal(
      (await deputy.submit(`/lesson-plans/${plan}/approval`, { version: '1' })).statusCode,
      422,
      'approved unseen'
    )
    t.equal((await deputy.submit(`/lesson-plans/${plan}/return`, form)).statusCode, 303)
    const body = await page()
    t.match(body, /Возвращён с замечаниями [^<]*: № 2: Уточните название/)
    t.match(body, /Тема, строка 2"[\s\S]*?<p class="warning">Замечание: Уточните название: «Сети» &lt;b&gt;<\/p>/)
    const rows = topics.map(({ id, title, hours }) => ({
      ...{ id: String(id), title, hours: String(hours), lesson_kind_id: lecture }
    }))
    const wrong = await teacher.submit(
      `/lesson-plans/${plan}/topics`,
      formOf(await version(), [...rows, { title: 'Сети', hours: '1,5', lesson_kind_id: lecture }])
    )
    t.match(wrong.body, /Замечание: Уточните[\s\S]*целыми академическими часами/)
    const sent = await teacher.submit(`/lesson-plans/${plan}/topics`, {
      ...formOf(
        await version(),
        rows.map((row, i) => (i === 0 ? { ...row, hours: '3,0' } : row))
      ),
      next: 'submission'
    })
    t.match(sent.headers.location, 'done=submission', 'kept and sent at once')
    t.equal((await topicsIn(db, plan))[0]?.hours, 3)
    t.match((await deputy.open(`/lesson-plans/${plan}`)).body, />Уточните название: «Сети» &lt;b&gt;<\/textarea>/)
    await deputy.submit(`/lesson-plans/${plan}/return`, {
      ...form,
      version: String(await version()),
      topic_remark: ids.map(() => ''),
      remark: 'Часы'
    })
    t.notMatch(await page(), 'Замечание: Уточните')
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
    t.equal(
      (await deputy.submit(`/lesson-plans/${plan}/approval`, { version: String(await version()) })).statusCode,
      303
    )
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

/** Sends a file or a pasted table as a browser does, by a form of several parts. */
async function bring(
  house: House,
  visitor: Visitor,
  url: string,
  { name = '', content = '' as string | Uint8Array, pasted = '' }
) {
  const edge = '----form-edge'
  const part = (head: string, body: Uint8Array) =>
    Buffer.concat([
      Buffer.from(`--${edge}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      body,
      Buffer.from('\r\n')
    ])
  return house.app.inject({
    ...{ method: 'POST', url, cookies: visitor.jar },
    headers: { 'content-type': `multipart/form-data; boundary=${edge}` },
    payload: Buffer.concat([
      part('name="_csrf"', Buffer.from(visitor.token())),
      part(`name="file"; filename="${name}"\r\nContent-Type: application/octet-stream`, Buffer.from(content)),
      part('name="pasted"', Buffer.from(pasted)),
      Buffer.from(`--${edge}--\r\n`)
    ])
  })
}

const TABLE = [
  '№\tНаименование разделов и тем\tКол-во часов\tВид занятия\tЗадание\tДата',
  '\tРаздел 1. Основы\t8',
  '1\tПонятие системы\t2\tлекция\t§ 1\t02.09.2026',
  '2\tУстановка\t4\tпр. р.\t\tсентябрь',
  '\tИтого\t6'
].join('\n')

const document = (...rows: string[][]) => {
  const cell = (text: string) => `<w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`
  const table = rows.map((cells) => `<w:tr>${cells.map(cell).join('')}</w:tr>`).join('')
  const xml = `<?xml version="1.0"?><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>КТП</w:t></w:r></w:p><w:tbl>${table}</w:tbl></w:body></w:document>`
  return zipSync({ 'word/document.xml': strToU8(xml) })
}

const SCHOOL_FILE = [
  `${process.env.REALDATA ?? fileURLToPath(new URL('../../../shared/realdata', import.meta.url))}/ktp_school_informatics.xlsx`
].find((file) => existsSync(file))

t.test('Topics are loaded from a table after a look at what was read', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const scene = await planScene(db)
  const teacher = await house.signIn('ivanova')
  await teacher.submit('/lesson-plans', { course_id: String(scene.course.id) })
  const plan = await planOf(db, scene.course.id)
  const url = `/lesson-plans/${plan}/imports`
  await teacher.open(`${url}/new`)

  t.test('pasted: headings are known, sections and sums too, what looks wrong is told by row and column', async (t) => {
    const answer = await bring(house, teacher, url, { pasted: TABLE })
    t.equal(answer.statusCode, 303)
    const preview = String(answer.headers.location)
    const { body } = await teacher.open(preview)
    t.match(body, 'Тем: 2. После загрузки: КТП 6 ч ≠ план 72 ч')
    t.match(body, /<td class="num">4<\/td><td>C<\/td><td>4 ч на одну тему/)
    t.match(body, /<td class="num">4<\/td><td>F<\/td><td>«сентябрь» — не день/)
    t.match(
      body,
      /Раздел 1\. Основы<\/td><th scope="row">Установка<\/th><td class="num">4<\/td><td>Практическое занятие/
    )
    t.same(await topicsIn(db, plan), [], 'nothing is written yet')
    for (const login of ['smirnov', 'bulanova'])
      t.equal((await (await house.signIn(login)).open(preview)).statusCode, 404, `and ${login} cannot see it`)
    const loaded = await teacher.submit(preview, {
      chosen: '0',
      sheet: '0',
      columns: ['-', '1', '2', '3', '4', '-', '5', '-']
    })
    t.equal(loaded.headers.location, `/lesson-plans/${plan}?done=loaded`)
    t.match(await topicsIn(db, plan), [
      { title: 'Понятие системы', section: 'Раздел 1. Основы', hours: 2 },
      { title: 'Установка', section: 'Раздел 1. Основы', hours: 4 }
    ])
    t.equal((await teacher.open(preview)).statusCode, 404, 'the table waits no more')
  })

  t.test('from a document: replaced, topics of the same words keep their lessons', async (t) => {
    const [first] = await topicsIn(db, plan)
    await db
      .updateTable('lesson')
      .set({ lesson_plan_topic_id: first?.id ?? 0 })
      .where('id', '=', scene.monday.id)
      .execute()
    const content = document(['№', 'Тема', 'Часы'], ['1', 'Память', '2'], ['2', 'Понятие системы', '2'])
    const answer = await bring(house, teacher, url, { name: 'ктп.docx', content })
    const preview = String(answer.headers.location)
    t.match((await teacher.open(preview)).body, 'оставить, эти добавить в конец')
    const loaded = await teacher.submit(preview, { mode: 'replace' })
    t.equal(loaded.statusCode, 303)
    const topics = await topicsIn(db, plan)
    t.same(
      topics.map(({ title }) => title),
      ['Память', 'Понятие системы']
    )
    t.equal(topics[1]?.id, first?.id)
  })

  t.test('with an error in a row nothing is loaded', async (t) => {
    const answer = await bring(house, teacher, url, { name: 'ктп.csv', content: 'Тема;Часы\nСети;сорок\n' })
    const preview = String(answer.headers.location)
    t.match((await teacher.open(preview)).body, /Ошибки: 1.*<td class="num">2<\/td><td>B<\/td><td>Часы «сорок»/s)
    t.equal((await teacher.submit(preview, {})).statusCode, 422)
    t.equal((await topicsIn(db, plan)).length, 2)
    t.match(
      (await teacher.open(`${preview}?chosen=0&sheet=0&columns=-&columns=0&columns=-&hours=1`)).body,
      'Тем: 1.',
      'another choice of columns helps'
    )
    t.equal((await teacher.submit(`${preview}/removal`, {})).headers.location, `/lesson-plans/${plan}`)
    t.equal((await teacher.open(preview)).statusCode, 404)
  })

  for (const [why, name, content, refusal] of [
    ['nothing', '', '', 'Выберите файл или вставьте таблицу'],
    ['an old workbook', 'ктп.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0]), 'Файл старого формата'],
    ['a broken zip', 'ктп.xlsx', Buffer.from('PK\u0003\u0004broken'), 'Файл повреждён'],
    ['a picture of a plan', 'ктп.pdf', Buffer.from('%PDF-1.7'), 'не нашлось таблицы'],
    ['a bomb', 'ктп.xlsx', zipSync({ 'xl/workbook.xml': new Uint8Array(60_000_000) }), 'слишком большой'],
    ['more than 5 MB', 'ктп.csv', Buffer.alloc(5_000_001, 65), 'больше 5 МБ']
  ] as const)
    t.test(`${why} is refused at the field`, async (t) => {
      const answer = await bring(house, teacher, url, { name, content })
      t.equal(answer.statusCode, 422)
      t.match(answer.body, new RegExp(`id="refusal">[^<]*${refusal}`))
    })

  t.test("a school's workbook reads sensibly", { skip: SCHOOL_FILE ? false : 'no real files here' }, async (t) => {
    const answer = await bring(house, teacher, url, { name: 'ктп.xlsx', content: readFileSync(SCHOOL_FILE ?? '') })
    const preview = String(answer.headers.location)
    t.match(
      (await teacher.open(`${preview}?mode=replace&hours=1`)).body,
      /Тем: 8\..*Стеганография\.<\/th><td class="num">1<.*27\.05\.2021/s
    )
    t.match((await teacher.open(`${preview}?sheet=1&chosen=0`)).body, /Тем: 34\..*Цели изучения курса/s)
  })
})

t.test('A session that ends while a plan is typed loses nothing of it', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const scene = await planScene(db)
  const teacher = await house.signIn('ivanova')
  await teacher.open('/lesson-plans')
  await teacher.submit('/lesson-plans', { course_id: String(scene.course.id) })
  const plan = await planOf(db, scene.course.id)
  const unescaped = (text = '') =>
    text
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
  const signInAgain = async (url: string, body: string) => {
    const resume = unescaped(/name="resume" value="([^"]*)"/.exec(body)?.[1])
    const offered = await teacher.submit('/login', { login: 'ivanova', password: PASSWORD, to: url, resume })
    const found = [...offered.body.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)]
    const fields = Map.groupBy(found, ([, name]) => name ?? '')
    fields.delete('_csrf') // every form of the page has one
    return Object.fromEntries([...fields].map(([name, all]) => [name, all.map(([, , value]) => unescaped(value))]))
  }
  const endSessions = () => db.deleteFrom('session').execute()

  await t.test('two hundred rows with quotes and long titles', async (t) => {
    const title = (i: number) => `Тема ${i}. «Кавычки», "двойные" & <угловые>: ${'проектирование '.repeat(8).trim()}`
    const rows = Array.from({ length: 200 }, (_, i) => ({
      ...{ title: title(i + 1), hours: '2', lesson_kind_id: scene.lecture, homework: '§ 1 + упражнения; с. 5–12' }
    }))
    const url = `/lesson-plans/${plan}/topics`
    await endSessions()
    const asked = await teacher.submit(url, formOf(1, rows))
    t.equal(asked.statusCode, 401)
    const kept = await signInAgain(url, asked.body)
    t.equal((await teacher.submit(url, kept)).statusCode, 303)
    const topics = await topicsIn(db, plan)
    t.equal(topics.length, 200)
    t.equal(topics[199]?.title, title(200))
  })

  await t.test('a table pasted from a spreadsheet', async (t) => {
    const url = `/lesson-plans/${plan}/imports`
    await endSessions()
    const asked = await teacher.submit(url, { pasted: 'Тема\tЧасы\n"Ядро\nи модули"\t2\n' })
    t.equal(asked.statusCode, 401)
    const kept = await signInAgain(url, asked.body)
    t.same(Object.keys(kept), ['pasted'])
    const answer = await teacher.submit(url, kept)
    t.equal(answer.statusCode, 303)
    t.match((await teacher.open(String(answer.headers.location))).body, /Тем: 1\.[\s\S]*Ядро и модули/)
  })
})

t.test('A lesson plan on paper', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const scene = await planScene(db)
  const teacher = await house.signIn('ivanova')
  await teacher.submit('/lesson-plans', { course_id: String(scene.course.id) })
  const plan = await planOf(db, scene.course.id)
  await teacher.open(`/lesson-plans/${plan}`)
  const long = Array.from({ length: 34 }, (_, i) => ({
    title: `Тема ${i + 3}. Проектирование и разработка многопоточного приложения`,
    hours: '2',
    lesson_kind_id: scene.practice,
    homework: '§ 3, упражнения'
  }))
  await teacher.submit(
    `/lesson-plans/${plan}/topics`,
    formOf(1, [
      { section: 'Раздел 1. Основы', title: 'Понятие системы', hours: '2', lesson_kind_id: scene.lecture },
      { title: 'Установка', hours: '2', lesson_kind_id: scene.lecture, planned_on: '05.10.2026' },
      ...long
    ])
  )
  const [first] = await topicsIn(db, plan)
  await db
    .updateTable('lesson')
    .set({ lesson_plan_topic_id: first?.id ?? 0 })
    .where('id', '=', scene.monday.id)
    .execute()
  await db
    .insertInto('timetable_entry')
    .values({
      course_id: scene.course.id,
      held_on: '2026-11-23',
      pair_number: 2,
      staff_member_id: scene.teacher.staff_member_id
    })
    .execute()

  const post = 'Заместитель директора по учебной и методической работе'
  await db.insertInto('signature').values({ code: 'deputy', post, name: 'М.Л. Буланова' }).execute()

  t.test('is looked at before it is printed; strangers cannot order it', async (t) => {
    const { body } = await teacher.open(`/print/preview/lesson-plan?plan=${plan}`)
    t.match(body, /Раздел 1\. Основы<\/td><td>72</)
    for (const [title, day] of [
      ['Понятие системы', '16.11'],
      ['Установка', '05.10'],
      ['Тема 3. Проектирование и разработка многопоточного приложения', '23.11']
    ])
      t.match(body, new RegExp(`${title}</td><td>2</td><td>[^<]*</td><td>${day}</td>`))
    const stranger = await house.signIn('drozdov')
    await stranger.open('/print?kind=lesson-plan')
    t.equal((await stranger.open(`/print/preview/lesson-plan?plan=${plan}`)).statusCode, 422)
    t.equal((await stranger.submit('/print/orders/lesson-plan', { plan: String(plan) })).statusCode, 422)
    t.equal((await teacher.submit('/print/orders/lesson-plan', { plan: String(plan) })).statusCode, 303)
  })

  t.test('has its heads on every page, numbers at the top right and nothing outside', async (t) => {
    const making = { now: new Date('2026-11-20T08:00:00Z'), by: 'Иванова А. П.' }
    const parameters = { lesson_plan_id: plan, course_id: scene.course.id }
    const made = await lessonPlanPrintable.document(db, parameters, making)
    if (!made) throw new Error('nothing to print')
    const browser = printBrowser({ unpackTo: join(config.dataDir, 'chromium'), executable: config.browserPath })
    t.teardown(() => browser.close())
    const { title, foot, sides } = made
    const { bytes } = await printDocument(piecesOf(made.sheets), {
      ...{ browser, title, foot, sides, producer: 'test', madeAt: making.now }
    })
    const pages = await readPdf(bytes)
    t.ok(pages.length >= 2, `${pages.length} pages`)
    t.match(
      pages[0]?.text,
      /УТВЕРЖДАЮ.*КАЛЕНДАРНО-ТЕМАТИЧЕСКИЙ ПЛАН.*на 2026\/2027 учебный год.*Иванова Анна Петровна.*ОП\.01 Операционные системы.*группа СА-21/
    )
    t.match(pages.at(-1)?.text, /Итого 72.*Председатель комиссии.*Преподаватель.*А\.П\. Иванова/)
    t.match(pages[0]?.text, /УТВЕРЖДАЮ.*Заместитель директора по учебной и методической работе.*М\.Л\. Буланова/)
    for (const [i, page] of pages.entries()) {
      t.match(page.text, 'Наименование разделов и тем')
      t.equal(numberOn(page), i + 1)
      t.same(outside(page), [])
      t.same(overlapping(page), [])
    }
  })
})

t.test('Rows copied from a spreadsheet fill the table, hours are summed as they are typed', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const scene = await planScene(db)
  const teacher = await house.signIn('ivanova')
  await teacher.submit('/lesson-plans', { course_id: String(scene.course.id) })
  const plan = await planOf(db, scene.course.id)
  const address = await listen(house.app)
  const context = await (await openBrowser(t)).createBrowserContext()
  const page = await visit(t, context, address, 'ivanova', `/lesson-plans/${plan}`)
  const said = () => page.$eval('#hours-said', (line) => line.textContent)

  const copied = Array.from({ length: 16 }, (_, i) => `Тема ${i + 1}\t2\tпракт.\t§ ${i + 1}`)
  copied[1] = '"Сети\nи ""протоколы"""\t4\tлекция\t'
  await page.evaluate(`(() => {
    const data = new DataTransfer()
    data.setData('text/plain', ${JSON.stringify(copied.join('\r\n'))})
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    document.querySelector('.plan-table [name=title]').dispatchEvent(event)
  })()`)
  t.match(await said(), /^КТП 34 ч ≠ план 72 ч/)
  t.match(await page.$eval('table.hours', (table) => table.textContent), /теоретические440не хватает 36 ч/)
  await page.type('.plan-table tbody tr:first-child [name=hours]', '0')
  t.match(await said(), /^КТП 52 ч/, '20 hours instead of 2')
  await page.keyboard.press('Backspace')

  await Promise.all([page.waitForNavigation(), page.click('#plan-topics button.main')])
  const topics = await topicsIn(db, plan)
  t.equal(topics.length, 16, 'a row is added when the empty ones are used up')
  t.match(topics[1], { title: 'Сети и "протоколы"', hours: 4 })
  t.equal(topics.at(-1)?.title, 'Тема 16')
})

t.test('Rows pasted without headings lose none: hours and kinds are known by what stands in them', (t) => {
  const linesOf = (text: string) =>
    text.split('\n').map((line, i) => ({ number: i + 1, cells: line.split('|').map((cell) => cell.trim()) }))
  const read = (text: string) => {
    const { columns, header, lines } = headOf(linesOf(text))
    return { columns, headings: header.length, rows: lines.length }
  }
  const rows =
    'Раздел 1. Сети | Тема 1. Виды сетей | 2 | Лекция | § 1\n| Тема 2. Кабели | 2 | Практическое занятие | § 2'
  const found = { section: 0, title: 1, hours: 2, kind: 3 }
  t.strictSame(read(rows), { columns: found, headings: 0, rows: 2 })
  t.strictSame(read('1 | Содержание дисциплины | 2\n2 | Виды сетей | 2\n3 | Кабели | 4'), {
    ...{ columns: { title: 1, hours: 2 }, headings: 0, rows: 3 }
  })
  t.strictSame(read('Раздел 1. Сети\nВиды сетей\nКабели и соединения в сети'), {
    ...{ columns: { title: 0 }, headings: 0, rows: 3 }
  })
  t.strictSame(read('Темы занятий\nВиды сетей'), { columns: { title: 0 }, headings: 1, rows: 1 })
  t.strictSame(read(`Раздел | Тема | Часы | Вид занятия | Домашнее задание\n${rows}`), {
    ...{ columns: { section: 0, title: 1, hours: 2, kind: 3, homework: 4 }, headings: 5, rows: 2 }
  })
  t.end()
})
