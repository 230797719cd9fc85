import t from 'tap'
import { addAccount, openHouse, PASSWORD } from '../support/house.ts'

t.test('A teacher signs in', async (t) => {
  const house = await openHouse(t)
  await addAccount(house.db, 'ivanova', [{ role: 'teacher' }])

  t.test('and is greeted by name with the sections of the role, and «Выйти»', async (t) => {
    const teacher = await house.signIn('ivanova')
    const page = await teacher.open('/')
    t.equal(page.statusCode, 200)
    t.match(page.body, /Выйти/)
    t.match(page.headers['cache-control'], 'no-store')
  })

  t.test('with a wrong password, and the login stays in the field', async (t) => {
    const stranger = await house.signIn('ivanova')
    await stranger.submit('/logout', {})
    await stranger.open('/login')
    const answer = await stranger.submit('/login', { login: 'ivanova', password: 'нет' })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, 'value="ivanova"')
    t.match(answer.body, 'Неверный логин или пароль')
    t.notMatch(answer.body, 'нет"')
  })

  t.test('is asked to wait after many wrong passwords, even with the right one', async (t) => {
    const stranger = await house.signIn('ivanova')
    await stranger.submit('/logout', {})
    await stranger.open('/login')
    for (let i = 0; i < 8; i++) await stranger.submit('/login', { login: 'ivanova', password: 'нет' })
    const answer = await stranger.submit('/login', { login: 'ivanova', password: PASSWORD })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, 'Слишком много неудачных попыток')
    await house.db.deleteFrom('failed_sign_in').execute()
  })

  t.test('and leaves: the session is gone from the server', async (t) => {
    const teacher = await house.signIn('ivanova')
    await teacher.submit('/logout', {})
    t.equal((await teacher.open('/')).headers.location, '/login?to=%2F')
  })

  t.test('after the session ended while a form was open: what was typed is offered again', async (t) => {
    const teacher = await house.signIn('ivanova')
    await house.db.deleteFrom('session').execute()
    const asked = await teacher.submit('/logout', { topic: 'Циклы «пока»' })
    t.equal(asked.statusCode, 401)
    const resume = /name="resume" value="([^"]+)"/.exec(asked.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    t.equal(new URLSearchParams(resume).get('topic'), 'Циклы «пока»')
    const offered = await teacher.submit('/login', { login: 'ivanova', password: PASSWORD, to: '/logout', resume })
    t.equal(offered.statusCode, 200)
    t.match(offered.body, 'name="topic" value="Циклы «пока»"')
  })

  t.test('a script gets 401 and not a page to swap in', async (t) => {
    const answer = await house.app.inject({ url: '/', headers: { 'hx-request': 'true' } })
    t.equal(answer.statusCode, 401)
    t.match(answer.headers['content-type'], 'text/plain')
  })

  t.test('a form without the token of its page is refused', async (t) => {
    const teacher = await house.signIn('ivanova')
    t.equal((await teacher.submit('/logout', { _csrf: 'wrong' })).statusCode, 403)
  })

  t.test('cookies and headers are strict', async (t) => {
    const page = await house.app.inject('/login')
    const cookie = page.cookies.find(({ name }) => name === 'sid')
    t.match(cookie, { httpOnly: true, sameSite: 'Lax', path: '/' })
    const policy = String(page.headers['content-security-policy'])
    t.match(policy, "default-src 'self'")
    t.notMatch(policy, /unsafe|http:|\*/)
    t.equal(page.headers['x-content-type-options'], 'nosniff')
  })
})
