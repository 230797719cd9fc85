import t, { type Test } from 'tap'
import { isCommon, refusePassword } from '../../src/accounts/rules/passwords.ts'
import { openHouse, PASSWORD } from '../support/house.ts'
import { journalScene } from '../support/scene.ts'

const OWN = 'сирень у крыльца'

const opened = async (t: Test) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  const makeTemporary = () =>
    house.db.updateTable('account').set({ password_is_temporary: true }).where('login', '=', 'ivanova').execute()
  return { ...house, ...scene, makeTemporary }
}

t.test('A password that was issued to somebody', async (t) => {
  const { db, app, signIn, page, makeTemporary } = await opened(t)
  await makeTemporary()
  const teacher = await signIn('ivanova')

  t.test('opens nothing but the page on which it is changed', async (t) => {
    const answer = await teacher.open(page)
    t.equal(answer.statusCode, 303)
    t.equal(answer.headers.location, `/password?to=${encodeURIComponent(page)}`)
    const shown = await teacher.open(String(answer.headers.location))
    t.match(shown.body, 'Вы вошли с одноразовым паролем')
    t.notMatch(shown.body, 'Нынешний пароль')
    t.notMatch(shown.body, 'id="menu">\n<li>', 'there is no menu to go elsewhere')
    t.equal((await teacher.type(`${page}/lessons`, {})).statusCode, 401)
    t.equal((await teacher.open('/nowhere')).statusCode, 404)
  })

  t.test('is refused as one that is chosen, and says why beside the field', async (t) => {
    await teacher.open('/password')
    for (const [password, again, words] of [
      [PASSWORD, PASSWORD, 'совпадает с нынешним'],
      ['короче', 'короче', 'не короче 8'],
      ['qwerty123', 'qwerty123', 'подбирают первым'],
      [OWN, `${OWN}.`, 'дважды одинаково']
    ] as const) {
      const answer = await teacher.submit('/password', { password, again, to: page })
      t.equal(answer.statusCode, 422, password)
      t.match(answer.body, words)
      t.match(answer.body, `name="to" value="${page}"`)
      t.notMatch(answer.body, `value="${password}"`, 'the password is not sent back')
    }
  })

  t.test('is changed, and the person goes on where they were stopped', async (t) => {
    const answer = await teacher.submit('/password', { password: OWN, again: OWN, to: page })
    t.equal(answer.headers.location, page)
    t.equal((await teacher.open(page)).statusCode, 200)
    await t.rejects(signIn('ivanova'), 'the old one is no password any more')
    await t.resolves(signIn('ivanova', OWN))
    const { password_hash } = await db
      .selectFrom('account')
      .select('password_hash')
      .where('login', '=', 'ivanova')
      .executeTakeFirstOrThrow()
    t.match(password_hash, /^\$argon2id\$/)
    const lines = await db.selectFrom('audit_entry').selectAll().where('deed', '=', 'password.changed').execute()
    t.match(lines, [{ object_kind: 'account', after: { was_one_time: true } }])
    t.notMatch(JSON.stringify(lines), OWN)
  })

  t.test('is asked of a form that was sent with it, and what was typed is offered again', async (t) => {
    await makeTemporary()
    const again = await signIn('ivanova', OWN)
    await again.open('/password')
    const asked = await again.submit(`${page}/lessons`, { topic: 'Процессы «и потоки»' })
    t.equal(asked.statusCode, 401)
    const resume = /name="resume" value="([^"]+)"/.exec(asked.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const form = { password: 'дорога к озеру', again: 'дорога к озеру', to: `${page}/lessons`, resume }
    const offered = await again.submit('/password', form)
    t.match(offered.body, 'name="topic" value="Процессы «и потоки»"')
    t.match(offered.body, `action="${page}/lessons"`)
  })

  t.test('leads nobody out of the application', async (t) => {
    await makeTemporary()
    const again = await signIn('ivanova', 'дорога к озеру')
    await again.open('/password?to=//evil.example')
    const form = { password: OWN, again: OWN, to: '//evil.example' }
    t.equal((await again.submit('/password', form)).headers.location, '/')
    t.equal((await app.inject('/password')).statusCode, 303)
  })
})

t.test('One’s own password', async (t) => {
  const { db, signIn } = await opened(t)
  const teacher = await signIn('ivanova')

  t.test('is changed only by whoever knows it; guessing is slowed', async (t) => {
    t.match((await teacher.open('/password')).body, 'Нынешний пароль')
    const form = { old: 'не тот', password: OWN, again: OWN }
    for (let i = 0; i < 8; i++) t.match((await teacher.submit('/password', form)).body, 'введён неверно')
    const answer = await teacher.submit('/password', { ...form, old: PASSWORD })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, 'Слишком много')
    await db.deleteFrom('failed_sign_in').execute()
  })

  t.test('changes in one place and ends the sessions in all others', async (t) => {
    const elsewhere = await signIn('ivanova')
    const answer = await teacher.submit('/password', { old: PASSWORD, password: OWN, again: OWN })
    t.equal(answer.headers.location, '/sessions?done=password')
    t.match((await teacher.open('/sessions?done=password')).body, 'Пароль сменён')
    t.equal((await elsewhere.open('/')).headers.location, '/login?to=%2F')
  })
})

t.test('What is no password', async (t) => {
  for (const password of [
    '12345678',
    '87654321',
    'аааааааа',
    'Qwertyuiop',
    'password1',
    'йцукенгш',
    'abababab',
    'password-1'
  ])
    t.ok(isCommon(password), password)
  for (const password of ['сирень у крыльца', 'kuma-tive-483', 'Журавль7летит']) t.notOk(isCommon(password), password)
  const change = { login: 'ivanova-ap', old: 'x', password: 'Ivanova-AP', again: 'Ivanova-AP' }
  t.equal(refusePassword(change), 'is-login')
  t.equal(refusePassword({ ...change, password: 'я'.repeat(201), again: '' }), 'too-long')
})
