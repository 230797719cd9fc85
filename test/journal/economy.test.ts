import { gzipSync } from 'node:zlib'
import t from 'tap'
import { openHouse } from '../support/house.ts'
import { addLesson, enrol, journalScene } from '../support/scene.ts'
import { statementsOf } from '../support/statements.ts'

t.test('The journal page and its saves ask the database little, whatever the size of the group', async (t) => {
  const { db, signIn } = await openHouse(t)
  const scene = await journalScene(db)
  const teacher = await signIn('ivanova')
  const { cells, page, students } = scene
  const save = async (who: { id: number }[]) => {
    const form = {
      cell: who.map(({ id }) => `${scene.monday.id}.${id}`),
      before: who.map(() => ''),
      value: who.map(() => '5')
    }
    return (await statementsOf(() => teacher.type(cells, form))).length
  }
  const asked = () => statementsOf(() => teacher.open(page))

  t.equal((await asked()).length, 3, 'session with its account, course with its lessons, students with their cells')
  t.equal(
    await save([students[0]]),
    3,
    'session with its account, what the rules need to know, the writing with its audit line and the sums'
  )

  const more = []
  for (let i = 0; i < 27; i++) more.push(await enrol(db, scene.study_group.id, `Новиков Александр Ильич${i}`))
  for (let day = 1; day < 31; day++) {
    if (day < 20 && day !== 16)
      await addLesson(db, scene.course.id, scene.teacher, `2026-11-${String(day).padStart(2, '0')}`)
  }
  t.equal((await asked()).length, 3, 'thirty students and twenty lessons cost no more questions')
  t.equal(await save(more), 3, 'a column costs no more than a cell')
  const { body } = await teacher.open(page)
  t.ok(Buffer.byteLength(body) <= 36_000, `${Buffer.byteLength(body)} bytes`)
  t.ok(gzipSync(body).length <= 5000, `${gzipSync(body).length} bytes compressed`)
})
