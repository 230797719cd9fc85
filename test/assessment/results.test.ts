import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import type { Db } from '../../src/platform/db.ts'
import { addAccount, openHouse } from '../support/house.ts'
import { addLesson, enrol, hire, journalScene } from '../support/scene.ts'

/** The journal's group with an exam in the curriculum; `enter` sends what the grid's script sends. */
const opened = async (t: Test) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  await control(house.db, scene.item.id, 'exam')
  const visitor = await house.signIn('ivanova')
  const page = `/results/courses/${scene.course.id}`
  const [student] = scene.students
  const enter = (value: string, before = '', kind = 'semester', whose: { id: number } = student, who = visitor) =>
    who.type(`${page}/cells`, { cell: `${kind}.${whose.id}`, before, value })
  return { ...house, ...scene, visitor, page, student, enter }
}

const control = (db: Db, curriculum_item_id: number, control_form: string) =>
  db.insertInto('curriculum_control').values({ curriculum_item_id, semester: 3, control_form }).execute()

const standing = (db: Db) => db.selectFrom('result').select(['kind', 'value', 'note']).orderBy('kind').execute()
const debts = (db: Db) => db.selectFrom('debt').select(['kind', 'opened_on', 'cleared_on']).orderBy('id').execute()
const changes = (db: Db) =>
  db
    .selectFrom('audit_entry')
    .select(['object_kind', 'object_id', 'about_id', 'before', 'after'])
    .where('deed', '=', 'result.changed')
    .orderBy('id')
    .execute()

const yesterday = (db: Db) => db.updateTable('debt').set({ opened_on: '2026-11-19' }).execute()

t.test('A teacher types a result in the grid', async (t) => {
  const { db, enter, visitor, student, course, cells, monday, page } = await opened(t)
  await visitor.type(cells, { cell: `${monday.id}.${student.id}`, before: '', value: '4' })

  t.test('and reads that it is saved, with the average beside it and never instead of it', async (t) => {
    const answer = await enter('5')
    t.equal(answer.statusCode, 200)
    t.equal(answer.body, 'saved\t10:41\t5\t0\t4,00')
    t.match((await visitor.open(`/journal/courses/${course.id}`)).body, `<td>4,00</td><td>5</td><td></td>`)
  })

  t.test('the same again after a lost answer: nothing is written twice', async (t) => {
    t.match((await enter('5')).body, 'saved')
    t.match(await changes(db), [
      {
        ...{ object_kind: 'course', object_id: course.id, about_id: student.person_id },
        before: { kind: 'semester', text: '', note: '' },
        after: { kind: 'semester', text: '5', note: '' }
      }
    ])
  })

  t.test('another over it: the history keeps both', async (t) => {
    t.match((await enter('4', '5')).body, 'saved\t10:41\t4')
    const { body } = await visitor.open(`${page}/students/${student.id}`)
    t.match(body, /Иванова А\. П\.<\/td><td>Семестр<\/td><td>5<\/td><td>4</)
    t.match(body, /<td>пусто<\/td><td>5</)
  })

  t.test('over what another has changed meanwhile: both values are told', async (t) => {
    t.match((await enter('3', '5')).body, /^conflict\t4\tИванова А\. П\.\t\S/)
    t.match((await enter('3', '4')).body, 'saved\t10:41\t3')
  })

  t.test('what may not stand: each refusal says what to do, and nothing is written', async (t) => {
    const before = await standing(db)
    t.match((await enter('осв', '3')).body, /^refused\t.*оценивается по теории/)
    t.match((await enter('зач', '3')).body, 'Здесь ставится 5, 4, 3, 2')
    t.match((await enter('6', '3')).body, 'Итоговая оценка')
    t.match((await enter('5', '', 'course_work')).body, 'По учебному плану')
    t.same(await standing(db), before)
  })

  t.test('several at once, each on its own', async (t) => {
    const { body } = await visitor.type(`${page}/cells`, {
      ...{ cell: [`semester.${student.id}`, `exam.${student.id}`, `exam.999999`] },
      ...{ before: ['3', '', ''], value: ['4', '5', '5'] }
    })
    t.match(body, /^saved\t10:41\t4\t0\t4,00\nsaved\t10:41\t5\t0\t4,00\nrefused\t.*не числится/)
  })

  t.test('or empties it', async (t) => {
    t.match((await enter('', '5', 'exam')).body, 'saved\t10:41\t\t0')
    t.same(await standing(db), [{ kind: 'semester', value: '4', note: '' }])
  })
})

t.test('A credit is passed or not', async (t) => {
  const { db, enter, item } = await opened(t)
  await db.deleteFrom('curriculum_control').execute()
  await control(db, item.id, 'credit')
  t.match((await enter('5', '', 'credit')).body, 'ставится «зач», «незач»')
  t.match((await enter('зачтено', '', 'credit')).body, 'saved\t10:41\tзач\t')
  t.match((await enter('5')).body, 'По учебному плану', 'a credit stands for the semester')
})

t.test('Results that are not theirs to give', async (t) => {
  const { db, enter, signIn, study_group, students, course, colleague, page } = await opened(t)
  const [smirnov, deputy, head] = [await signIn('smirnov'), await signIn('bulanova'), await signIn('gromov')]
  t.equal(
    (await enter('5', '', 'semester', students[0], smirnov)).statusCode,
    404,
    'a colleague does not see the course'
  )
  t.equal((await smirnov.open(page)).statusCode, 404)
  for (const overseer of [deputy, head]) {
    t.equal(
      (await enter('5', '', 'semester', students[0], overseer)).statusCode,
      404,
      'who oversees has no way to give'
    )
    t.equal((await overseer.submit(page, { [`value_semester_${students[0].id}`]: '5' })).statusCode, 404)
  }

  const entry = await db
    .insertInto('timetable_entry')
    .values({ course_id: course.id, held_on: '2026-11-20', pair_number: 1, staff_member_id: 1 })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('substitution')
    .values({ timetable_entry_id: entry.id, staff_member_id: colleague.staff_member_id })
    .execute()
  t.match((await enter('5', '', 'semester', students[0], smirnov)).body, 'преподаватель, который ведёт', 'a substitute')
  t.notMatch((await smirnov.open(page)).body, '<select')

  const expelled = await enrol(db, study_group.id, 'Ершов Глеб Ильич', '2026-09-01', '2026-11-13')
  t.match((await enter('5', '', 'semester', expelled)).body, 'не числится', 'somebody who has left')
  const leaving = await enrol(db, study_group.id, 'Зуев Яков Ильич', '2026-09-01', '2026-11-20')
  t.match((await enter('5', '', 'semester', leaving)).body, 'saved', 'still there today')

  await addAccount(db, 'abramov', [{ role: 'student' }], students[0].person_id)
  const himself = await signIn('abramov')
  for (const url of [page, `${page}/students/${students[0].id}`])
    t.equal((await himself.open(url)).statusCode, 404, url)
  t.equal((await enter('5', '', 'semester', students[0], himself)).statusCode, 404)
})

t.test('A closed period', async (t) => {
  const { db, enter, visitor, signIn, page, course, student } = await opened(t)
  await enter('4')
  await db.updateTable('term').set({ closed_at: new Date() }).execute()
  t.match((await enter('5', '4')).body, 'Период закрыт')
  t.notMatch((await visitor.open(page)).body, '<select', 'is read-only')
  const refused = await visitor.submit(page, {
    [`value_semester_${student.id}`]: '5',
    [`before_semester_${student.id}`]: '4'
  })
  t.equal(refused.statusCode, 422)

  const head = await signIn('gromov')
  t.match((await head.open(page)).body, 'Открыть для исправлений')
  await head.submit(`/journal/courses/${course.id}/unlockings`, { until: '20.11.2026', reason: 'Ошибка в оценке' })
  t.match((await enter('5', '4')).body, 'saved\t10:41\t5', 'until the page is unlocked for today')
})

t.test('«2» and «н/а» leave a debt', async (t) => {
  const { db, enter, visitor, page } = await opened(t)
  await enter('н/а')
  t.same(await debts(db), [{ kind: 'semester', opened_on: '2026-11-20', cleared_on: null }])
  t.match((await visitor.open(page)).body, 'задолженность с 20.11.2026')
  t.match((await changes(db))[0], { after: { text: 'н/а', debt: 'open' } })

  await enter('2', 'н/а')
  t.equal((await debts(db)).length, 1, 'one debt, whatever it is called')
  await enter('4', '2')
  t.same(await debts(db), [], 'put right on the same day it was a slip')

  await enter('2', '4')
  await yesterday(db)
  await enter('', '2')
  t.same([await debts(db), await standing(db)], [[], []], 'an emptied result takes its debt along')

  await enter('2')
  await yesterday(db)
  await enter('3', '2')
  t.same(await debts(db), [{ kind: 'semester', opened_on: '2026-11-19', cleared_on: '2026-11-20' }])
  t.match((await visitor.open(page)).body, 'задолженность ликвидирована 20.11.2026')
  t.match((await enter('', '3')).body, 'исправить, но не стереть')
  t.match((await enter('4', '3')).body, 'saved')
})

t.test('The page of results', async (t) => {
  const { db, visitor, page, students, course, teacher, signIn, study_group, monday, friday, cells, enter } =
    await opened(t)
  const [abramov, belova, elkina] = students
  await visitor.type(cells, {
    ...{ cell: [`${monday.id}.${abramov.id}`, `${friday.id}.${abramov.id}`, `${monday.id}.${belova.id}`] },
    ...{ before: ['', '', ''], value: ['3', '3', 'н'] }
  })
  await addLesson(db, course.id, teacher, '2026-11-13')
  await enrol(db, study_group.id, 'Яшин Пётр Олегович', '2026-11-17')
  await enrol(db, study_group.id, 'Ершов Глеб Ильич', '2026-09-01', '2026-11-13')
  const field = (name: string, { id }: { id: number }, kind = 'semester') => `${name}_${kind}_${id}`

  t.test('shows what a result rests on: marks of those needed, average, hours and share missed', async (t) => {
    const rows = (await visitor.open(page)).body.split('<tr').slice(2)
    t.equal(rows.length, 5)
    t.match(rows[0], /Абрамов Иван.*\n.*>2 из 20<.*\n.*>3,00<.*\n.*>0<.*\n.*>0</)
    t.match(rows[1], /Белова Анна.*\n.*>0 .*\n.*>—<.*\n.*>2<.*\n.*>33</, 'two hours of six')
    t.match(rows[3], /Ершов.*выбыл 13\.11\.2026/)
    t.notMatch(rows[3], '<select', 'nothing is given to somebody who has left')
  })

  t.test('counts lessons only of the days in the group', async (t) => {
    const yashin = await db
      .selectFrom('student')
      .select('id')
      .orderBy('id', 'desc')
      .offset(1)
      .limit(1)
      .executeTakeFirstOrThrow()
    await visitor.type(cells, { cell: `${friday.id}.${yashin.id}`, before: '', value: 'н' })
    const { body } = await visitor.open(page)
    t.match(body, /Яшин[^\n]*Пропущено 100 % занятий: рекомендуется «н\/а»/)
    t.equal(body.match(/рекомендуется «н\/а»/g)?.length, 1)
  })

  t.test('is saved whole with one «Сохранить», with notes', async (t) => {
    const answer = await visitor.submit(page, {
      ...{ [field('value', abramov)]: '5', [field('before', abramov)]: '' },
      ...{ [field('value', abramov, 'exam')]: '4', [field('note', abramov, 'exam')]: 'Пересдача 18.11' },
      ...{ [field('value', belova)]: '', [field('before', belova)]: '' }
    })
    t.equal(answer.statusCode, 303)
    t.same(await standing(db), [
      { kind: 'exam', value: '4', note: 'Пересдача 18.11' },
      { kind: 'semester', value: '5', note: '' }
    ])
    const { body } = await visitor.open(String(answer.headers.location))
    t.match(body, 'Сохранено')
    t.match(body, 'Выставлено <strong>2 из 8</strong>')
    t.match(body, 'Расходится со средним баллом 3,00: напишите обоснование', 'written, and warned')
    t.match(body, 'не обоснованы: 1', 'and counted')
    t.match(body, 'Текущих оценок 2, нужно не меньше 20')
  })

  t.test('is saved when nothing was touched, and nothing is written', async (t) => {
    const before = await changes(db)
    t.equal(
      (await visitor.submit(page, { [field('value', belova)]: '', [field('before', belova)]: '' })).statusCode,
      303
    )
    t.same(await changes(db), before)
  })

  t.test('is quiet once the difference is explained', async (t) => {
    const was = { [field('value', abramov)]: '5', [field('before', abramov)]: '5', [field('noted', abramov)]: '' }
    await visitor.submit(page, { ...was, [field('note', abramov)]: 'Победа в олимпиаде' })
    const { body } = await visitor.open(page)
    t.notMatch(body, 'напишите обоснование')
    t.match(body, 'value="Победа в олимпиаде"')
  })

  t.test('is not saved at all when one row may not stand, and comes back as it was typed', async (t) => {
    const before = await standing(db)
    const answer = await visitor.submit(page, {
      ...{ [field('value', belova)]: '4', [field('note', belova)]: 'Сдала всё' },
      ...{ [field('value', elkina)]: '', [field('note', elkina)]: 'Хорошо' }
    })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, new RegExp(`id="wrong_semester_${elkina.id}">Обоснование пишется к оценке`))
    t.match(
      answer.body,
      new RegExp(`name="${field('value', belova)}"[^\\n]*<option selected>4`),
      'the mark of the row that could stand'
    )
    t.match(answer.body, 'value="Сдала всё"')
    t.match(answer.body, 'value="Хорошо"')
    t.same(await standing(db), before)
  })

  t.test('tells when another changed a row meanwhile, and leaves alone rows nobody touched', async (t) => {
    await enter('3', '', 'semester', belova)
    const stale = { [field('value', belova)]: '', [field('before', belova)]: '' }
    t.equal((await visitor.submit(page, { ...stale, [field('value', elkina)]: '5' })).statusCode, 303)
    t.match((await visitor.open(`${page}/students/${belova.id}`)).body, 'семестр: <strong>3</strong>')

    const late = await visitor.submit(page, { ...stale, [field('value', belova)]: '4' })
    t.equal(late.statusCode, 422)
    t.match(late.body, 'внесено «3» (Иванова А. П.). Сравните')
    t.match(
      late.body,
      new RegExp(`name="${field('before', belova)}" value="3"`),
      'saving again is a choice made knowingly'
    )
  })

  t.test('is read by those who oversee, without a field to write in', async (t) => {
    await hire(db, 'Котова Ирина Юрьевна', 'kotova', ['registrar'])
    for (const login of ['bulanova', 'gromov', 'petrova', 'kotova']) {
      const { statusCode, body } = await (await signIn(login)).open(page)
      t.equal(statusCode, 200, login)
      t.match(body, 'Победа в олимпиаде')
      t.notMatch(body, '<select')
      t.notMatch(body, 'Сохранить')
      t.equal(
        body.includes(`/journal/courses/${course.id}`),
        login !== 'kotova',
        'a link to the journal for those who see it'
      )
    }
  })

  t.test('says when the end of the period has passed', async (t) => {
    await db.updateTable('term').set({ ends_on: '2026-11-19' }).execute()
    const { body } = await visitor.open(page)
    t.match(body, 'Период закончился 19.11.2026, а выставлены не все оценки')
    t.match(body, 'позже окончания периода')
  })
})

t.test('Two who write one result at the same time meet: the second is told of the first', async (t) => {
  const { db, whole, enter, course, student } = await opened(t)
  const answer = await db.transaction().execute(async (trx) => {
    await trx.selectFrom('course').select('id').where('id', '=', course.id).forNoKeyUpdate().execute()
    const second = enter('4')
    await Promise.race([blocked(whole), second])
    const result = { course_id: course.id, student_id: student.id, kind: 'semester', value: '5', given_by: 1 }
    await trx.insertInto('result').values(result).execute()
    return { second }
  })
  t.match((await answer.second).body, /^conflict\t5\t/)
  t.match(await standing(db), [{ value: '5' }])
})

/** Waits until somebody waits for a lock. */
async function blocked(db: Db): Promise<void> {
  const waiting = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while ((await waiting.execute(db)).rows.length === 0) await setTimeout(5)
}

t.test('A result and its debt stand with their audit line or not at all', async (t) => {
  const { db, whole, enter } = await opened(t)
  await sql`alter table college.audit_entry add constraint no_more check (false) not valid`.execute(whole)
  t.equal((await enter('2')).statusCode, 500)
  t.same([await standing(db), await debts(db)], [[], []])
})
