import t from 'tap'
import { addModule } from '../practice/scene.ts'
import { listen, openBrowser, visit } from '../support/browser.ts'
import { openHouse } from '../support/house.ts'
import { addLesson, courseScene, hire, journalScene } from '../support/scene.ts'
import { statementsOf } from '../support/statements.ts'

t.test('Hundreds of debts of twenty journals come in pages, for as many questions as one debt', async (t) => {
  const house = await openHouse(t, { now: '2026-11-20T21:30' })
  const { db } = house
  const scene = await journalScene(db)
  const { teacher, college } = scene
  await db.deleteFrom('lesson').execute()
  const visitor = await house.signIn('ivanova')
  const asked = async () => (await statementsOf(() => visitor.open('/journal/today'))).length
  await addLesson(db, scene.course.id, teacher, '2026-11-02', { topic: '' })
  await visitor.open('/journal/today')
  const one = await asked()
  const courses = [scene.course.id]
  for (let i = 1; i < 20; i++)
    courses.push((await courseScene(db, college, teacher, { group: `ПР-${i}`, index: `ОП.${i}` })).course.id)
  const kind = await db.selectFrom('lesson_kind').select('id').executeTakeFirstOrThrow()
  const days = Array.from({ length: 20 }, (_, i) => `2026-10-${String(i + 1).padStart(2, '0')}`)
  const place = courses.flatMap((course_id, n) =>
    days.map((held_on) => ({ course_id, held_on, pair_number: (n % 8) + 1 }))
  )
  const given = { hours: 2, topic: '', taught_by: teacher.staff_member_id, lesson_kind_id: kind.id }
  await db
    .insertInto('lesson')
    .values(place.map((row) => ({ ...row, ...given })))
    .execute()
  await db
    .insertInto('timetable_entry')
    .values(
      place.map((row) => ({
        ...row,
        held_on: row.held_on.replace('-10-', '-09-'),
        staff_member_id: teacher.staff_member_id
      }))
    )
    .execute()
  t.equal(await asked(), one, 'twenty journals cost no more questions')
  const { body } = await visitor.open('/journal/today')
  t.match(body, /Занятие не записано: 400/)
  t.match(body, /Нет темы: 401/)
  t.match(body, /Мои долги: 1603/)
  t.ok(Buffer.byteLength(body) < 60_000, `${Buffer.byteLength(body)} bytes`)
  const all = await visitor.open('/journal/today?of=topic&page=9')
  t.match(all.body, /Страница 9 из 9/)
  t.match(all.body, /01\.10\.2026/)
  t.notMatch(all.body, /Занятие не записано/)
  t.match((await visitor.open('/journal/today?of=topic&page=999')).body, /Страница 9 из 9/)
  t.match((await visitor.open('/journal/today?of=nonsense')).body, /Нет темы: 401/)
  t.match((await visitor.open('/')).body, /Мои долги<\/a>: 1603/)
})

t.test('A lesson of several pairs stands for them all; a day of practice is a duty of its day', async (t) => {
  const house = await openHouse(t, { now: '2026-11-20T10:41' })
  const { db } = house
  const scene = await journalScene(db)
  const { teacher, course } = scene
  const done = { topic: 'Права', homework: '§ 4', roll_called_at: new Date() }
  await db.updateTable('lesson').set(done).execute()
  const [first, ...rest] = [1, 2, 3]
  await db
    .insertInto('timetable_entry')
    .values(
      [first, ...rest].map((pair_number) => ({
        ...{ course_id: course.id, held_on: '2026-11-12', pair_number, staff_member_id: teacher.staff_member_id }
      }))
    )
    .execute()
  const long = await addLesson(db, course.id, teacher, '2026-11-12', { hours: 4 })
  await db.updateTable('lesson').set(done).where('id', '=', long.id).execute()
  const { up } = await addModule(db, scene)
  await db.insertInto('practice').values({ course_id: up, starts_on: '2026-11-18', ends_on: '2026-11-21' }).execute()
  await db
    .insertInto('practice_day')
    .values([18, 19, 20, 21].map((day) => ({ course_id: up, held_on: `2026-11-${day}`, hours: 6, topic: 'Монтаж' })))
    .execute()
  await addLesson(db, up, teacher, '2026-11-18', { hours: 6 })
  const { body } = await (await house.signIn('ivanova')).open('/journal/today')
  t.match(body, /Занятие не записано: 1</, 'of three pairs two are one lesson of four hours')
  t.match(body, /held_on=2026-11-12&amp;pair_number=3/)
  t.match(body, /Практика сегодня/)
  t.match(body, /День практики не записан: 1</)
  t.ok(body.includes(`/practices/${up}#days`))
  const colleague = (await (await house.signIn('smirnov')).open('/journal/today')).body
  t.notMatch(colleague, /практик/i)
})

t.test('Each debt leads to its field, and the cursor stands in it', async (t) => {
  const house = await openHouse(t, { now: '2026-11-20T10:41' })
  const { db, app } = house
  const { course, teacher, students } = await journalScene(db)
  await db.deleteFrom('lesson').execute()
  const bare = await addLesson(db, course.id, teacher, '2026-11-09', { topic: '', works: ['Контрольная работа'] })
  const by = await db.selectFrom('account').select('id').executeTakeFirstOrThrow()
  await db
    .insertInto('absence')
    .values({ lesson_id: bare.id, student_id: students[0].id, code: 'б', hours: 2, document: '12', noted_by: by.id })
    .execute()
  const address = await listen(app)
  const browser = await openBrowser(t)
  const page = await visit(t, await browser.createBrowserContext(), address, 'ivanova', '/journal/today')
  const links = await page.$$eval('#debts ~ table a', (all) => all.map((one) => (one as { href: string }).href))
  t.equal(links.length, 4)
  for (const link of links) {
    await page.goto('about:blank')
    await page.goto(link)
    const id = new URL(link).hash.slice(1)
    const seen = await page.evaluate(`(() => {
      const box = document.activeElement.getBoundingClientRect()
      return { id: document.activeElement.id, isSeen: box.top >= 0 && box.bottom <= window.innerHeight }
    })()`)
    t.strictSame(seen, { id, isSeen: true }, id)
  }
})

t.test('«Сегодня» is the teacher’s day and debts, each with a link to the place', async (t) => {
  const house = await openHouse(t, { now: '2026-11-20T10:41' })
  const { db } = house
  const scene = await journalScene(db)
  const { course, teacher, colleague, monday, friday } = scene
  const done = { topic: 'Права доступа', homework: '§ 4', roll_called_at: new Date() }
  await db.updateTable('lesson').set(done).execute()
  const room = await db.insertInto('room').values({ name: '101' }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('bell').values({ weekday: 5, pair_number: 2, starts_at: '10:10', ends_at: '11:40' }).execute()
  const entry = (held_on: string, pair_number: number, staff = teacher) => ({
    ...{ course_id: course.id, held_on, pair_number, room_id: room.id, staff_member_id: staff.staff_member_id }
  })
  const add = (row: ReturnType<typeof entry>) =>
    db.insertInto('timetable_entry').values(row).returning('id').executeTakeFirstOrThrow()
  const visitor = await house.signIn('ivanova')
  const open = async () => (await visitor.open('/journal/today')).body

  await t.test('a free day names the next lesson', async (t) => {
    await add(entry('2026-11-24', 3))
    const body = await open()
    t.match(body, /Сегодня занятий нет/)
    t.match(body, /24\.11, 3 пара/)
    t.match(body, /Всё записано/)
  })

  await t.test('a lesson that is not recorded opens in one click, filled in', async (t) => {
    await add(entry('2026-11-20', 2))
    const body = await open()
    t.match(body, /10:10–11:40/)
    const href = `/journal/courses/${course.id}/lessons/new?held_on=2026-11-20&amp;pair_number=2`
    t.ok(body.includes(href), 'the form knows day and pair')
    const form = (await visitor.open(href.replaceAll('&amp;', '&'))).body
    t.match(form, /value="20\.11\.2026"/)
    t.match(form, /name="pair_number" size="2" value="2"/)
  })

  await t.test('a recorded lesson says what is still empty', async (t) => {
    await add(entry('2026-11-20', 1))
    await db.updateTable('lesson').set({ homework: '' }).where('id', '=', friday.id).execute()
    const body = await open()
    t.match(body, /тема — есть/)
    t.ok(body.includes(`/journal/lessons/${friday.id}#homework`), 'a link to what lacks')
    t.match(body, /Всё записано/, 'today is no debt yet')
  })

  await t.test('debts of earlier days are counted by kinds', async (t) => {
    await add(entry('2026-11-18', 4))
    await db
      .updateTable('lesson')
      .set({ topic: '', homework: '', roll_called_at: null })
      .where('id', '=', monday.id)
      .execute()
    const work = await addLesson(db, course.id, teacher, '2026-11-12', { works: ['Контрольная работа'] })
    const fresh = await addLesson(db, course.id, teacher, '2026-11-13', { works: ['Контрольная работа'] })
    await db.updateTable('lesson').set(done).where('id', 'in', [work.id, fresh.id]).execute()
    const body = await open()
    t.match(body, /Мои долги: 5/)
    for (const place of ['topic', 'roll', 'homework'])
      t.ok(body.includes(`/journal/lessons/${monday.id}#${place}`), place)
    t.ok(body.includes(`held_on=2026-11-18&amp;pair_number=4`), 'the lesson nobody recorded')
    t.ok(body.includes(`/journal/lessons/${work.id}#marks_1`), 'a written work after seven days (R1 6.3)')
    t.notOk(body.includes(`/journal/lessons/${fresh.id}#marks_1`), 'not one of a week ago')
    const first = (await visitor.open('/')).body
    t.match(
      first,
      /Занятия на сегодня[\s\S]*отсутствующие — есть[\s\S]*>Записать</,
      'the first screen is the day itself'
    )
    t.match(first, /Мои долги<\/a>: 5/)
  })

  await t.test('a closed term has no debts any more', async (t) => {
    await db.updateTable('term').set({ closed_at: new Date() }).execute()
    t.match(await open(), /Всё записано/)
    await db.updateTable('term').set({ closed_at: null }).execute()
  })

  await t.test('the substitute sees the lesson, the absent teacher sees who is away', async (t) => {
    const { id } = await add(entry('2026-11-20', 3))
    const row = { timetable_entry_id: id, staff_member_id: colleague.staff_member_id, reason: 'болезнь' }
    await db.insertInto('substitution').values(row).execute()
    t.match(await open(), /вас заменяют/)
    const body = (await (await house.signIn('smirnov')).open('/journal/today')).body
    t.match(body, /вы заменяете/)
    t.match(body, /pair_number=3/)
    t.notMatch(body, /pair_number=2"/, 'nothing else of the colleague')
  })

  await t.test('others have no such page', async (t) => {
    await hire(db, 'Орлова Нина Фёдоровна', 'orlova', ['methodist'])
    t.equal((await (await house.signIn('orlova')).open('/journal/today')).statusCode, 404)
  })
})
