import t from 'tap'
import type { Db } from '../../src/platform/db.ts'
import { openHouse } from '../support/house.ts'
import { addLesson, journalScene } from '../support/scene.ts'

const opened = async (t: Parameters<typeof openHouse>[0]) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  return { ...house, ...scene, visitor: await house.signIn('ivanova') }
}

/** All fields of the form in a page, as a browser without scripts would send them back. */
function fieldsIn(html: string): Record<string, string> {
  const fields: Record<string, string> = {}
  const text = (value: string) =>
    value.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>')
  const form = html.slice(html.indexOf('id="lesson"'))
  for (const [, name = '', rest = ''] of form.matchAll(/<input[^>]*? name="([^"]+)"([^>]*)>/g))
    fields[name] = text(/value="([^"]*)"/.exec(rest)?.[1] ?? '')
  for (const [, name = '', body = ''] of form.matchAll(/<textarea[^>]*? name="([^"]+)"[^>]*>([^<]*)</g))
    fields[name] = text(body)
  for (const [, name = '', body = ''] of form.matchAll(/<select[^>]*? name="([^"]+)"[^>]*>(.*?)<\/select>/gs)) {
    const chosen = /<option(?: value="([^"]*)")?[^>]* selected>([^<]*)/.exec(body)
    fields[name] = chosen ? (chosen[1] ?? chosen[2] ?? '') : ''
  }
  delete fields._csrf // each visitor sends the token of the own session
  return fields
}

const planTopics = async (db: Db, course_id: number, item_id: number) => {
  const plan = await db
    .insertInto('lesson_plan')
    .values({ curriculum_item_id: item_id, semester: 3 })
    .returning('id')
    .executeTakeFirstOrThrow()
  const kind = await db
    .selectFrom('lesson_kind')
    .select('id')
    .where('name', '=', 'Практическое занятие')
    .executeTakeFirstOrThrow()
  const topics = ['Введение', 'Практическая работа № 1. Процессы']
  await db
    .insertInto('lesson_plan_topic')
    .values(
      topics.map((title, i) => ({
        lesson_plan_id: plan.id,
        position: i + 1,
        title,
        hours: 2,
        lesson_kind_id: kind.id,
        homework: `§ ${i + 1}`
      }))
    )
    .execute()
  await db.updateTable('course').set({ lesson_plan_id: plan.id }).where('id', '=', course_id).execute()
}

t.test('A teacher keeps a lesson with one «Сохранить», without scripts', async (t) => {
  const { db, visitor, course, item, page, students } = await opened(t)
  await planTopics(db, course.id, item.id)
  const url = `${page}/lessons/new?held_on=2026-11-19&pair_number=2`

  const blank = fieldsIn((await visitor.open(url)).body)
  t.match(
    blank,
    { held_on: '19.11.2026', pair_number: '2', topic: 'Введение', homework: '§ 1', hours: '2' },
    'the next topic of the plan is proposed'
  )

  const [a, b, c] = students
  const filled = {
    ...blank,
    [`mark_${a.id}_1`]: '5',
    [`mark_${a.id}_2`]: '4',
    [`absence_${b.id}`]: 'н',
    [`mark_${c.id}_2`]: '3'
  }
  const saved = await visitor.submit(`${page}/lessons`, filled)
  t.equal(saved.statusCode, 303, saved.body)
  t.equal(saved.headers.location, `${page}?month=2026-11&kept=yes`)
  const shown = (await visitor.open(String(saved.headers.location))).body
  t.match(shown, 'Занятие сохранено')
  t.match(shown, new RegExp(`id="s${a.id}".*<td>5/4</td>`))
  t.match(shown, new RegExp(`id="s${b.id}".*<td>н</td>`))
  const marks = await db
    .selectFrom('mark')
    .select(['student_id', 'work_number', 'value'])
    .orderBy('student_id')
    .orderBy('work_number')
    .execute()
  t.same(marks, [
    { student_id: a.id, work_number: 1, value: '5' },
    { student_id: a.id, work_number: 2, value: '4' },
    { student_id: c.id, work_number: 2, value: '3' }
  ])

  t.test('and opening that pair again opens what was kept; the next topic is proposed for another', async (t) => {
    t.match((await visitor.open(url)).headers.location, /^\/journal\/lessons\/\d+$/)
    t.match(
      fieldsIn((await visitor.open(`${page}/lessons/new?held_on=2026-11-20&pair_number=3`)).body).topic,
      'Практическая работа № 1'
    )
  })

  t.test('then changes the topic and a mark; both are in the history', async (t) => {
    const { id } = await db.selectFrom('lesson').select('id').where('topic', '=', 'Введение').executeTakeFirstOrThrow()
    const form = fieldsIn((await visitor.open(`/journal/lessons/${id}`)).body)
    t.equal(form[`mark_${a.id}_2`], '4')
    const answer = await visitor.submit(`/journal/lessons/${id}`, {
      ...form,
      topic: 'Введение в предмет',
      [`mark_${a.id}_2`]: '5'
    })
    t.equal(answer.statusCode, 303)
    t.match(
      await db
        .selectFrom('audit_entry')
        .select(['before', 'after'])
        .where('deed', '=', 'lesson.changed')
        .executeTakeFirst(),
      {
        before: { topic: 'Введение' },
        after: { topic: 'Введение в предмет' }
      }
    )
  })

  t.test('and the same form sent twice writes nothing the second time', async (t) => {
    const { id } = await db
      .selectFrom('lesson')
      .select('id')
      .where('topic', '=', 'Введение в предмет')
      .executeTakeFirstOrThrow()
    const form = fieldsIn((await visitor.open(`/journal/lessons/${id}`)).body)
    const count = async () =>
      (
        await db
          .selectFrom('audit_entry')
          .select('id')
          .where('deed', 'in', ['lesson.changed', 'cell.changed'])
          .execute()
      ).length
    const before = await count()
    t.equal((await visitor.submit(`/journal/lessons/${id}`, form)).statusCode, 303)
    t.equal(await count(), before)
  })
})

t.test('What is wrong in the form is said at its place, what was typed stays, and nothing is written', async (t) => {
  const { db, visitor, page, students, monday } = await opened(t)
  const blank = fieldsIn((await visitor.open(`${page}/lessons/new?held_on=2026-11-19&pair_number=2`)).body)
  const kinds = await db.selectFrom('lesson_kind').select('id').executeTakeFirstOrThrow()
  const good = { ...blank, topic: 'Файлы', lesson_kind_id: String(kinds.id) }
  const counted = () => db.selectFrom('lesson').select('id').execute()
  const before = await counted()
  for (const [change, words] of [
    [{ held_on: '32.11.2026' }, 'Укажите день занятия'],
    [{ held_on: '2026-02-31' }, 'Укажите день занятия'],
    [{ held_on: '21.11.2026' }, 'ещё не проведено'],
    [{ held_on: '31.08.2026' }, 'внутри учебного периода'],
    [{ pair_number: '' }, 'номер пары'],
    [{ hours: '0' }, 'часы занятия'],
    [{ lesson_kind_id: '' }, 'вид занятия'],
    [{ held_on: '16.11.2026', pair_number: '1' }, 'уже есть занятие'],
    [{ [`mark_${students[0].id}_1`]: 'н/а' }, 'не аттестовать']
  ] as const) {
    const answer = await visitor.submit(`${page}/lessons`, { ...good, ...change })
    t.equal(answer.statusCode, 422, words)
    t.match(answer.body, words)
    t.match(answer.body, '>Файлы</textarea>', 'the topic stays in its field')
  }
  t.same(await counted(), before)
  t.same(await db.selectFrom('mark').selectAll().execute(), [])

  const form = fieldsIn((await visitor.open(`/journal/lessons/${monday.id}`)).body)
  const answer = await visitor.submit(`/journal/lessons/${monday.id}`, {
    ...form,
    topic: 'Новая тема',
    [`mark_${students[1].id}_1`]: '7'
  })
  t.equal(answer.statusCode, 422)
  t.match(answer.body, `value="7"`)
  t.same(
    await db.selectFrom('lesson').select('topic').where('id', '=', monday.id).execute(),
    [{ topic: 'Права доступа' }],
    'the topic is taken back too'
  )
})

t.test('A lesson that another changed meanwhile is not overwritten', async (t) => {
  const { db, visitor, signIn, monday, students, cells } = await opened(t)
  const form = fieldsIn((await visitor.open(`/journal/lessons/${monday.id}`)).body)
  const other = await signIn('ivanova')
  await other.submit(`/journal/lessons/${monday.id}`, { ...form, topic: 'Тема коллеги' })
  const answer = await visitor.submit(`/journal/lessons/${monday.id}`, { ...form, topic: 'Моя тема' })
  t.equal(answer.statusCode, 422)
  t.match(answer.body, 'запись изменили')
  t.match(answer.body, 'Моя тема')

  const again = fieldsIn((await visitor.open(`/journal/lessons/${monday.id}`)).body)
  await other.type(cells, { cell: `${monday.id}.${students[0].id}`, before: '', value: '4' })
  const met = await visitor.submit(`/journal/lessons/${monday.id}`, { ...again, [`mark_${students[0].id}_1`]: '2' })
  t.equal(met.statusCode, 422)
  t.match(met.body, /внесено «4» \(Иванова А\. П\.\)/)
  t.same(await db.selectFrom('mark').select('value').execute(), [{ value: '4' }])
})

t.test('A kind of work with marks cannot be taken off, without marks it can', async (t) => {
  const { db, visitor, monday, students, cells } = await opened(t)
  await visitor.type(cells, { cell: `${monday.id}.${students[0].id}`, before: '', value: '4' })
  const form = fieldsIn((await visitor.open(`/journal/lessons/${monday.id}`)).body)
  const refused = await visitor.submit(`/journal/lessons/${monday.id}`, { ...form, work_1: '' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'сначала уберите их')
  t.equal(
    (await visitor.submit(`/journal/lessons/${monday.id}`, { ...form, work_1: '', [`mark_${students[0].id}_1`]: '' }))
      .statusCode,
    303
  )
  t.same(await db.selectFrom('work').selectAll().where('lesson_id', '=', monday.id).execute(), [])
})

t.test('A substitute keeps the substituted lesson only, and the journal says so', async (t) => {
  const { db, signIn, course, teacher, colleague, page } = await opened(t)
  const [entry, other] = await db
    .insertInto('timetable_entry')
    .values(
      [19, 20].map((day) => ({
        course_id: course.id,
        held_on: `2026-11-${day}`,
        pair_number: 4,
        staff_member_id: teacher.staff_member_id
      }))
    )
    .returning('id')
    .execute()
  await db
    .insertInto('substitution')
    .values({ timetable_entry_id: entry?.id ?? 0, staff_member_id: colleague.staff_member_id })
    .execute()
  const substitute = await signIn('smirnov')
  const kind = await db.selectFrom('lesson_kind').select('id').executeTakeFirstOrThrow()
  const formAt = async (day: string) => ({
    ...fieldsIn((await substitute.open(`${page}/lessons/new?held_on=${day}&pair_number=4`)).body),
    lesson_kind_id: String(kind.id),
    topic: 'Тема'
  })
  t.equal((await substitute.submit(`${page}/lessons`, await formAt('2026-11-19'))).statusCode, 303)
  t.match(
    (await substitute.submit(`${page}/lessons`, await formAt('2026-11-20'))).body,
    'назначенная замена',
    `not the entry ${other?.id}`
  )
  const lesson = await db.selectFrom('lesson').selectAll().where('pair_number', '=', 4).executeTakeFirstOrThrow()
  t.match(lesson, { taught_by: colleague.staff_member_id, substitutes_for: teacher.staff_member_id })
  const own = await signIn('ivanova')
  t.match((await own.open(`${page}?month=2026-11`)).body, 'замена: Смирнов О. И.')
  const refused = await own.submit(
    `/journal/lessons/${lesson.id}`,
    fieldsIn((await own.open(`/journal/lessons/${lesson.id}`)).body)
  )
  t.match(refused.body, 'назначенная замена', 'who was substituted does not write over the substitute')
})

t.test('«Все присутствуют» takes off what the teacher noted and leaves what the curator did', async (t) => {
  const { db, visitor, monday, students, cells } = await opened(t)
  const [a, b, c] = students
  for (const [student, value] of [
    [a, 'н'],
    [b, 'о'],
    [c, 'н']
  ] as const)
    await visitor.type(cells, { cell: `${monday.id}.${student.id}`, before: '', value })
  await db.updateTable('absence').set({ code: 'б', document: 'Справка № 3' }).where('student_id', '=', c.id).execute()
  const answer = await visitor.type(`/journal/lessons/${monday.id}/roll`, {})
  t.same(answer.body.split('\n'), ['saved\t10:41', `${a.id}\t\t0`, `${b.id}\t\t0`])
  t.same(await db.selectFrom('absence').select('student_id').execute(), [{ student_id: c.id }])
  t.ok(
    (await db.selectFrom('lesson').select('roll_called_at').where('id', '=', monday.id).executeTakeFirst())
      ?.roll_called_at
  )
})

t.test('A lesson is removed only when nothing stands in it, after a question', async (t) => {
  const { db, visitor, monday, friday, students, cells } = await opened(t)
  await visitor.type(cells, { cell: `${monday.id}.${students[0].id}`, before: '', value: '4' })
  t.match((await visitor.open(`/journal/lessons/${monday.id}/removal`)).body, 'Удалить занятие?')
  t.match((await visitor.submit(`/journal/lessons/${monday.id}/removal`, {})).body, 'сначала уберите их')
  t.equal((await visitor.submit(`/journal/lessons/${friday.id}/removal`, {})).statusCode, 303)
  t.same(await db.selectFrom('lesson').select('id').execute(), [{ id: monday.id }])
  t.match(await db.selectFrom('audit_entry').select('before').where('deed', '=', 'lesson.removed').executeTakeFirst(), {
    before: { topic: 'Права доступа' }
  })
})

t.test('The page of a term of 72 lessons shows this month, any month, or all, and is never cut', async (t) => {
  const { db, visitor, course, teacher, page } = await opened(t)
  for (let i = 0; i < 70; i++)
    await addLesson(db, course.id, teacher, `2026-${i < 35 ? '09' : '10'}-${String((i % 30) + 1).padStart(2, '0')}`, {
      pair_number: 2 + Math.floor((i % 35) / 30)
    })
  const columns = (body: string) => body.match(/<th scope="col" id="l\d+"/g)?.length
  t.equal(columns((await visitor.open(page)).body), 2, 'November by itself')
  t.equal(columns((await visitor.open(`${page}?month=2026-09`)).body), 35)
  t.equal(columns((await visitor.open(`${page}?month=all`)).body), 72)
  await db.deleteFrom('lesson').where('held_on', '>=', '2026-11-01').execute()
  t.match(
    (await visitor.open(page)).headers.location,
    `${page}?month=2026-10`,
    'a month without lessons gives way to the last that has them'
  )
})

t.test('«Мои журналы» shows the lessons of today and those not recorded, and where to record them', async (t) => {
  const { db, visitor, course, teacher, colleague, signIn } = await opened(t)
  const days = ['2026-11-18', '2026-11-20', '2026-11-21']
  const entries = await db
    .insertInto('timetable_entry')
    .values(
      days.map((held_on) => ({
        course_id: course.id,
        held_on,
        pair_number: 5,
        staff_member_id: teacher.staff_member_id
      }))
    )
    .returning('id')
    .execute()
  const page = async () => (await visitor.open('/journal')).body
  t.match(
    await page(),
    /Занятия не записаны.*held_on=2026-11-18&amp;pair_number=5.*Сегодня.*held_on=2026-11-20&amp;pair_number=5/s
  )
  t.notMatch(await page(), 'held_on=2026-11-21', 'tomorrow is nobody’s debt')

  await db
    .insertInto('substitution')
    .values({ timetable_entry_id: entries[0]?.id ?? 0, staff_member_id: colleague.staff_member_id })
    .execute()
  t.notMatch(await page(), 'held_on=2026-11-18', 'the substitute records it')
  t.match((await (await signIn('smirnov')).open('/journal')).body, /held_on=2026-11-18.*/)
})

t.test('The hours of the plan are those that lessons are given for: an exam is no lesson', async (t) => {
  const { db, visitor, item, page } = await opened(t)
  await db
    .insertInto('curriculum_hours')
    .values([
      { curriculum_item_id: item.id, semester: 3, kind: 'control', hours: 18 },
      { curriculum_item_id: item.id, semester: 3, kind: 'lecture', hours: 54 }
    ])
    .execute()
  t.match((await visitor.open(page)).body, 'по плану 54&nbsp;ч')
  t.match((await visitor.open('/journal')).body, '4 из 54')
})
