import t, { type Test } from 'tap'
import { refuseDepartment, refuseRoom, standingOn } from '../../src/college/rules/places.ts'
import { openHouse } from '../support/house.ts'
import { hire, journalScene } from '../support/scene.ts'

const opened = async (t: Test) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  await hire(house.db, 'Орлова Нина Фёдоровна', 'orlova', ['methodist'])
  const deeds = (deed: string) =>
    house.db.selectFrom('audit_entry').select(['before', 'after']).where('deed', '=', deed).execute()
  return { ...house, ...scene, deeds, methodist: await house.signIn('orlova') }
}

t.test('Departments and rooms have names, rooms a number of seats or none', async (t) => {
  t.same(refuseDepartment({ name: '', short_name: '' }), { name: 'name-missing', short_name: 'short-name-missing' })
  const room = { name: '214', building: '', purpose: '', capacity: '' }
  t.same(refuseRoom(room), {})
  t.same(refuseRoom({ ...room, name: '' }), { name: 'room-missing' })
  for (const capacity of ['0', '-5', '2001', 'много'])
    t.same(refuseRoom({ ...room, capacity }), { capacity: 'capacity-wrong' }, capacity)
  t.same(refuseRoom({ ...room, capacity: '2000' }), {})
  t.same(standingOn({ групп: 2, сотрудников: 0 }), ['групп: 2'])
})

t.test('Departments', async (t) => {
  const { db, methodist, signIn, deeds, college } = await opened(t)
  const find = (name: string) => db.selectFrom('department').select('id').where('name', '=', name).executeTakeFirst()

  t.test('are listed with what stands on them, and added', async (t) => {
    t.match((await methodist.open('/college/departments')).body, /Информационных технологий<\/a>.*<td class="num">1</s)
    const refused = await methodist.submit('/college/departments', { name: ' ', short_name: 'Э' })
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'aria-describedby="name_refusal"')
    const taken = await methodist.submit('/college/departments', { name: 'Информационных технологий', short_name: 'И' })
    t.match(taken.body, 'Такое название уже есть')
    const added = await methodist.submit('/college/departments', { name: 'Экономики  и права', short_name: 'ЭП' })
    t.equal(added.headers.location, '/college/departments?done=added')
    t.ok(await find('Экономики и права'), 'spaces are tidied')
    t.match(await deeds('department.added'), [{ after: { name: 'Экономики и права', short_name: 'ЭП' } }])
  })

  t.test('are renamed; the second of two is told', async (t) => {
    const url = `/college/departments/${(await find('Экономики и права'))?.id}`
    const was = { was_name: 'Экономики и права', was_short_name: 'ЭП' }
    t.equal((await methodist.submit(url, { name: 'Экономики', short_name: 'Эк', ...was })).statusCode, 303)
    const late = await methodist.submit(url, { name: 'Права', short_name: 'Пр', ...was })
    t.equal(late.statusCode, 422)
    t.match(late.body, /запись изменили.*Сейчас: Экономики, кратко Эк/s)
    const now = { was_name: 'Экономики', was_short_name: 'Эк' }
    const taken = await methodist.submit(url, { name: 'Информационных технологий', short_name: 'И', ...now })
    t.match(taken.body, 'Такое название уже есть')
    t.match(await deeds('department.changed'), [
      { before: { name: 'Экономики и права' }, after: { name: 'Экономики' } }
    ])
  })

  t.test('go only when nothing stands on them', async (t) => {
    const busy = `/college/departments/${college.department.id}`
    const { statusCode, body } = await methodist.submit(`${busy}/removal`, {})
    t.equal(statusCode, 422)
    t.match(body, 'Удалить нельзя: групп: 1, назначенных ролей: 1')
    const url = `/college/departments/${(await find('Экономики'))?.id}`
    t.equal((await methodist.submit(`${url}/removal`, {})).headers.location, '/college/departments?done=removed')
    t.equal((await methodist.open(url)).statusCode, 404)
    t.match(await deeds('department.removed'), [{ before: { name: 'Экономики' } }])
  })

  t.test('are read by a teacher, who changes none', async (t) => {
    const teacher = await signIn('ivanova')
    t.notMatch((await teacher.open('/college/departments')).body, /<input name|href="\/college\/departments\/\d/)
    t.equal((await teacher.submit('/college/departments', { name: 'Моё', short_name: 'М' })).statusCode, 404)
  })
})

t.test('Rooms', async (t) => {
  const { db, methodist, deeds, course, teacher } = await opened(t)
  const find = (name: string) => db.selectFrom('room').selectAll().where('name', '=', name).executeTakeFirstOrThrow()
  const room = { name: '214', building: 'Главный корпус', purpose: 'лаборатория', capacity: '15' }

  t.test('an empty list says what to do; a room is added once', async (t) => {
    t.match((await methodist.open('/college/rooms')).body, 'Кабинетов пока нет')
    t.equal((await methodist.submit('/college/rooms', room)).headers.location, '/college/rooms?done=added')
    t.match(await find('214'), { building: 'Главный корпус', purpose: 'лаборатория', capacity: 15 })
    const again = await methodist.submit('/college/rooms', room)
    t.equal(again.statusCode, 422)
    t.match(again.body, 'Такое название уже есть')
    t.match((await methodist.submit('/college/rooms', { ...room, name: '215', capacity: 'сто' })).body, 'value="сто"')
    t.match(await deeds('room.added'), [{ after: { name: '214', capacity: 15 } }])
  })

  t.test('are found by number, building and purpose, in the order of their numbers', async (t) => {
    for (const name of ['101', '12', 'Актовый зал']) await methodist.submit('/college/rooms', { ...room, name })
    await methodist.submit('/college/rooms', { ...room, name: '7', building: 'Мастерские', purpose: 'мастерская' })
    const names = async (query: string) =>
      [...(await methodist.open(`/college/rooms${query}`)).body.matchAll(/rooms\/\d+">([^<]+)</g)].map(
        ([, name]) => name
      )
    t.same(await names(''), ['Актовый зал', '12', '101', '214', '7'])
    t.same(await names('?q=МАСТ'), ['7'])
    t.same(await names('?purpose=лаборатория&q=21'), ['214'])
    t.same(await names('?q=100%25'), [])
    t.match((await methodist.open('/college/rooms?q=99')).body, 'Ничего не нашлось')
  })

  t.test('a long list has pages', async (t) => {
    const many = Array.from({ length: 60 }, (_, i) => ({ name: `Я-${i + 1}`, purpose: 'зал', building: 'Ямская' }))
    await db.insertInto('room').values(many).execute()
    const first = (await methodist.open('/college/rooms?purpose=зал')).body
    t.match(first, 'Дальше →')
    const second = (await methodist.open('/college/rooms?purpose=зал&page=2')).body
    t.match(second, /Я-60<.*← Назад/s)
    t.notMatch(second, 'Дальше →')
  })

  t.test('are changed; the second of two is told', async (t) => {
    const url = `/college/rooms/${(await find('214')).id}`
    const was = { was_name: '214', was_building: 'Главный корпус', was_purpose: 'лаборатория', was_capacity: '15' }
    t.equal((await methodist.submit(url, { ...room, capacity: '20', ...was })).statusCode, 303)
    const late = await methodist.submit(url, { ...room, capacity: '12', ...was })
    t.equal(late.statusCode, 422)
    t.match(late.body, 'мест 20')
    t.match(await deeds('room.changed'), [{ before: { capacity: 15 }, after: { capacity: 20 } }])
  })

  t.test('go only when no lesson is put into them', async (t) => {
    const { id } = await find('214')
    const entry = { course_id: course.id, held_on: '2026-11-20', pair_number: 1, room_id: id }
    await db
      .insertInto('timetable_entry')
      .values({ ...entry, staff_member_id: teacher.staff_member_id })
      .execute()
    const held = await methodist.submit(`/college/rooms/${id}/removal`, {})
    t.equal(held.statusCode, 422)
    t.match(held.body, 'Удалить нельзя: занятий в расписании: 1')
    const free = (await find('12')).id
    t.equal((await methodist.submit(`/college/rooms/${free}/removal`, {})).statusCode, 303)
    t.equal((await methodist.open(`/college/rooms/${free}`)).statusCode, 404)
    t.match(await deeds('room.removed'), [{ before: { name: '12' } }])
  })
})
