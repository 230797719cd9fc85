import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { browserOf, maskedAddress } from '../../src/accounts/rules/browsers.ts'
import { holdOf } from '../../src/accounts/rules/holds.ts'
import { addAccount, openHouse, PASSWORD } from '../support/house.ts'
import { journalScene } from '../support/scene.ts'

const opened = async (t: Test) => {
  const house = await openHouse(t)
  return { ...house, ...(await journalScene(house.db)) }
}

const leaveAlone = (db: Awaited<ReturnType<typeof opened>>['db'], minutes: number) =>
  db
    .updateTable('session')
    .set({ seen_at: sql`seen_at - make_interval(mins => ${minutes})` })
    .execute()

t.test('Sessions of one’s own', async (t) => {
  const { db, signIn } = await opened(t)
  const [here, school, home] = [await signIn('ivanova'), await signIn('ivanova'), await signIn('ivanova')]
  const stranger = await signIn('smirnov')

  t.test('are several at once, and each is told with its beginning and a masked address', async (t) => {
    const { body } = await here.open('/sessions')
    t.equal(body.match(/20\.11\.2026 10:41<\/th>/g)?.length, 3)
    t.match(body, '127.0.*.*')
    t.match(body, 'этот сеанс')
    const ids = await db.selectFrom('session').select('id').execute()
    for (const { id } of ids) t.notOk(body.includes(id), 'no session can be taken over from the page')
  })

  t.test('are ended one by one, and nobody else’s', async (t) => {
    const { number } = await db
      .selectFrom('session')
      .select('number')
      .where('id', '=', decodeURIComponent(school.jar.sid ?? '').split('.')[0] ?? '')
      .executeTakeFirstOrThrow()
    t.equal((await stranger.submit(`/sessions/${number}/removal`, {})).statusCode, 404)
    t.equal((await school.open('/')).statusCode, 200)
    t.equal((await here.submit(`/sessions/${number}/removal`, {})).headers.location, '/sessions?done=ended')
    t.equal((await school.open('/')).statusCode, 303)
  })

  t.test('are ended all at once, but not the one that ends them', async (t) => {
    await here.submit('/sessions/removal', {})
    t.equal((await home.open('/')).statusCode, 303)
    t.equal((await here.open('/')).statusCode, 200)
    t.equal((await stranger.open('/')).statusCode, 200)
    t.match(await db.selectFrom('audit_entry').select('after').where('deed', '=', 'session.ended').execute(), [
      { after: { sessions_ended: 1 } },
      { after: { sessions_ended: 1 } }
    ])
  })

  t.test('and the start page tells when one signed in before', async (t) => {
    await db
      .updateTable('account')
      .set({ last_signed_in_at: '2026-11-18T05:12:00Z' })
      .where('login', '=', 'smirnov')
      .execute()
    t.match((await (await signIn('smirnov')).open('/')).body, 'Прошлый вход: 18.11.2026 08:12')
  })
})

t.test('A computer of the staff that was left alone', async (t) => {
  const { db, page, signIn } = await opened(t)
  const teacher = await signIn('ivanova')
  await teacher.open(page)

  t.test('asks for the password before it shows anything, and then shows the page that was asked for', async (t) => {
    await leaveAlone(db, 16)
    const asked = await teacher.open(page)
    t.equal(asked.headers.location, `/lock?to=${encodeURIComponent(page)}`)
    const shown = await teacher.open(String(asked.headers.location))
    t.match(shown.body, 'Иванова А. П.')
    t.notMatch(shown.body, 'Операционные системы')
    const wrong = await teacher.submit('/lock/removal', { password: 'нет', to: page })
    t.equal(wrong.statusCode, 422)
    t.match(wrong.body, 'Неверный')
    t.equal((await teacher.open(page)).statusCode, 303, 'it stays locked')
    t.equal((await teacher.submit('/lock/removal', { password: PASSWORD, to: page })).headers.location, page)
    t.match((await teacher.open(page)).body, 'Операционные системы')
    t.match(await db.selectFrom('audit_entry').select('actor_name').where('deed', '=', 'session.unlocked').execute(), [
      { actor_name: 'Иванова А. П.' }
    ])
  })

  t.test('loses nothing of a form that was being filled in', async (t) => {
    await teacher.open(`${page}/lessons/new`)
    await leaveAlone(db, 16)
    const form = { held_on: '18.11.2026', pair_number: '2', hours: '2', topic: 'Планировщик', lesson_kind_id: '1' }
    const asked = await teacher.submit(`${page}/lessons`, form)
    t.equal(asked.statusCode, 401)
    t.match(asked.body, 'Сеанс заперт')
    const resume = /name="resume" value="([^"]+)"/.exec(asked.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const wrong = await teacher.submit('/lock/removal', { password: 'нет', to: `${page}/lessons`, resume })
    t.match(wrong.body, /name="resume" value="[^"]*held_on/, 'a wrong password loses it neither')
    const offered = await teacher.submit('/lock/removal', { password: PASSWORD, to: `${page}/lessons`, resume })
    const fields = Object.fromEntries(
      [...offered.body.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value])
    )
    t.match(fields, form)
    await teacher.submit(`${page}/lessons`, fields)
    t.match(await db.selectFrom('lesson').select('topic').where('held_on', '=', '2026-11-18').execute(), [
      { topic: 'Планировщик' }
    ])
  })

  t.test('tells a script that it is locked, and takes what the script sends after the password', async (t) => {
    await leaveAlone(db, 16)
    t.equal((await teacher.type('/journal/courses/1/cells', {})).statusCode, 401)
    t.equal((await teacher.open('/token')).statusCode, 303)
    t.equal((await teacher.type('/lock/removal', { password: 'нет' })).statusCode, 422)
    t.equal((await teacher.type('/lock/removal', { password: PASSWORD })).statusCode, 200)
    t.equal((await teacher.open('/token')).statusCode, 200)
  })

  t.test('can be locked by hand when leaving it', async (t) => {
    await teacher.open('/sessions')
    t.equal((await teacher.submit('/lock', {})).headers.location, '/lock?to=%2F')
    t.equal((await teacher.open('/')).statusCode, 303)
    await teacher.open('/lock')
    t.equal((await teacher.submit('/logout', {})).headers.location, '/login', '«Выйти» works without the password')
  })

  t.test('stays open while it is used, and notes the use once a minute', async (t) => {
    const colleague = await signIn('smirnov')
    const seen = async () =>
      (await db.selectFrom('session').select('seen_at').where('account_id', 'is not', null).execute())[0]?.seen_at
    await leaveAlone(db, 14)
    await colleague.open('/')
    const first = await seen()
    t.same(first, new Date('2026-11-20T07:41:00Z'))
    await db.updateTable('session').set({ seen_at: '2026-11-20T07:40:30Z' }).execute()
    await colleague.open('/')
    t.same(await seen(), new Date('2026-11-20T07:40:30Z'))
  })

  t.test('is not locked where the college does not want it, nor for a student', async (t) => {
    await addAccount(db, 'abramov', [{ role: 'student' }])
    const student = await signIn('abramov')
    await leaveAlone(db, 200)
    t.equal((await student.open('/')).statusCode, 200)
    await db.insertInto('setting').values({ name: 'lock_after_minutes', value: '0' }).execute()
    const colleague = await signIn('smirnov')
    await leaveAlone(db, 200)
    t.equal((await colleague.open('/')).statusCode, 200)
  })
})

t.test('What holds somebody up', async (t) => {
  const now = new Date('2026-11-20T10:00:00Z')
  const visit = { password_is_temporary: false, seen_at: now, locked_at: null, roles: [{ role: 'teacher' as const }] }
  t.equal(holdOf(visit, 15, now), null)
  t.equal(holdOf({ ...visit, seen_at: new Date('2026-11-20T09:45:00Z') }, 15, now), null)
  t.equal(holdOf({ ...visit, seen_at: new Date('2026-11-20T09:44:59Z') }, 15, now), 'locked')
  t.equal(holdOf({ ...visit, password_is_temporary: true }, 15, now), 'temporary password')
  t.equal(holdOf({ ...visit, password_is_temporary: true, locked_at: now }, 15, now), 'locked')
})

t.test('How a computer is called', async (t) => {
  for (const [agent, name] of [
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/120 YaBrowser/24.1 Safari/537', 'Яндекс Браузер, Windows'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0', 'Firefox, Linux'],
    ['Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko', 'Internet Explorer, Windows'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604', 'Safari, iOS'],
    ['curl/8', 'Другой браузер']
  ] as const)
    t.equal(browserOf(agent), name)
  t.equal(maskedAddress('192.168.10.7'), '192.168.*.*')
  t.equal(maskedAddress('::ffff:10.1.2.3'), '10.1.*.*')
  t.equal(maskedAddress('2a02:6b8::1'), '2a02:6b8:…')
})
