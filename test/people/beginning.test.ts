import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { fillDemoWhenEmpty } from '../../src/demo/actions.ts'
import { nameOf, stepsOfBeginning } from '../../src/people/rules/beginning.ts'
import { root } from '../../src/platform/config.ts'
import { testDatabase } from '../support/database.ts'

t.test('A new college begins with one administrator', async (t) => {
  const { db, url } = await testDatabase(t)
  const begin = (...args: string[]) => {
    const env = { ...process.env, DATABASE_URL: url, NODE_OPTIONS: '' }
    return spawnSync(process.execPath, [join(root, 'src/begin.ts'), ...args], { env, encoding: 'utf8' })
  }

  t.test('not without a name', async (t) => {
    t.match(begin(), { status: 2, stderr: 'npm run begin' })
    t.match(begin('Орлова'), { status: 1, stderr: 'Укажите имя' })
    t.equal((await db.selectFrom('person').select('id').execute()).length, 0)
  })

  t.test('who gets a login and a one-time password, and keeps the staff until somebody else does', async (t) => {
    const { status, stdout } = begin('Орлова Вера Павловна')
    t.equal(status, 0)
    t.match(stdout, /логин +orlova-vp\n.*пароль на один раз +[a-z]{4}-[a-z]{4}-\d{3}/)
    const held = await db.selectFrom('role_grant').select('role').orderBy('role').execute()
    t.strictSame(
      held.map(({ role }) => role),
      ['administrator', 'hr']
    )
    const lines = await db.selectFrom('audit_entry').select(['actor_name', 'deed']).orderBy('id').execute()
    t.strictSame(
      lines.map(({ actor_name, deed }) => `${actor_name}: ${deed}`),
      ['card.added', 'account.opened', 'role.granted', 'role.granted'].map((deed) => `Командная строка: ${deed}`)
    )
  })

  t.test('once; and the demonstration does not come into it', async (t) => {
    t.match(begin('Котов Олег'), { status: 1, stderr: 'В базе уже есть люди' })
    t.equal(await fillDemoWhenEmpty(db, '2026-11-20', () => t.fail('a college is not filled')), false)
    t.equal((await db.selectFrom('person').select('id').execute()).length, 1)
  })
})

t.test('The first steps are done when there is something of each', (t) => {
  const none = { has_profile: false, has_departments: false, has_rooms: false, has_bells: false }
  const open = (change: object) =>
    stepsOfBeginning({ ...none, staff: 1, roles: 0, year_id: null, ...change }).flatMap(({ title, isDone }) =>
      isDone ? [] : [title]
    )
  t.equal(open({}).length, 7)
  t.notOk(open({ has_profile: true }).includes('Профиль учреждения'))
  t.notOk(open({ staff: 2 }).includes('Сотрудники'), 'somebody beside the first administrator')
  t.equal(open({ roles: 4 }).length, 7, 'a college needs all five roles to move')
  t.equal(open({ roles: 5 }).length, 6)
  const last = (year_id: number | null) => stepsOfBeginning({ ...none, staff: 1, roles: 0, year_id }).at(-1)
  t.match(last(null), { title: 'Учебный год', href: '/terms/years/new' })
  t.match(last(7), { title: 'Открыть учебный год', href: '/years/7' })
  t.strictSame(nameOf(' Ким  Жанна '), { last_name: 'Ким', first_name: 'Жанна', middle_name: '' })
  t.end()
})
