import { sql } from 'kysely'
import t from 'tap'
import { cancelOrder } from '../../src/movement/actions/cancelling.ts'
import { draftOrder } from '../../src/movement/actions/orders.ts'
import { signOrder } from '../../src/movement/actions/signing.ts'
import type { Db } from '../../src/platform/db.ts'
import { addLesson, enrol, hire } from '../support/scene.ts'
import { clerk, deeds, opened, staysOf, TODAY } from './orders-scene.ts'

t.test('An order moves people only when it is signed', async (t) => {
  const { db, students, registrar, draft, other, page, signIn, colleague } = await opened(t)
  const { id: student_id, person_id } = students[1]
  const { url, id } = await draft('transfer', [student_id], {
    ...{ study_group_id: String(other.study_group.id), effective_on: '18.11.2026', reason: 'по заявлению' }
  })

  t.test('a draft changes nothing, is edited, and loses lines', async (t) => {
    t.equal((await staysOf(db, student_id)).length, 1)
    await registrar.submit(url, { number: '77-к', signed_on: '19.11.2026', basis: 'заявление от 17.11.2026' })
    const { body } = await registrar.open(url)
    t.match(body, /Приказ № 77-к от 19\.11\.2026.*перевод в другую группу, проект.*заявление от 17/s)
    t.match(body, /Белова Анна Олеговна.*18\.11\.2026.*в группу СА-22.*по заявлению/s)
    const line = /lines\/(\d+)\/removal/.exec(body)?.[1]
    t.equal((await registrar.submit(`${url}/lines/${line}/removal`, {})).statusCode, 303)
    t.match((await registrar.submit(`${url}/signing`, {})).body, 'нет ни одного пункта')
    const again = {
      student_id: [String(student_id)],
      study_group_id: String(other.study_group.id),
      effective_on: '18.11.2026'
    }
    t.equal((await registrar.submit(`${url}/lines`, again)).statusCode, 303)
    t.match((await registrar.submit(`${url}/lines`, again)).body, 'уже есть пункт')
    await registrar.submit(url, { number: 'проект 3', signed_on: '19.11.2026', basis: '' })
    t.match((await registrar.submit(`${url}/signing`, {})).body, 'номер в нём временный')
    await registrar.submit(url, { number: '77-к', signed_on: '19.11.2026', basis: 'заявление от 17.11.2026' })
  })

  t.test('the signed one ends the days in one group and begins those in the other', async (t) => {
    t.equal((await registrar.submit(`${url}/signing`, {})).statusCode, 303)
    t.match(await staysOf(db, student_id), [
      { name: 'СА-21', since: '2026-09-01', until: '2026-11-17', until_order_id: id },
      { name: 'СА-22', since: '2026-11-18', until: null, since_order_id: id }
    ])
    t.match(await deeds(db, 'order.signed'), [
      { object_id: id, before: { state: 'draft' }, after: { state: 'signed' } }
    ])
    t.match(await deeds(db, 'student.moved'), [
      { about_id: person_id, after: { order_id: id, effective_on: '2026-11-18' } }
    ])
    t.match((await registrar.open(url)).body, /подписан.*из группы СА-21, в группу СА-22/s)
    t.match(
      (await registrar.open(`/people/students/${student_id}`)).body,
      /СА-22.*18\.11\.2026.*№ 77-к от 19\.11\.2026.*СА-21/s
    )
  })

  t.test('the journal follows the day of the order', async (t) => {
    await addLesson(db, other.course.id, colleague, '2026-11-19')
    t.match((await (await signIn('ivanova')).open(page)).body, 'Белова', 'who was here this month is still in the list')
    const { body } = await (await signIn('smirnov')).open(other.page)
    t.match(body, 'Белова')
    t.notMatch(body, 'Абрамов')
  })

  t.test('is then locked', async (t) => {
    t.match(
      (await registrar.submit(url, { number: '1', signed_on: '20.11.2026' })).body,
      'изменить его можно только другим приказом'
    )
    t.equal((await registrar.submit(`${url}/signing`, {})).statusCode, 422)
    t.equal((await registrar.submit(`${url}/removal`, {})).statusCode, 422)
    t.equal((await registrar.submit(`${url}/lines/1/removal`, {})).statusCode, 422)
    t.equal((await registrar.submit(`${url}/lines`, { student_id: ['1'], effective_on: '19.11.2026' })).statusCode, 422)
    t.notMatch((await registrar.open(url)).body, 'Подписать')
  })

  t.test('and a draft may be thrown away', async (t) => {
    const { url } = await draft('expulsion', [students[0].id], { effective_on: '20.11.2026' })
    t.equal((await registrar.submit(`${url}/removal`, {})).headers.location, '/movement/orders')
    t.equal((await registrar.open(url)).statusCode, 404)
    t.equal((await deeds(db, 'order.dropped')).length, 1)
  })
})

t.test('A line that cannot be applied keeps the whole order from being signed', async (t) => {
  const { db, students, registrar, draft, order, other } = await opened(t)
  const [first, second] = students
  const { url } = await draft('expulsion', [first.id, second.id], { effective_on: '20.11.2026' })
  await order('expulsion', [second.id], { effective_on: '10.11.2026', reason: 'по собственному желанию' })
  const answer = await registrar.submit(`${url}/signing`, {})
  t.equal(answer.statusCode, 422)
  t.match(answer.body, /Приказ не подписан.*Белова Анна Олеговна.*Не числится ни в одной группе/s)
  t.match(await staysOf(db, first.id), [{ until: null }], 'nobody of the order has been moved')

  t.test('the refusal names the student already when the line is added', async (t) => {
    const { entered } = await draft('transfer', [first.id], { study_group_id: '0', effective_on: '20.11.2026' })
    t.match(entered.body, 'Абрамов Иван Сергеевич: Выберите группу')
    const twice = await draft('enrolment', [first.id], {
      study_group_id: String(other.study_group.id),
      effective_on: '20.11.2026'
    })
    t.match(twice.entered.body, 'Абрамов Иван Сергеевич: Уже числится в группе')
    const bare = await draft('expulsion', [], { effective_on: '20.11.2026' })
    t.match(bare.entered.body, 'Отметьте хотя бы одного')
  })

  t.test('days that overlap other days are refused by the database and nothing is written', async (t) => {
    const { id } = await draft('enrolment', [second.id], {
      study_group_id: String(other.study_group.id),
      effective_on: '15.11.2026'
    })
    await db
      .insertInto('enrolment')
      .values({ student_id: second.id, study_group_id: other.study_group.id, since: '2026-08-01', until: '2026-08-20' })
      .execute()
    await sql`update college.enrolment set since = '2026-11-16', until = '2026-11-18' where since = '2026-08-01'`.execute(
      db
    )
    const outcome = await signOrder(db, clerk, TODAY, id)
    t.ok(outcome instanceof Map)
    t.equal((await staysOf(db, second.id)).length, 2)
  })
})

t.test('Leave, reinstatement, a new surname, graduation', async (t) => {
  const { db, students, order, registrar, study_group, college } = await opened(t)
  const [ivan, anna, vera] = students

  t.test('a student comes back from leave by an order of reinstatement', async (t) => {
    await order('academic_leave', [ivan.id], { effective_on: '01.10.2026', until_on: '30.09.2027' })
    t.match(await staysOf(db, ivan.id), [{ until: '2026-09-30' }])
    const wrong = await order('enrolment', [ivan.id], {
      study_group_id: String(study_group.id),
      effective_on: '10.11.2026'
    })
    t.match(wrong.answer.body, 'нужен приказ о восстановлении')
    const back = await order('reinstatement', [ivan.id], {
      study_group_id: String(study_group.id),
      effective_on: '10.11.2026'
    })
    t.equal(back.answer.statusCode, 303)
    t.match(await staysOf(db, ivan.id), [{}, { name: 'СА-21', since: '2026-11-10', until: null }])
  })

  t.test('a new surname stands from its day, and the old one is on the audit trail and on the order', async (t) => {
    const early = await order('surname_change', [anna.id], { effective_on: '21.11.2026', last_name: 'Серова' })
    t.equal(early.answer.statusCode, 422)
    t.match(early.answer.body, 'не раньше этого дня')
    const { url, answer } = await order('surname_change', [anna.id], {
      effective_on: '20.11.2026',
      last_name: 'Серова'
    })
    t.equal(answer.statusCode, 303)
    t.match((await registrar.open(`/people/students/${anna.id}`)).body, 'Серова Анна Олеговна')
    t.match((await registrar.open(url)).body, /Белова Анна Олеговна.*новая фамилия: Серова/s)
    t.match((await deeds(db, 'student.moved')).at(-1), {
      before: { last_name: 'Белова' },
      after: { last_name: 'Серова' }
    })
    t.equal((await staysOf(db, anna.id)).length, 1, 'the group stays')
  })

  t.test('the next year of study keeps the group or takes another one', async (t) => {
    await order('promotion', [vera.id], { study_group_id: '0', effective_on: '20.11.2026' })
    t.equal((await staysOf(db, vera.id)).length, 1)
    const { id } = await db
      .insertInto('study_group')
      .values({
        name: 'СА-31',
        department_id: college.department.id,
        specialty_id: college.specialty.id,
        entry_year: 2025
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await order('promotion', [vera.id], { study_group_id: String(id), effective_on: '20.11.2026' })
    t.match(await staysOf(db, vera.id), [{ until: '2026-11-19' }, { name: 'СА-31' }])
  })

  t.test('a whole group is found by its name and graduates at once', async (t) => {
    const { url } = await order('graduation', [], {})
    const found = (await registrar.open(`${url}?q=${encodeURIComponent('са 21')}`)).body
    t.equal(found.match(/name="student_id" value="\d+" checked/g)?.length, 2, 'a whole group is chosen at once')
    t.notMatch((await registrar.open(`${url}?q=${encodeURIComponent('абрамов')}`)).body, ' checked')
    await registrar.submit(`${url}/lines`, {
      student_id: [String(ivan.id), String(anna.id)],
      effective_on: '20.11.2026'
    })
    t.equal((await registrar.submit(`${url}/signing`, {})).statusCode, 303)
    t.match((await staysOf(db, anna.id)).at(-1), { until: '2026-11-19' })
  })
})

t.test('A signed order is taken back only by another order', async (t) => {
  const { db, students, order, cancel, registrar, other, colleague, study_group } = await opened(t)
  const [ivan, anna, vera] = students

  t.test('and then everything is as it was', async (t) => {
    const { url, id } = await order('transfer', [ivan.id], {
      study_group_id: String(other.study_group.id),
      effective_on: '18.11.2026'
    })
    t.equal((await cancel(url)).statusCode, 303)
    t.match(await staysOf(db, ivan.id), [{ name: 'СА-21', until: null, until_order_id: null }])
    const stored = await db.selectFrom('movement_order').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    t.equal(stored.state, 'cancelled')
    t.match((await registrar.open(url)).body, /отменён.*Отменён <a href="\/movement\/orders\/\d+">приказом №/s)
    t.match((await registrar.open(`/movement/orders/${stored.cancelled_by}`)).body, /отмена приказа.*Отменяет <a/s)
    t.match(await deeds(db, 'order.cancelled'), [{ object_id: id, after: { state: 'cancelled' } }])
    t.match((await cancel(url)).body, 'Отменить можно только подписанный приказ')
    t.match((await cancel(`/movement/orders/${stored.cancelled_by}`)).statusCode, 422)
  })

  t.test('a surname too', async (t) => {
    const { url } = await order('surname_change', [vera.id], { effective_on: '20.11.2026', last_name: 'Орлова' })
    const next = await order('surname_change', [vera.id], { effective_on: '20.11.2026', last_name: 'Соколова' })
    t.match((await cancel(url)).body, 'фамилия с тех пор изменена ещё раз')
    await cancel(next.url)
    await cancel(url)
    t.match((await registrar.open(`/people/students/${vera.id}`)).body, 'Ёлкина Вера')
  })

  t.test('not when a later order stands on it', async (t) => {
    const { url } = await order('transfer', [anna.id], {
      study_group_id: String(other.study_group.id),
      effective_on: '10.11.2026'
    })
    const next = await order('transfer', [anna.id], {
      study_group_id: String(study_group.id),
      effective_on: '12.11.2026'
    })
    t.match((await cancel(url)).body, 'Белова Анна Олеговна: после этого приказа издан другой')
    t.equal((await cancel(next.url)).statusCode, 303)
    t.equal((await cancel(url)).statusCode, 303)
  })

  t.test('not when an expelled student has come back', async (t) => {
    const late = await enrol(db, study_group.id, 'Юдин Олег')
    const { url } = await order('expulsion', [late.id], { effective_on: '01.11.2026' })
    await order('reinstatement', [late.id], { study_group_id: String(study_group.id), effective_on: '10.11.2026' })
    t.match((await cancel(url)).body, 'Юдин Олег: после этого приказа издан другой')
  })

  t.test('not when there are marks in the new group', async (t) => {
    const lesson = await addLesson(db, other.course.id, colleague, '2026-11-19', { works: ['Ответ на занятии'] })
    const { url } = await order('transfer', [ivan.id], {
      study_group_id: String(other.study_group.id),
      effective_on: '18.11.2026'
    })
    const given = {
      lesson_id: lesson.id,
      student_id: ivan.id,
      work_number: 1,
      value: '5',
      given_by: colleague.account_id
    }
    await db.insertInto('mark').values(given).execute()
    t.match((await cancel(url)).body, 'в журнале новой группы уже есть оценки')
    t.match((await staysOf(db, ivan.id)).at(-1), { name: 'СА-22' })
  })

  t.test('by an order with a number of its own and not earlier', async (t) => {
    const { url, id } = await order('expulsion', [vera.id], { effective_on: '19.11.2026' })
    const early = await registrar.submit(`${url}/cancellation`, { number: '900-к', signed_on: '19.11.2026' })
    t.match(early.body, 'не может быть раньше отменяемого')
    const { number } = await db
      .selectFrom('movement_order')
      .select('number')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    t.match(
      (await registrar.submit(`${url}/cancellation`, { number, signed_on: '20.11.2026' })).body,
      'с таким номером от этого дня уже есть'
    )
    t.match((await staysOf(db, vera.id)).at(-1), { until: '2026-11-18' })
  })
})

t.test('The list of orders', async (t) => {
  const { students, order, draft, registrar, signIn, db, other } = await opened(t)
  const { url } = await order('expulsion', [students[0].id], {
    effective_on: '20.11.2026',
    reason: 'по собственному желанию'
  })
  const waiting = await draft('expulsion', [students[1].id], { effective_on: '20.11.2026' })
  const foreign = await enrol(db, other.study_group.id, 'Яшин Лев Иванович')
  const mixed = await order('academic_leave', [foreign.id, students[2].id], { effective_on: '20.11.2026' })

  t.test('is found by number, by surname, by kind and by state', async (t) => {
    const found = async (query: string) =>
      [...(await registrar.open(`/movement/orders?${query}`)).body.matchAll(/">№ (\S+) от/g)].map(
        ([, number]) => number
      )
    t.same(await found('q=41'), ['41-к'])
    t.same(await found(`q=${encodeURIComponent('яшин')}`), ['43-к'])
    t.same(await found('kind=expulsion'), ['42-к', '41-к'])
    t.same(await found('state=draft'), ['42-к'])
    t.same(await found('q=%25'), [])
  })

  t.test('has for a curator what was signed about the own group, and only those lines', async (t) => {
    const curator = await signIn('petrova')
    const { body } = await curator.open('/movement/orders')
    t.match(body, '41-к')
    t.notMatch(body, '42-к', 'a draft is nobody else’s business')
    t.equal((await curator.open(waiting.url)).statusCode, 404)
    const page = (await curator.open(mixed.url)).body
    t.match(page, 'Ёлкина')
    t.notMatch(page, 'Яшин')
    t.notMatch(page, 'Отменить приказ')
    t.equal((await curator.submit(`${url}/cancellation`, { number: '1', signed_on: '20.11.2026' })).statusCode, 404)
    await hire(db, 'Другая Анна Ильинична', 'drugaya', ['curator'])
    t.equal((await (await signIn('drugaya')).open(url)).statusCode, 404)
  })

  t.test('is read whole by the deputy and by the head of the department', async (t) => {
    t.match((await (await signIn('bulanova')).open(mixed.url)).body, /Ёлкина.*Яшин/s)
    t.match((await (await signIn('gromov')).open(mixed.url)).body, /Ёлкина.*Яшин/s)
  })

  t.test('takes an order with a kind, a day and a number that is free', async (t) => {
    const bad = async (form: Record<string, string>) =>
      (
        await registrar.submit('/movement/orders', {
          kind: 'transfer',
          number: '99-к',
          signed_on: '20.11.2026',
          ...form
        })
      ).body
    t.match(await bad({ kind: 'cancellation' }), 'Выберите вид приказа')
    t.match(await bad({ number: ' ' }), 'Укажите номер приказа')
    t.match(await bad({ signed_on: '31.02.2026' }), 'Укажите дату приказа')
    t.match(await bad({ number: '41-к' }), 'с таким номером от этого дня уже есть')
  })
})

t.test('When the audit cannot be written, no order is drawn up, signed or cancelled', async (t) => {
  const { db, students, order, draft } = await opened(t)
  const signed = await order('expulsion', [students[0].id], { effective_on: '20.11.2026' })
  const waiting = await draft('expulsion', [students[1].id], { effective_on: '20.11.2026' })
  const state = async () => [
    await db.selectFrom('movement_order').selectAll().orderBy('id').execute(),
    await db.selectFrom('movement_order_line').selectAll().orderBy('id').execute(),
    await db.selectFrom('enrolment').selectAll().orderBy('id').execute()
  ]
  const before = await state()
  await sql`drop table college.audit_entry`.execute(db)
  const heading = { number: '500-к', signed_on: TODAY, basis: '' }
  await t.rejects(draftOrder(db, clerk, { kind: 'expulsion', ...heading }))
  await t.rejects(signOrder(db, clerk, TODAY, waiting.id))
  await t.rejects(cancelOrder(db, clerk, signed.id, heading))
  t.strictSame(await state(), before)
})

const membersOf = (db: Db, student_id: number) =>
  db
    .selectFrom('subgroup_member')
    .select(['subgroup_id', 'since', 'until'])
    .where('student_id', '=', student_id)
    .execute()

t.test('Days in a subgroup end with those in the group', async (t) => {
  const { db, students, order, cancel, study_group, other } = await opened(t)
  const [{ id }] = students
  const subgroup = await db
    .insertInto('subgroup')
    .values({ study_group_id: study_group.id, division: 'английский язык', number: 1 })
    .returning('id')
    .executeTakeFirstOrThrow()
  const row = { subgroup_id: subgroup.id, student_id: id }
  await db
    .insertInto('subgroup_member')
    .values([
      { ...row, since: '2026-09-01', until: '2026-10-31' },
      { ...row, since: '2026-11-01', until: null },
      { ...row, since: '2026-12-01', until: '2026-12-28' }
    ])
    .execute()
  const before = await membersOf(db, id)
  const { url } = await order('transfer', [id], {
    study_group_id: String(other.study_group.id),
    effective_on: '18.11.2026'
  })
  t.same(
    (await membersOf(db, id)).map(({ since, until }) => [since, until]),
    [
      ['2026-09-01', '2026-10-31'],
      ['2026-11-01', '2026-11-17']
    ],
    'those that were to begin later do not'
  )
  t.equal((await cancel(url)).statusCode, 303)
  t.same(
    (await membersOf(db, id)).toSorted((a, b) => (a.since < b.since ? -1 : 1)),
    before,
    'and come back with the order'
  )
})

t.test('Out of an academic leave', async (t) => {
  const { db, students, order, cancel, draft, registrar, study_group } = await opened(t)
  const [ivan, anna, vera] = students
  const leave = await order('academic_leave', [ivan.id, anna.id, vera.id], { effective_on: '01.10.2026' })

  t.test('a student is expelled, from a day of the leave on', async (t) => {
    const early = await order('expulsion', [ivan.id], { effective_on: '30.09.2026' })
    t.match(early.answer.body, 'День должен быть позже последнего дня в прежней группе')
    const { url, answer } = await order('expulsion', [ivan.id], {
      effective_on: '05.11.2026',
      reason: 'в связи с невыходом'
    })
    t.equal(answer.statusCode, 303)
    t.match(await db.selectFrom('enrolment').selectAll().where('student_id', '=', ivan.id).execute(), [
      { until: '2026-09-30', released_on: '2026-11-05' }
    ])
    t.match((await registrar.open(url)).body, /Абрамов.*из группы СА-21.*в связи с невыходом/s)
    t.match((await cancel(leave.url)).body, 'Абрамов Иван Сергеевич: после этого приказа издан другой')
    const group = { study_group_id: String(study_group.id) }
    const back = await draft('enrolment', [ivan.id], { ...group, effective_on: '04.11.2026' })
    t.match(back.entered.body, 'позже последнего дня')
    await cancel(url)
    const again = await draft('enrolment', [ivan.id], { ...group, effective_on: '10.11.2026' })
    t.match(again.entered.body, 'В академическом отпуске: нужен приказ о восстановлении (выходе из отпуска)')
  })

  t.test('or comes back, found at once by an order of that kind', async (t) => {
    const { url } = await draft('reinstatement', [], {})
    const { body } = await registrar.open(url)
    t.match(body, /Белова Анна Олеговна<\/label> <span class="quiet">СА-21, в академическом отпуске/)
    const group = { study_group_id: String(study_group.id), effective_on: '18.11.2026' }
    await registrar.submit(`${url}/lines`, { student_id: [String(anna.id)], ...group })
    t.match(
      (await registrar.open(`${url}/wording`)).body,
      /О выходе из академического отпуска.*Допустить к обучению с 18\.11\.2026/s
    )
    t.equal((await registrar.submit(`${url}/signing`, {})).statusCode, 303)
    t.match((await staysOf(db, anna.id)).at(-1), { since: '2026-11-18', until: null })
  })

  t.test('or takes another surname meanwhile', async (t) => {
    const { answer } = await order('surname_change', [vera.id], { effective_on: '20.11.2026', last_name: 'Орлова' })
    t.equal(answer.statusCode, 303)
  })
})

t.test('What is entered in the new group keeps an order from being taken back', async (t) => {
  const { db, students, order, draft, cancel, other, colleague, teacher, registrar, signIn, monday, page } =
    await opened(t)
  const [ivan, anna, vera] = students
  const into = { study_group_id: String(other.study_group.id), effective_on: '18.11.2026' }

  t.test('be it a result of the term', async (t) => {
    const { url } = await order('transfer', [ivan.id], into)
    const result = {
      course_id: other.course.id,
      student_id: ivan.id,
      kind: 'semester',
      value: '4',
      given_by: colleague.account_id
    }
    await db.insertInto('result').values(result).execute()
    t.match((await cancel(url)).body, 'Отменить приказ нельзя, чтобы они не пропали')
    t.match((await staysOf(db, ivan.id)).at(-1), { name: 'СА-22' })
  })

  t.test('or an absence', async (t) => {
    const lesson = await addLesson(db, other.course.id, colleague, '2026-11-19')
    const { url } = await order('transfer', [anna.id], into)
    await db
      .insertInto('absence')
      .values({ lesson_id: lesson.id, student_id: anna.id, code: 'н', hours: 2, noted_by: colleague.account_id })
      .execute()
    t.match((await cancel(url)).body, 'Отменить приказ нельзя, чтобы они не пропали')
  })

  t.test('and marks of the old group stay in its journal, which the draft tells beforehand', async (t) => {
    const given = {
      lesson_id: monday.id,
      student_id: vera.id,
      work_number: 1,
      value: '5',
      given_by: teacher.account_id
    }
    await db.insertInto('mark').values(given).execute()
    const { url } = await draft('transfer', [vera.id], { ...into, effective_on: '10.11.2026' })
    t.match((await registrar.open(url)).body, 'уже есть оценки и пропуски (1): они останутся там')
    await registrar.submit(`${url}/signing`, {})
    const { body } = await (await signIn('ivanova')).open(`${page}?month=all`)
    t.match(body, /Ёлкина Вера И\.<\/a><\/th><td>5<\/td><td class="x"><\/td>/)
  })
})
