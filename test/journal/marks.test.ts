import { sql } from 'kysely'
import t from 'tap'
import { actorOf } from '../../src/accounts/actions.ts'
import { enterCells } from '../../src/journal/actions/cells.ts'
import type { Db } from '../../src/platform/db.ts'
import { openHouse } from '../support/house.ts'
import { addLesson, enrol, journalScene } from '../support/scene.ts'

const opened = async (t: Parameters<typeof openHouse>[0]) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  const teacher = await house.signIn('ivanova')
  const [student] = scene.students
  const type = (value: string, before = '', lesson = scene.monday, who = teacher, whose: { id: number } = student) =>
    who.type(scene.cells, { cell: `${lesson.id}.${whose.id}`, before, value })
  return { ...house, ...scene, visitor: teacher, student, type }
}

t.test('A teacher types into a cell', async (t) => {
  const { db, type, visitor, page, monday, student, friday, students } = await opened(t)

  t.test('a mark, and reads that it is saved, with hours missed and the average', async (t) => {
    const answer = await type('5')
    t.equal(answer.statusCode, 200)
    t.equal(answer.body, 'saved\t10:41\t5\t0\t5,00')
    t.match((await visitor.open(page)).body, new RegExp(`id="s${student.id}".*<td>5</td>`))
  })

  t.test('the same again after a lost answer: nothing is written twice', async (t) => {
    t.match((await type('5', '')).body, 'saved')
    const changes = await db.selectFrom('audit_entry').select('after').where('deed', '=', 'cell.changed').execute()
    t.equal(changes.length, 1)
  })

  t.test('another mark: the history keeps both', async (t) => {
    t.match((await type('4', '5')).body, 'saved\t10:41\t4')
    const { body } = await visitor.open(`/journal/lessons/${monday.id}/students/${student.id}`)
    t.match(body, /Иванова А\. П\.<\/td><td>5<\/td><td>4</)
  })

  t.test('what another has changed meanwhile: both values are told and nothing is written', async (t) => {
    t.match((await type('3', '5')).body, /^conflict\t4\tИванова А\. П\.\t/)
    t.match((await type('3', '4')).body, 'saved\t10:41\t3')
  })

  t.test('«н» costs the hours of the lesson, «о» none, «н1» one', async (t) => {
    t.equal((await type('н', '', friday, visitor, students[1])).body, 'saved\t10:41\tн\t2\t')
    t.equal((await type('о', 'н', friday, visitor, students[1])).body, 'saved\t10:41\tо\t0\t')
    t.equal((await type('н1', 'о', friday, visitor, students[1])).body, 'saved\t10:41\tн1\t1\t')
    t.equal((await type('', 'н1', friday, visitor, students[1])).body, 'saved\t10:41\t\t0\t')
  })

  t.test('two marks open a second work of the lesson, and each is for its own', async (t) => {
    t.match((await type('5/4', '', friday)).body, 'saved\t10:41\t5/4')
    const works = await db
      .selectFrom('work')
      .select('number')
      .where('lesson_id', '=', friday.id)
      .orderBy('number')
      .execute()
    t.same(
      works.map(({ number }) => number),
      [1, 2]
    )
    t.match((await type('-/3', '5/4', friday)).body, 'saved\t10:41\t3')
    const marks = await db
      .selectFrom('mark')
      .select(['work_number', 'value'])
      .where('lesson_id', '=', friday.id)
      .execute()
    t.same(marks, [{ work_number: 2, value: '3' }])
  })

  t.test('what the regulations do not know: each refusal says what to do, and nothing is written', async (t) => {
    const before = await db.selectFrom('mark').selectAll().execute()
    for (const [value, words] of [
      ['н/а', 'не аттестовать'],
      ['осв', 'освобождённый'],
      ['6', 'Можно ввести'],
      ['б', 'классный руководитель'],
      ['н,4', 'Отработка'],
      ['н3', 'больше часов']
    ] as const) {
      t.match((await type(value, '', monday, visitor, students[2])).body, new RegExp(`^refused\t.*${words}`), value)
    }
    t.same(await db.selectFrom('mark').selectAll().execute(), before)
  })

  t.test('a mark beside «н» when the lesson has a make-up work', async (t) => {
    const lesson = await addLesson(
      db,
      (await db.selectFrom('lesson').select('course_id').executeTakeFirstOrThrow()).course_id,
      { staff_member_id: 1 },
      '2026-11-18',
      { works: ['Ответ на занятии', 'Отработка'] }
    )
    t.match((await type('н,4', '', lesson)).body, 'saved\t10:41\tн,4\t2')
    const marks = await db.selectFrom('mark').select('work_number').where('lesson_id', '=', lesson.id).execute()
    t.same(marks, [{ work_number: 2 }], 'the mark is for the make-up work')
  })
})

t.test('A column pasted at once', async (t) => {
  const { visitor, cells, friday, students, db } = await opened(t)
  const answer = await visitor.type(cells, {
    cell: students.map(({ id }) => `${friday.id}.${id}`),
    before: ['', '', ''],
    value: ['5', '6', 'н']
  })
  t.match(
    answer.body,
    /^saved\t10:41\t5.*\nrefused\t.*\nsaved\t10:41\tн\t2/,
    'each cell stands or is refused on its own'
  )
  t.equal((await db.selectFrom('mark').selectAll().execute()).length, 1)
})

t.test('Cells that are not theirs', async (t) => {
  const { db, type, signIn, study_group, monday, friday, course, teacher } = await opened(t)
  const [colleague, deputy] = [await signIn('smirnov'), await signIn('bulanova')]
  const expelled = await enrol(db, study_group.id, 'Ершов Глеб Ильич', '2026-09-01', '2026-11-13')
  const newcomer = await enrol(db, study_group.id, 'Яшин Пётр Олегович', '2026-11-17')

  t.match((await type('5', '', monday, colleague)).body, 'refused', 'a colleague does not see the lesson')
  t.equal((await colleague.open(`/journal/lessons/${monday.id}`)).statusCode, 404)
  t.equal((await type('5', '', monday, deputy)).statusCode, 404, 'the deputy has no way to give marks at all')
  t.match((await type('5', '', monday, undefined, expelled)).body, 'не числился', 'expelled before the lesson')
  t.match((await type('5', '', monday, undefined, newcomer)).body, 'не числился', 'enrolled after the lesson')
  t.match((await type('5', '', friday, undefined, newcomer)).body, 'saved', 'enrolled by the day of the lesson')

  const tomorrow = await addLesson(db, course.id, teacher, '2026-11-21')
  t.match((await type('5', '', tomorrow)).body, 'ещё не проведено')
  await db.updateTable('term').set({ closed_at: new Date() }).execute()
  t.match((await type('5', '', monday)).body, 'Период закрыт')
})

t.test('A closed page is opened for named days by the head, with a reason', async (t) => {
  const { db, type, signIn, course, page } = await opened(t)
  await db.updateTable('term').set({ closed_at: new Date() }).execute()
  const head = await signIn('gromov')
  t.match((await head.open(page)).body, 'Открыть для исправлений')
  const refused = await head.submit(`${page}/unlockings`, { until: '22.11.2026', reason: '' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'Укажите причину')
  t.match(refused.body, 'value="22.11.2026"')
  t.equal((await head.submit(`${page}/unlockings`, { until: '22.11.2026', reason: 'Ошибка в оценке' })).statusCode, 303)
  t.match((await type('5')).body, 'saved')
  const [line] = await db
    .selectFrom('audit_entry')
    .select(['object_id', 'after'])
    .where('deed', '=', 'page.unlocked')
    .execute()
  t.match(line, { object_id: course.id, after: { reason: 'Ошибка в оценке' } })
})

t.test('The curator names the reason of an absence with a document, and nothing else', async (t) => {
  const { type, signIn, monday, student, students } = await opened(t)
  await type('н')
  const curator = await signIn('petrova')
  t.match((await type('5', '', monday, curator, students[1])).body, 'меняет только причину')
  t.match((await type('б', 'н', monday, curator)).body, 'Назовите документ')
  const cell = `/journal/lessons/${monday.id}/students/${student.id}`
  await curator.open(cell)
  t.equal(
    (await curator.submit(cell, { before: 'н', value: 'б', document: 'Справка № 12 от 18.11.2026' })).statusCode,
    303
  )
  t.match((await curator.open(cell)).body, 'Справка № 12')
  t.match((await type('5', 'б')).body, 'Причину пропуска уже указал')
  t.match((await type('', 'б')).body, 'Причину пропуска уже указал')
})

t.test('A mark stands with its audit line or not at all', async (t) => {
  const { db, type, whole } = await opened(t)
  await sql`alter table college.audit_entry add constraint no_more check (false) not valid`.execute(whole)
  t.equal((await type('5')).statusCode, 500)
  t.same(await db.selectFrom('mark').selectAll().execute(), [])
})

/** Until some session of the database waits for another one. */
async function untilWaiting(whole: Db): Promise<void> {
  const waiting = sql<{ pid: number }>`select pid from pg_locks where not granted`
  while ((await waiting.execute(whole)).rows.length === 0) await new Promise((done) => setTimeout(done, 5))
}

t.test('Two people in one cell at the same instant: the later is told what the first has written', async (t) => {
  const { db, whole, type, student, course, monday, teacher } = await opened(t)
  const actor = await actorOf(db, teacher.account_id, '2026-11-20')
  if (!actor) return t.fail('the teacher has an account')
  const entry = { lesson_id: monday.id, student_id: student.id, before: '' }
  const second = await db.transaction().execute(async (trx) => {
    const [outcome] = await enterCells(trx, actor, '2026-11-20', course.id, [{ ...entry, value: 'н' }])
    t.match(outcome, { kind: 'saved', text: 'н' })
    const answer = type('5') // has read an empty cell, and waits for the first to end
    await untilWaiting(whole)
    return { answer }
  })
  t.match((await second.answer).body, /^conflict\tн\tИванова А\. П\.\t/)
  t.same(await db.selectFrom('mark').selectAll().execute(), [])
})

t.test('Two people in different cells of one lesson at the same instant: both are saved', async (t) => {
  const { db, whole, type, course, monday, teacher, students, visitor } = await opened(t)
  const actor = await actorOf(db, teacher.account_id, '2026-11-20')
  if (!actor) return t.fail('the teacher has an account')
  const entry = { lesson_id: monday.id, student_id: students[1].id, before: '', value: '4' }
  const second = await db.transaction().execute(async (trx) => {
    await enterCells(trx, actor, '2026-11-20', course.id, [entry])
    const answer = type('5')
    await untilWaiting(whole)
    return { answer }
  })
  t.match((await second.answer).body, 'saved\t10:41\t5')
  const answers = await Promise.all(['3', '4', '2'].map((value) => type(value, '5', monday, visitor)))
  t.equal(answers.filter(({ body }) => body.startsWith('saved')).length, 1, 'of many at once one is first')
  t.equal(answers.filter(({ body }) => body.startsWith('conflict')).length, 2)
  const changes = await db.selectFrom('audit_entry').select('after').where('deed', '=', 'cell.changed').execute()
  t.equal(changes.length, 3, 'nothing is on the trail that was not done')
})
