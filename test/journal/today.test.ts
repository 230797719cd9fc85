import t from 'tap'
import { openHouse } from '../support/house.ts'
import { addLesson, hire, journalScene } from '../support/scene.ts'

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
    for (const place of ['topic', 'work_1', 'homework'])
      t.ok(body.includes(`/journal/lessons/${monday.id}#${place}`), place)
    t.ok(body.includes(`held_on=2026-11-18&amp;pair_number=4`), 'the lesson nobody recorded')
    t.ok(body.includes(`/journal/lessons/${work.id}#work_1`), 'a written work after seven days (R1 6.3)')
    t.notOk(body.includes(`/journal/lessons/${fresh.id}#work_1`), 'not one of a week ago')
    t.match((await visitor.open('/')).body, /сегодня 2 занятия, ещё не записано 1; долгов за прошлые дни: 5/)
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
