import t from 'tap'
import { openHouse } from '../support/house.ts'
import { addLesson } from '../support/scene.ts'
import { give, practiceScene } from './scene.ts'

const opened = async (t: Parameters<typeof openHouse>[0]) => {
  const house = await openHouse(t)
  const scene = await practiceScene(house.db)
  return { ...house, ...scene, address: `/practices/modules/${scene.study_group.id}/${scene.module.id}` }
}

/** The row of a student on the page. */
const rowOf = (html: string, name: string) =>
  new RegExp(`<tr[^>]*><td class="num">\\d+</td><th scope="row">${name}[\\s\\S]*?</tr>`).exec(html)?.[0] ?? ''

t.test('The page of a module has its parts with hours and one table of results as F6', async (t) => {
  const { db, signIn, address, teacher, students, mdk, up, pp, exam } = await opened(t)
  await addLesson(db, up, teacher, '2026-11-17', { hours: 6 })
  const [abramov, belova, yolkina] = students.map(({ id }) => id) as [number, number, number]
  for (const id of [abramov, belova]) {
    await give(db, mdk, id, 'semester', '3')
    await give(db, mdk, id, 'exam', id === abramov ? '4' : '2')
    await give(db, up, id, 'graded_credit', '5')
    await give(db, pp, id, 'graded_credit', '5')
  }
  await give(db, exam, abramov, 'module_exam', '5')
  await give(db, mdk, yolkina, 'exam', '4')
  await give(db, up, yolkina, 'graded_credit', 'н/а')

  const deputy = await signIn('bulanova')
  const page = (await deputy.open(address)).body
  t.match(page, /МДК\.01\.01<\/td>[\s\S]*0 из 40[\s\S]*УП\.01<\/td>[\s\S]*6 из 20[\s\S]*ПП\.01<\/td>[\s\S]*0 из 36/)
  t.match(rowOf(page, 'Абрамов'), /<td>4<\/td><td>5<\/td><td>5<\/td><td>5, освоен<\/td><td>экзамен проведён/)
  t.match(rowOf(page, 'Белова'), /не допускается: задолженность МДК\.01\.01<\/td>/)
  t.match(rowOf(page, 'Ёлкина'), /не допускается: задолженность УП\.01; нет оценки ПП\.01<\/td>/)
})

t.test('A part that nobody has a result of yet is named once, and nobody is blamed for it', async (t) => {
  const { db, signIn, address, students, mdk, up } = await opened(t)
  for (const { id } of students.slice(0, 2)) await give(db, mdk, id, 'exam', '4')
  await give(db, up, students[0].id, 'graded_credit', '4')
  const page = (await (await signIn('bulanova')).open(address)).body
  t.match(page, /Оценок ещё нет ни у кого: ПП\.01\./)
  t.match(rowOf(page, 'Абрамов'), /пока нет: модуль не завершён/)
  t.match(rowOf(page, 'Белова'), /не допускается: нет оценки УП\.01<\/td>/)
})

t.test('A debt of an earlier result keeps from the exam until it is cleared', async (t) => {
  const { db, signIn, address, students, mdk, up, pp } = await opened(t)
  const { id } = students[0]
  await give(db, mdk, id, 'semester', '2')
  await give(db, mdk, id, 'exam', '4')
  for (const course of [up, pp]) await give(db, course, id, 'graded_credit', '4')
  await db
    .insertInto('debt')
    .values({ course_id: mdk, student_id: id, kind: 'semester', opened_on: '2026-11-01' })
    .execute()
  const deputy = await signIn('bulanova')
  t.match(rowOf((await deputy.open(address)).body, 'Абрамов'), /задолженность МДК\.01\.01/)
  await db.updateTable('debt').set({ cleared_on: '2026-11-10' }).execute()
  t.match(rowOf((await deputy.open(address)).body, 'Абрамов'), /может быть допущен/)
})

t.test(
  'Who takes the exam sees the whole module, another teacher only the own journals, strangers nothing',
  async (t) => {
    const { db, signIn, address, colleague, students, mdk, up, exam, study_group, item } = await opened(t)
    await give(db, up, students[0].id, 'graded_credit', '5')
    await db
      .updateTable('course_teacher')
      .set({ staff_member_id: colleague.staff_member_id })
      .where('course_id', 'in', [mdk])
      .execute()
    const other = await signIn('smirnov')
    const page = (await other.open(address)).body
    t.match(page, /Показаны журналы модуля, которые ведёте вы/)
    t.match(page, /МДК\.01\.01/)
    t.notMatch(page, /УП\.01/)
    t.notMatch(page, /допущен/)
    const examiner = await signIn('ivanova')
    t.match((await examiner.open(address)).body, /МДК\.01\.01[\s\S]*Допуск к экзамену по модулю/)

    await db
      .updateTable('course_teacher')
      .set({ staff_member_id: colleague.staff_member_id })
      .where('course_id', '=', exam)
      .execute()
    t.match((await other.open(address)).body, /УП\.01[\s\S]*Допуск к экзамену по модулю/)
    const stranger = await signIn('chuzhova')
    t.equal((await stranger.open(address)).statusCode, 404)
    t.equal(
      (await other.open(`/practices/modules/${study_group.id}/${item.id}`)).statusCode,
      404,
      'a subject is no module'
    )
  }
)
