import t, { type Test } from 'tap'
import { refuseBells, timeOf, USUAL_BELLS } from '../../src/college/rules/bells.ts'
import { openHouse } from '../support/house.ts'
import { hire, journalScene } from '../support/scene.ts'

const opened = async (t: Test) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  await hire(house.db, 'Орлова Нина Фёдоровна', 'orlova', ['methodist'])
  return { ...house, ...scene, methodist: await house.signIn('orlova') }
}

const pair = (pair_number: number, starts_at: string, ends_at: string) => ({ pair_number, starts_at, ends_at })

t.test('Pairs are in order and do not overlap', async (t) => {
  t.same(refuseBells(USUAL_BELLS), {})
  t.same(refuseBells([pair(1, '08:30', '10:00'), pair(2, '10:00', '11:30')]), {}, 'one may begin as the other ends')
  t.same(refuseBells([pair(1, '08:30', '10:00'), pair(3, '09:50', '11:30')]), { starts_3: 'overlaps' })
  t.same(refuseBells([pair(1, '10:00', '08:30')]), { ends_1: 'ends-first' })
  t.same(refuseBells([pair(1, '10:00', '10:00')]), { ends_1: 'ends-first' })
  t.same(refuseBells([pair(2, '', '24:10')]), { starts_2: 'time-missing', ends_2: 'time-wrong' })
  t.same(['8.30', '8:30', '0830', '08-30', 'утро', ''].map(timeOf), ['08:30', '08:30', '08:30', '08:30', 'утро', ''])
})

t.test('Bells', async (t) => {
  const { db, methodist, signIn } = await opened(t)
  const usual = Object.fromEntries(
    USUAL_BELLS.flatMap(({ pair_number, starts_at, ends_at }) => [
      [`starts_${pair_number}`, starts_at],
      [`ends_${pair_number}`, ends_at]
    ])
  )
  const pairsOf = async (weekday: number) =>
    (await db.selectFrom('bell').select('pair_number').where('weekday', '=', weekday).execute()).length
  const wasOf = (body: string) => /name="was" value="([^"]*)"/.exec(body)?.[1] ?? ''

  t.test('are proposed to a college that has none, for every day of its week', async (t) => {
    t.match((await methodist.open('/college/bells')).body, 'Составить звонки')
    const { body } = await methodist.open('/college/bells/1')
    t.match(body, 'name="starts_1" size="5" autocomplete="off" value="08:30"')
    t.match(body, /value="6" checked> суббота/)
    t.notMatch(body, /value="7" checked/)
    const answer = await methodist.submit('/college/bells/1', { ...usual, other: ['2', '3', '4', '5', '6'], was: '' })
    t.equal(answer.headers.location, '/college/bells?done=changed')
    t.same([await pairsOf(1), await pairsOf(6), await pairsOf(7)], [6, 6, 0])
    t.match((await methodist.open('/college/bells')).body, /<th scope="row">3<\/th><td>12:20–13:50<\/td>/)
  })

  t.test('a day is changed alone, and every changed day is audited', async (t) => {
    const was = wasOf((await methodist.open('/college/bells/6')).body)
    const saturday = { starts_1: '9.00', ends_1: '10.30', starts_2: '10:40', ends_2: '12:10', was }
    t.equal((await methodist.submit('/college/bells/6', { ...saturday, other: ['6'] })).statusCode, 303)
    t.same([await pairsOf(5), await pairsOf(6)], [6, 2])
    const lines = await db
      .selectFrom('audit_entry')
      .select('after')
      .where('deed', '=', 'bells.changed')
      .orderBy('id')
      .execute()
    t.equal(lines.length, 7)
    t.match(lines.at(-1)?.after, { weekday: 'суббота', bells: '1 пара 09:00–10:30, 2 пара 10:40–12:10' })
  })

  t.test('wrong times are refused at their pair, and what was typed stays', async (t) => {
    const was = wasOf((await methodist.open('/college/bells/2')).body)
    const typed = { starts_1: '08:30', ends_1: '10:00', starts_2: '09:00', ends_2: 'полдень', other: '3', was }
    const { statusCode, body } = await methodist.submit('/college/bells/2', typed)
    t.equal(statusCode, 422)
    t.match(body, /name="ends_2"[^>]*value="полдень"[^>]*aria-invalid="true" aria-describedby="pair_2"/)
    t.match(body, 'Укажите время, например 08:30')
    t.match(body, /name="other" value="3" checked/)
    t.match((await methodist.submit('/college/bells/2', { ...typed, ends_2: '10:50' })).body, 'раньше, чем кончилась')
    t.equal(await pairsOf(2), 6)
  })

  t.test('the second of two who change a day is told', async (t) => {
    const late = await methodist.submit('/college/bells/6', { starts_1: '8:00', ends_1: '9:30', was: '' })
    t.equal(late.statusCode, 422)
    t.match(late.body, /звонки изменили.*Сейчас: 1 пара 09:00–10:30/s)
    t.equal(await pairsOf(6), 2)
  })

  t.test('a day may be left without pairs', async (t) => {
    const was = wasOf((await methodist.open('/college/bells/6')).body)
    t.equal((await methodist.submit('/college/bells/6', { was })).statusCode, 303)
    t.equal(await pairsOf(6), 0)
  })

  t.test('are read by a teacher, who changes none', async (t) => {
    const teacher = await signIn('ivanova')
    t.notMatch((await teacher.open('/college/bells')).body, 'href="/college/bells/1"')
    t.equal((await teacher.open('/college/bells/1')).statusCode, 404)
    t.equal((await teacher.submit('/college/bells/1', usual)).statusCode, 404)
    t.equal((await methodist.open('/college/bells/8')).statusCode, 404)
  })
})
