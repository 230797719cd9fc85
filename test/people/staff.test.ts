import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { systemActor } from '../../src/access/actor.ts'
import { dismiss } from '../../src/people/actions/dismissal.ts'
import { keepRow } from '../../src/people/actions/records.ts'
import { addStaffCard } from '../../src/people/actions/staff.ts'
import { attestationDue, isPressing, trainingDue, yearsSince } from '../../src/people/rules/attestation.ts'
import { refuseDismissal, refuseHiring } from '../../src/people/rules/dismissal.ts'
import { refuseRow } from '../../src/people/rules/records.ts'
import { isStale } from '../../src/people/rules/reminders.ts'
import { EMPTY_STAFF_CARD, refuseStaffCard } from '../../src/people/rules/staff.ts'
import type { Db } from '../../src/platform/db.ts'
import { addAccount, openHouse } from '../support/house.ts'
import { addPerson, enrol, hire, journalScene } from '../support/scene.ts'

const TODAY = '2026-11-20'

const opened = async (t: Test) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  const clerk = await hire(house.db, 'Кадрова Нина Павловна', 'kadrova', ['hr'])
  await hire(house.db, 'Лапин Олег Юрьевич', 'lapin', ['administrator'])
  await house.db
    .updateTable('staff_member')
    .set({ post: 'Преподаватель', is_pedagogical: true })
    .where('id', '<=', 2)
    .execute()
  const hr = await house.signIn('kadrova')
  await hr.open('/people/staff/new')
  return { ...house, ...scene, clerk, hr, card: `/people/staff/${scene.teacher.staff_member_id}` }
}

const deeds = (db: Db, deed: string) =>
  db
    .selectFrom('audit_entry')
    .select(['actor_name', 'object_kind', 'object_id', 'about_id', 'before', 'after'])
    .where('deed', '=', deed)
    .orderBy('id')
    .execute()

const CARD = {
  ...{ last_name: 'Орлов', first_name: 'Пётр', middle_name: 'Ильич', sex: 'male', born_on: '02.03.1980' },
  ...{ post: 'Мастер производственного обучения', hired_on: '01.09.2024', is_pedagogical: '1', department_id: '1' }
}
const namesIn = (body: string) => [...body.matchAll(/<th scope="row"><a [^>]*>([^<]+)</g)].map(([, name]) => name)

t.test('The list of the staff', async (t) => {
  const { db, hr, signIn, teacher, colleague } = await opened(t)
  await db.updateTable('staff_member').set({ department_id: 1 }).where('id', '=', teacher.staff_member_id).execute()
  await db
    .updateTable('staff_member')
    .set({ dismissed_on: '2026-10-01' })
    .where('id', '=', colleague.staff_member_id)
    .execute()
  const found = async (query: string) => namesIn((await hr.open(`/people/staff?${query}`)).body)

  t.test('is searched by words of the name and post, and narrowed to a department and to those who left', async (t) => {
    t.same(await found(`q=${encodeURIComponent('ПРЕПОД ива')}`), ['Иванова Анна Петровна'])
    t.same(await found('department=1'), ['Иванова Анна Петровна'])
    t.same(await found('state=dismissed'), ['Смирнов Олег Игоревич'])
    t.notOk((await found('')).includes('Смирнов Олег Игоревич'))
    t.ok((await found('state=all')).includes('Смирнов Олег Игоревич'))
    t.match((await hr.open('/people/staff?q=100%25')).body, 'Никто не нашёлся')
  })

  t.test('tells who needs courses and attestation', async (t) => {
    const trained = (ends_on: string) =>
      db
        .insertInto('staff_training')
        .values({
          staff_member_id: teacher.staff_member_id,
          kind: 'x',
          name: 'Курс',
          institution: 'ИРО',
          hours: 72,
          ends_on
        })
        .execute()
    t.same(await found('need=training'), ['Иванова Анна Петровна'], 'nobody knows when she was trained')
    await trained('2023-11-01')
    t.match((await hr.open('/people/staff?need=training')).body, 'срок прошёл 01.11.2026')
    await trained('2026-05-01')
    t.same(await found('need=training'), [])
    t.same(await found('need=attestation'), ['Иванова Анна Петровна'])
    await db
      .updateTable('staff_member')
      .set({ category: 'highest', category_given_on: '2025-01-10' })
      .where('id', '=', 1)
      .execute()
    t.same(await found('need=attestation'), [], 'a category without a last day does not end')
  })

  t.test('is taken away as a file, and that is noted', async (t) => {
    const { body, headers } = await hr.open('/people/staff/file?state=all')
    t.match(headers['content-type'], 'text/csv')
    t.match(body, /Иванова Анна Петровна;Преподаватель;Информационных технологий/)
    t.match(await deeds(db, 'staff.exported'), [{ actor_name: 'Кадрова Н. П.', after: { filter: { state: 'all' } } }])
  })

  t.test('is only read by the deputy, and is not there for others', async (t) => {
    const deputy = await signIn('bulanova')
    t.notMatch((await deputy.open('/people/staff')).body, 'Завести карточку')
    t.equal((await deputy.submit('/people/staff', CARD)).statusCode, 404)
    for (const login of ['ivanova', 'petrova', 'gromov'])
      t.equal((await (await signIn(login)).open('/people/staff')).statusCode, 404, login)
  })

  t.test('has pages', async (t) => {
    for (let i = 0; i < 50; i++) await hire(db, `Яковлев${'а'.repeat(i)} Олег`, `ya${i}`, [])
    t.match((await hr.open('/people/staff')).body, /Страница 1 .*Дальше/)
    t.match((await hr.open('/people/staff?page=2')).body, /Яковлева{49} .*← Назад/s)
  })
})

t.test('A card of the staff', async (t) => {
  const { db, hr, teacher, card, signIn } = await opened(t)

  t.test('is made of everything that was typed, and its reading is on the audit trail', async (t) => {
    const form = {
      ...{ ...CARD, last_name: 'Иванова', first_name: 'Анна', middle_name: 'Петровна', sex: 'female' },
      ...{
        employed_since: '01.08.2001',
        teaching_since: '1.9.2005',
        work_phone: '12-34',
        work_email: 'ivanova@college.ru'
      },
      ...{ category: 'first', category_given_on: '25.03.2024', category_order: 'приказ № 5' }
    }
    t.equal((await hr.submit(`${card}/card`, form)).headers.location, `${card}?done=changed`)
    const { body } = await hr.open(card)
    for (const words of [
      '25 лет',
      '21 год',
      'первая с 25.03.2024, приказ № 5',
      'категория бессрочная',
      'до 01.09.2027'
    ])
      t.match(body, words)
    const about = { object_kind: 'staff_member', object_id: teacher.staff_member_id, about_id: teacher.person_id }
    t.match(await deeds(db, 'card.viewed'), [{ actor_name: 'Кадрова Н. П.', ...about }])
    t.match(await deeds(db, 'card.changed'), [{ ...about, before: { category: '' }, after: { category: 'первая' } }])
    t.notMatch((await (await signIn('bulanova')).open(card)).body, `${card}/card`)
    const without = await hr.submit(`${card}/card`, { ...form, category: '' })
    t.equal(without.statusCode, 303)
    const stored = await db.selectFrom('staff_member').selectAll().where('id', '=', 1).executeTakeFirstOrThrow()
    t.match(stored, { category: null, category_given_on: null, category_order: '' })
  })

  t.test('keeps what was typed when it is refused, with the sentence at the field', async (t) => {
    const answer = await hr.submit(`${card}/card`, { ...CARD, born_on: '31.02.1980', post: 'Завхоз' })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, /value="31\.02\.1980" aria-invalid="true" aria-describedby="born_on_refusal"/)
    t.match(answer.body, /id="born_on_refusal">Укажите дату рождения/)
    t.match(answer.body, 'value="Завхоз"')
  })

  t.test('leads to the account in one step', async (t) => {
    t.match((await hr.open(card)).body, `href="/accounts/${teacher.account_id}"`)
    const made = await hr.submit('/people/staff', CARD)
    const page = await hr.open(String(made.headers.location))
    const person_id = /action="\/accounts".*?name="person_id" value="(\d+)"/s.exec(page.body)?.[1] ?? ''
    t.match((await hr.submit('/accounts', { person_id })).body, 'orlov-pi')
  })

  t.test('does not exist under another number', async (t) => {
    for (const path of ['/people/staff/999', '/people/staff/999/card', '/people/staff/999/dismissal'])
      t.equal((await hr.open(path)).statusCode, 404, path)
    t.equal((await hr.submit('/people/staff/999/card', CARD)).statusCode, 404)
  })
})

t.test('Somebody new', async (t) => {
  const { db, hr } = await opened(t)
  const count = async () => (await db.selectFrom('staff_member').select('id').execute()).length

  t.test('may be known as a parent or a student: one person has one card', async (t) => {
    const person_id = await addPerson(db, 'Орлов Пётр Ильич')
    const before = await count()
    const warned = await hr.submit('/people/staff', CARD)
    t.equal(warned.statusCode, 422)
    t.match(warned.body, /Похожий человек уже есть.*Орлов Пётр Ильич.*Это он\(а\) и есть/s)
    t.equal(await count(), before)
    const made = await hr.submit('/people/staff', { ...CARD, person_id: String(person_id) })
    t.match(made.headers.location, /done=added/)
    t.match(await deeds(db, 'card.added'), [{ about_id: person_id, after: { person_id } }])
    const again = await hr.submit('/people/staff', { ...CARD, person_id: String(person_id) })
    t.match(again.body, 'уже есть карточка сотрудника')
    t.match((await hr.submit('/people/staff', CARD)).body, /Орлов Пётр Ильич.*Открыть карточку/s)
    t.equal((await hr.submit('/people/staff', { ...CARD, person_id: '9999' })).statusCode, 404)
  })

  t.test('may be a namesake', async (t) => {
    const before = await count()
    t.equal((await hr.submit('/people/staff', { ...CARD, confirmed: '1' })).statusCode, 303)
    t.equal(await count(), before + 1)
  })
})

t.test('Education, courses and awards', async (t) => {
  const { db, hr, card } = await opened(t)
  const course = {
    ...{ kind: 'повышение квалификации', name: 'Цифровая дидактика', institution: 'ИРО', hours: '72' },
    ...{ starts_on: '01.02.2026', ends_on: '20.02.2026', document_number: 'У-17' }
  }

  t.test('are written row by row, corrected and taken away after a question', async (t) => {
    const form = { level: 'среднее профессиональное', institution: 'Педколледж', ended_in: '2001' }
    t.equal((await hr.submit(`${card}/records/education`, form)).headers.location, `${card}?done=kept`)
    t.equal((await hr.submit(`${card}/records/trainings`, course)).statusCode, 303)
    t.equal((await hr.submit(`${card}/records/awards`, { name: 'Грамота', given_on: '05.10.2025' })).statusCode, 303)
    const { body } = await hr.open(card)
    for (const words of ['Педколледж', 'Цифровая дидактика', '20.02.2026', 'Грамота']) t.match(body, words)
    const row = `${card}/records/trainings/1`
    t.match((await hr.open(row)).body, /value="01\.02\.2026"/)
    await hr.submit(row, { ...course, hours: '108' })
    await hr.submit(row, { ...course, hours: '108' })
    t.match(await deeds(db, 'staff_record.changed'), [{ before: { hours: '72' }, after: { hours: '108' } }])
    t.match((await hr.open(`${row}/removal`)).body, /Цифровая дидактика, ИРО, 108/)
    t.equal((await hr.submit(`${row}/removal`, {})).headers.location, `${card}?done=removed`)
    t.match(await deeds(db, 'staff_record.removed'), [{ before: { list: 'Курсы и переподготовка', hours: '108' } }])
    t.equal((await hr.open(row)).statusCode, 404)
  })

  t.test('are refused at the field', async (t) => {
    const answer = await hr.submit(`${card}/records/trainings`, { ...course, ends_on: '01.01.2026' })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, /id="ends_on_refusal">Последний день раньше первого/)
    t.match(answer.body, 'value="Цифровая дидактика"')
  })

  t.test('belong to their card, and other lists do not exist', async (t) => {
    t.equal((await hr.open('/people/staff/2/records/education/1')).statusCode, 404)
    t.equal((await hr.submit('/people/staff/2/records/education/1/removal', {})).statusCode, 404)
    t.equal((await hr.open(`${card}/records/secrets/new`)).statusCode, 404)
  })
})

t.test('A dismissal', async (t) => {
  const { db, hr, teacher, curator, study_group, course, card, signIn } = await opened(t)
  await db
    .insertInto('curatorship')
    .values({ study_group_id: study_group.id, staff_member_id: teacher.staff_member_id, since: '2026-11-01' })
    .execute()
  const child = await enrol(db, study_group.id, 'Иванов Лев Олегович')
  const state = async () => ({
    grants: await db
      .selectFrom('role_grant')
      .selectAll()
      .where('account_id', '=', teacher.account_id)
      .orderBy('id')
      .execute(),
    groups: await db.selectFrom('curatorship').selectAll().orderBy('staff_member_id').execute(),
    courses: await db.selectFrom('course_teacher').selectAll().execute(),
    member: await db.selectFrom('staff_member').selectAll().where('id', '=', teacher.staff_member_id).execute()
  })
  const before = await state()

  t.test('says what will happen before it does', async (t) => {
    const { body } = await hr.open(`${card}/dismissal?day=19.11.2026`)
    t.match(body, /Снимутся роли: преподаватель/)
    t.match(body, /Без куратора останутся группы: СА-21/)
    t.match(body, /1 журнал.*СА-21<\/th><td>Операционные системы/s)
    t.notMatch((await hr.open(`${card}/dismissal`)).body, 'name="order_number"')
    t.equal((await hr.open(`${card}/dismissal?day=32.11.2026`)).statusCode, 422)
    t.same(await state(), before)
  })

  t.test('ends roles, groups and gradebooks with the day, and nobody comes in any more', async (t) => {
    const anna = await signIn('ivanova')
    t.equal(
      (await hr.submit(`${card}/dismissal`, { day: '19.11.2026', order_number: '7-л' })).headers.location,
      `${card}?done=dismissed`
    )
    const after = await state()
    t.match(after.member, [{ dismissed_on: '2026-11-19' }])
    t.match(after.grants, [{ until: '2026-11-19' }])
    t.match(after.courses, [{ until: '2026-11-19' }])
    t.equal(after.groups.find((one) => one.staff_member_id === teacher.staff_member_id)?.until, '2026-11-19')
    t.equal(after.groups.find((one) => one.staff_member_id === curator.staff_member_id)?.until, null)
    t.match(await deeds(db, 'staff.dismissed'), [
      { before: { courses: [{ course_id: course.id }] }, after: { order_number: '7-л' } }
    ])
    t.match((await anna.open('/')).headers.location, '/login')
    await t.rejects(signIn('ivanova'))
    t.match((await hr.open(card)).body, /Уволен\(а\), последний рабочий день 19\.11\.2026.*Приказ № 7-л/s)
    t.equal((await hr.submit(`${card}/dismissal`, { day: '19.11.2026' })).statusCode, 404)
  })

  t.test('leaves the way in for a parent', async () => {
    await db
      .insertInto('guardian')
      .values({ person_id: teacher.person_id, student_id: child.id, since: '2026-09-01' })
      .execute()
    await db
      .insertInto('role_grant')
      .values({ account_id: teacher.account_id, role: 'parent', since: '2026-09-01' })
      .execute()
    await signIn('ivanova')
    await db.deleteFrom('role_grant').where('role', '=', 'parent').execute()
  })

  t.test('is taken back as if it had not been', async (t) => {
    t.match(
      (await hr.open(`${card}/dismissal/removal`)).body,
      /роли — преподаватель; групп под кураторством — 1; журналов — 1/
    )
    t.equal((await hr.submit(`${card}/dismissal/removal`, {})).headers.location, `${card}?done=undone`)
    t.same(await state(), before)
    t.match(await deeds(db, 'staff.dismissal_undone'), [{ before: { dismissed_on: '2026-11-19' } }])
    await signIn('ivanova')
  })

  t.test('is not taken back when somebody else has the gradebook, but one may come again', async (t) => {
    await hr.submit(`${card}/dismissal`, { day: '19.11.2026', order_number: '8-л' })
    await db
      .insertInto('course_teacher')
      .values({ course_id: course.id, staff_member_id: 2, since: '2026-11-20' })
      .execute()
    const answer = await hr.submit(`${card}/dismissal/removal`, {})
    t.equal(answer.statusCode, 422)
    t.match(answer.body, 'журнал «Операционные системы» группы СА-21 ведёт другой преподаватель')
    t.equal((await hr.submit(`${card}/hiring`, { day: '19.11.2026', post: 'Методист' })).statusCode, 422)
    t.equal(
      (await hr.submit(`${card}/hiring`, { day: '20.11.2026', post: 'Методист' })).headers.location,
      `${card}?done=hired`
    )
    t.match(await state(), {
      member: [{ dismissed_on: null, hired_on: '2026-11-20', post: 'Методист' }],
      grants: [{ until: '2026-11-19' }]
    })
    t.equal((await hr.open(`${card}/hiring`)).statusCode, 404)
  })

  t.test('of oneself and of the only administrator is refused', async (t) => {
    const of = async (login: string) => {
      const found = await db
        .selectFrom('staff_member')
        .innerJoin('account', 'account.person_id', 'staff_member.person_id')
        .select('staff_member.id')
        .where('account.login', '=', login)
        .executeTakeFirstOrThrow()
      return hr.submit(`/people/staff/${found.id}/dismissal`, { day: '20.11.2026' })
    }
    t.match((await of('kadrova')).body, 'Себя уволить нельзя')
    t.match((await of('lapin')).body, 'единственный администратор')
    await addAccount(db, 'second', [{ role: 'administrator' }], await addPerson(db, 'Второй Олег'))
    t.equal((await of('lapin')).statusCode, 303)
  })
})

t.test('What cards of the staff are refused for', async (t) => {
  const card = {
    ...EMPTY_STAFF_CARD,
    last_name: 'Орлов',
    first_name: 'Пётр',
    sex: 'male',
    post: 'Методист',
    is_pedagogical: true
  }
  for (const [change, refusal] of [
    [{}, null],
    [{ first_name: '' }, 'no-first-name'],
    [{ sex: '' }, 'no-sex'],
    [{ born_on: '2020-01-01' }, 'bad-born-on'],
    [{ post: '' }, 'no-post'],
    [{ department_id: 7 }, 'no-department'],
    [{ hired_on: 'вчера' }, 'bad-hired-on'],
    [{ work_email: 'ivanova' }, 'bad-email'],
    [{ employed_since: '2027-01-01' }, 'bad-employed-since'],
    [{ employed_since: '2010-01-01', teaching_since: '2009-01-01' }, 'bad-teaching-since'],
    [{ category: 'best' }, 'no-category'],
    [{ category: 'first' }, 'bad-given-on'],
    [{ category: 'first', category_given_on: '2024-01-01', category_until: '2023-01-01' }, 'bad-until'],
    [{ category: 'first', category_given_on: '2024-01-01', is_pedagogical: false }, 'not-pedagogical'],
    [{ category: 'first', category_given_on: '2024-01-01' }, null]
  ] as const)
    t.equal(refuseStaffCard({ ...card, ...change }, [1], TODAY), refusal, JSON.stringify(change))

  const course = { kind: 'стажировка', name: 'А', institution: 'Б', hours: '16', ends_on: '2026-01-01' }
  for (const [change, wrong] of [
    [{}, null],
    [{ name: '' }, { field: 'name', refusal: 'empty' }],
    [{ kind: 'прогулка' }, { field: 'kind', refusal: 'bad-choice' }],
    [{ hours: '0' }, { field: 'hours', refusal: 'bad-hours' }],
    [{ hours: '1,5' }, { field: 'hours', refusal: 'bad-hours' }],
    [{ ends_on: '2027-01-01' }, { field: 'ends_on', refusal: 'bad-day' }],
    [{ starts_on: '2026-01-02' }, { field: 'ends_on', refusal: 'days-turned' }]
  ] as const)
    t.same(refuseRow('trainings', { ...course, ...change }, TODAY), wrong, JSON.stringify(change))
  const school = { level: 'среднее общее', institution: 'Школа' }
  t.same(refuseRow('education', { ...school, ended_in: '2027' }, TODAY), { field: 'ended_in', refusal: 'bad-year' })

  const member = { id: 1, hired_on: '2026-09-01', dismissed_on: null }
  const facts = { is_last_administrator: false, asked_by: 5 }
  t.equal(refuseDismissal(member, TODAY, facts), null)
  t.equal(refuseDismissal(member, '2026-08-31', facts), 'bad-day')
  t.equal(refuseDismissal({ ...member, dismissed_on: TODAY }, TODAY, facts), 'dismissed-already')
  t.equal(refuseHiring({ ...member, dismissed_on: TODAY }, '2026-11-21', ''), 'no-post')
  t.equal(refuseHiring(member, '2026-11-21', 'Методист'), 'not-dismissed')
})

t.test('When courses, attestation and a portfolio are due', async (t) => {
  const one = {
    ...{ is_pedagogical: true, dismissed_on: null, hired_on: '2015-09-01', category: null },
    ...{ category_given_on: null, category_until: null, trained_on: null }
  }
  const training = (change: object) => trainingDue({ ...one, ...change }, TODAY)
  t.same(training({ trained_on: '2023-11-20' }), { by: TODAY, state: 'soon' }, 'three years to the day are in time')
  t.same(training({ trained_on: '2023-11-19' }), { by: '2026-11-19', state: 'overdue' })
  t.same(training({ trained_on: '2024-06-01' }), { by: '2027-06-01', state: 'later' })
  t.same(
    training({ hired_on: '2025-09-01' }),
    { by: '2028-09-01', state: 'later' },
    'who has just come counts from that day'
  )
  t.same(training({ hired_on: null }), { by: null, state: 'unknown' })
  t.equal(training({ is_pedagogical: false }), null)
  t.equal(training({ dismissed_on: '2026-11-01' }), null)

  const attestation = (change: object) => attestationDue({ ...one, ...change }, TODAY)
  t.same(attestation({ category: 'fitness', category_given_on: '2021-11-25' }), { by: '2026-11-25', state: 'soon' })
  t.same(attestation({ category: 'first', category_given_on: '2021-11-01', category_until: '2026-11-01' }), {
    ...{ by: '2026-11-01', state: 'overdue' }
  })
  t.equal(attestation({ category: 'highest', category_given_on: '2024-01-01' }), null)
  t.same(attestation({ hired_on: '2026-09-01' }), { by: '2028-09-01', state: 'later' }, 'newcomers have two years')
  t.equal(isPressing(attestation({})), true)
  t.equal(yearsSince('2005-11-21', TODAY), 20)

  const term = { starts_on: '2026-09-01', ends_on: '2026-12-28' }
  for (const [updated_on, today, stale] of [
    [null, '2026-09-02', true],
    ['2026-05-01', '2026-09-02', false],
    ['2026-05-01', '2026-11-20', true],
    ['2026-10-01', '2026-11-20', false],
    ['2026-09-05', '2026-11-20', true]
  ] as const)
    t.equal(isStale(updated_on, term, today), stale, `${updated_on} ${today}`)
  t.equal(isStale(null, undefined, '2027-07-15'), false, 'nothing is asked in summer')
})

t.test('When the audit cannot be written, nothing of the staff is', async (t) => {
  const { db, teacher } = await opened(t)
  const clerk = systemActor(1, 'Кадрова Н. П.', ['hr'])
  const state = async () => [
    await db.selectFrom('person').selectAll().orderBy('id').execute(),
    await db.selectFrom('staff_member').selectAll().orderBy('id').execute(),
    await db.selectFrom('role_grant').selectAll().orderBy('id').execute(),
    await db.selectFrom('course_teacher').selectAll().execute(),
    await db.selectFrom('staff_award').selectAll().execute()
  ]
  const before = await state()
  await sql`drop table college.audit_entry`.execute(db)
  const card = { ...EMPTY_STAFF_CARD, last_name: 'Орлов', first_name: 'Пётр', sex: 'male', post: 'Методист' }
  const place = { kind: 'awards' as const, staff_member_id: teacher.staff_member_id, id: 0 }
  await t.rejects(addStaffCard(db, clerk, TODAY, card, 'confirmed'))
  await t.rejects(keepRow(db, clerk, TODAY, place, { name: 'Грамота', given_on: '2025-10-05' }))
  await t.rejects(dismiss(db, clerk, TODAY, { id: teacher.staff_member_id, day: TODAY, order_number: '' }))
  t.strictSame(await state(), before)
})
