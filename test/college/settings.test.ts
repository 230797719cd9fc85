import t, { type Test } from 'tap'
import { findSettings } from '../../src/college/queries.ts'
import { factsOf, inWords, refuseSetting, SECTIONS, settingOf } from '../../src/college/rules/settings.ts'
import { SETTINGS } from '../../src/college/rules.ts'
import { openHouse } from '../support/house.ts'
import { hire, journalScene } from '../support/scene.ts'

const opened = async (t: Test) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  await hire(house.db, 'Лапин Олег Юрьевич', 'lapin', ['administrator'])
  await hire(house.db, 'Белов Игорь Ильич', 'belov', ['director'])
  return { ...house, ...scene, administrator: await house.signIn('lapin') }
}

t.test('Every setting has its Russian words and a default that may stand', async (t) => {
  const named = Object.values(SECTIONS).flatMap((section) => Object.keys(section))
  t.same(named.sort(), Object.keys(SETTINGS).sort())
  for (const [name, value] of Object.entries(SETTINGS)) {
    t.equal(refuseSetting(name as 'homework_until', value as string), null, name)
    t.match(factsOf(name as 'homework_until').about, /[а-я]{3}/, name)
  }
})

t.test('A setting is a whole number within its range, or an hour', async (t) => {
  t.equal(settingOf('record_within_days', '3'), 3)
  t.equal(settingOf('record_within_days', '-1'), '-1')
  t.equal(refuseSetting('record_within_days', '-1'), 'Укажите целое число от 0 до 30')
  t.equal(refuseSetting('record_within_days', 31), 'Укажите целое число от 0 до 30')
  t.equal(refuseSetting('study_days_per_week', 7), 'Укажите целое число от 5 до 6')
  t.equal(refuseSetting('homework_until', '25:00'), 'Укажите время, например 18:00')
  t.equal(refuseSetting('homework_until', '17:30'), null)
  t.equal(inWords('record_within_days', 3), '3 дня')
  t.equal(inWords('homework_until', '18:00'), '18:00')
})

t.test('Settings', async (t) => {
  const { db, administrator, signIn, monday } = await opened(t)
  const lines = () =>
    db
      .selectFrom('audit_entry')
      .select(['actor_name', 'before', 'after'])
      .where('deed', '=', 'setting.changed')
      .orderBy('id')
      .execute()

  t.test('are changed one at a time, are in force at once and stay on the audit trail', async (t) => {
    const teacher = await signIn('ivanova')
    t.match((await teacher.open(`/journal/lessons/${monday.id}`)).body, 'Запись позже срока на 4 дня')
    const answer = await administrator.submit('/college/settings/record_within_days', { value: ' 3 ', was: '0' })
    t.equal(answer.headers.location, '/college/settings?done=changed#record_within_days')
    t.equal((await findSettings(db)).record_within_days, 3)
    t.match((await teacher.open(`/journal/lessons/${monday.id}`)).body, 'Запись позже срока на 1 день')
    t.match(await lines(), [
      { actor_name: 'Лапин О. Ю.', before: { record_within_days: 0 }, after: { record_within_days: 3 } }
    ])
    const { body } = await administrator.open('/college/settings?done=changed')
    t.match(body, 'уже действует')
    t.match(body, /name="value" size="4" autocomplete="off" value="3"/)
  })

  t.test('a value out of range is refused at its field, and what was typed stays', async (t) => {
    const { statusCode, body } = await administrator.submit('/college/settings/marks_per_semester', {
      ...{ value: '700', was: '5' }
    })
    t.equal(statusCode, 422)
    t.match(body, /value="700"[^>]*aria-describedby="marks_per_semester_refusal[^>]*aria-invalid="true"/)
    t.match(body, 'Укажите целое число от 0 до 50')
    t.match(body, 'Сейчас: 5 оценок')
    t.equal((await findSettings(db)).marks_per_semester, 5)
  })

  t.test('the second of two who change one setting is told', async (t) => {
    const { statusCode, body } = await administrator.submit('/college/settings/record_within_days', {
      ...{ value: '1', was: '0' }
    })
    t.equal(statusCode, 422)
    t.match(body, 'настройку изменили')
    t.match(body, 'Сейчас: 3 дня')
    t.equal((await findSettings(db)).record_within_days, 3)
  })

  t.test('go back to the default', async (t) => {
    t.equal((await administrator.submit('/college/settings/record_within_days/removal', {})).statusCode, 303)
    t.equal((await findSettings(db)).record_within_days, 0)
    t.match((await lines()).at(-1), { before: { record_within_days: 3 }, after: { record_within_days: 0 } })
    t.equal((await administrator.submit('/college/settings/record_within_days/removal', {})).statusCode, 303)
    t.equal((await lines()).length, 2, 'and a second time nothing changes')
  })

  t.test('one is an hour of the day', async (t) => {
    await administrator.submit('/college/settings/homework_until', { value: '17:00', was: '18:00' })
    t.equal((await findSettings(db)).homework_until, '17:00')
  })

  t.test('one that does not exist has no page', async (t) => {
    t.equal((await administrator.submit('/college/settings/demo', { value: '1', was: '' })).statusCode, 404)
  })

  t.test('are read by the director, who changes nothing; a teacher does not see them', async (t) => {
    const director = await signIn('belov')
    const { body } = await director.open('/college/settings')
    t.match(body, 'Меняет настройки администратор')
    t.notMatch(body, 'action="/college/settings')
    const typed = { value: '5', was: '0' }
    t.equal((await director.submit('/college/settings/record_within_days', typed)).statusCode, 404)
    t.equal((await (await signIn('ivanova')).open('/college/settings')).statusCode, 404)
  })
})
