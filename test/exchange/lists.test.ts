import t from 'tap'
import { openHouse } from '../support/house.ts'
import { confirm, listScene, load, loadOf, preview, rowsOf, standing, work } from './scene.ts'

const STUDENTS = `Фамилия;Имя;Отчество;Дата рождения;Группа;Мать;Телефон матери
Абрамов;Иван;Сергеевич;01.02.2009;ИС-11;Абрамова Ольга Петровна;+7 900 111-22-33
Белова;Анна;Олеговна;5.11.2008;ис 11;;
`

t.test('A registrar loads students with their parents', async (t) => {
  const house = await openHouse(t)
  const { db } = house
  const { first } = await listScene(db)
  const zimina = await house.signIn('zimina')
  const before = await standing(db)
  const url = await preview(house, zimina, 'students', STUDENTS)
  t.match(await rowsOf(db, url), [
    { number: 2, state: 'new', title: 'Абрамов Иван Сергеевич' },
    { number: 3, state: 'new' }
  ])
  t.same(await standing(db), before, 'nothing is written before it is confirmed')
  const page = await zimina.open(url)
  t.match(page.body, /Загрузить: 2 строки/)

  const confirmed = await confirm(house, zimina, url, {
    way: 'draft',
    effective_on: '01.09.2026',
    signed_on: '20.11.2026'
  })
  t.equal(confirmed.statusCode, 303)
  await work(db, url)
  const done = await loadOf(db, url)
  t.match(done, { state: 'done', refusal: '' })
  t.match((await zimina.open(url)).body, /приказ о зачислении/)
  t.match(await db.selectFrom('movement_order').selectAll().execute(), [{ kind: 'enrolment', state: 'draft' }])
  t.match(await db.selectFrom('movement_order_line').selectAll().execute(), [
    { study_group_id: first },
    { study_group_id: first }
  ])
  t.match(await db.selectFrom('guardian').selectAll().execute(), [{ kinship: 'мать' }])

  const undone = await zimina.submit(`${url}/reversal`, {})
  t.equal(undone.statusCode, 303, undone.body)
  t.same(await standing(db), before)
  void load
})
