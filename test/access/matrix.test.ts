import t from 'tap'
import { MATRIX } from '../../src/access/rights.ts'
import { matrixTable } from '../../src/access/rules/words.ts'
import { addAccount, openHouse } from '../support/house.ts'

t.test('The matrix of access', async (t) => {
  const { rows, roles } = matrixTable()
  const cell = (name: string, role: string) =>
    rows.find((row) => row.name === name)?.cells[roles.indexOf(role as never)]

  t.test('says in Russian what the rights say', async (t) => {
    t.equal(rows.length, Object.keys(MATRIX).length)
    t.same(
      rows.filter(({ name }) => !/[а-яё]/i.test(name)),
      [],
      'name the subject in src/access/rules/words.ts'
    )
    t.equal(cell('Настройки и роли', 'Администратор'), 'И: всё')
    t.equal(cell('Настройки и роли', 'Директор'), 'Ч: всё')
    t.equal(cell('Настройки и роли', 'Преподаватель'), '')
    t.equal(cell('Итоговые оценки', 'Заведующий отделением'), 'Ч, П: своё отделение')
    t.equal(cell('Сводная ведомость учёта успеваемости', 'Классный руководитель (куратор)'), 'И, П: своя группа')
    t.equal(cell('Дневник обучающегося', 'Родитель (законный представитель)'), 'Ч: свой ребёнок')
  })

  t.test('is a page for those who see the settings, and for nobody else', async (t) => {
    const house = await openHouse(t)
    await addAccount(house.db, 'director', [{ role: 'director' }])
    await addAccount(house.db, 'teacher', [{ role: 'teacher' }])
    const { body } = await (await house.signIn('director')).open('/access')
    t.match(body, 'Типовая матрица доступа')
    t.match(body, 'Специалист по кадрам')
    t.equal((await (await house.signIn('teacher')).open('/access')).statusCode, 404)
  })
})
