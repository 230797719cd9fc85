import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { systemActor } from '../../src/access/actor.ts'
import { addCard, changeCard } from '../../src/people/actions/cards.ts'
import { addGuardian } from '../../src/people/actions/guardians.ts'
import { type Card, differenceOf, refuseCard } from '../../src/people/rules/cards.ts'
import { refuseGuardian, refuseWithdrawal } from '../../src/people/rules/guardians.ts'
import type { Db } from '../../src/platform/db.ts'
import { addAccount, openHouse } from '../support/house.ts'
import { addPerson, courseScene, enrol, hire, journalScene } from '../support/scene.ts'

const opened = async (t: Test) => {
  const house = await openHouse(t)
  const scene = await journalScene(house.db)
  await hire(house.db, 'Зимина Ольга Юрьевна', 'zimina', ['registrar'])
  const registrar = await house.signIn('zimina')
  return { ...house, ...scene, registrar, card: `/people/students/${scene.students[1].id}` }
}

const deeds = (db: Db, deed: string) =>
  db
    .selectFrom('audit_entry')
    .select(['actor_name', 'object_kind', 'object_id', 'about_id', 'before', 'after'])
    .where('deed', '=', deed)
    .orderBy('id')
    .execute()

const BELOVA = {
  last_name: 'Белова',
  first_name: 'Анна',
  middle_name: 'Олеговна',
  sex: 'female',
  born_on: '',
  record_number: ''
}

t.test('The list of students', async (t) => {
  const { db, registrar, signIn, college, colleague, study_group } = await opened(t)
  const other = await courseScene(db, college, colleague, { group: 'ИБ-24', index: 'ОП.02' })
  await enrol(db, other.study_group.id, 'Яшин Лев Иванович')
  await enrol(db, study_group.id, 'Уваров Пётр Ильич', '2026-09-01', '2026-10-10')

  t.test('is searched by surname, by group and by the number in the register, with ё as е', async (t) => {
    await db.updateTable('student').set({ record_number: 'П-117' }).where('id', '=', 1).execute()
    const found = async (q: string) => {
      const { body } = await registrar.open(`/people/students?q=${encodeURIComponent(q)}`)
      return [...body.matchAll(/<th scope="row"><a [^>]*>([^<]+)</g)].map(([, name]) => name)
    }
    t.same(await found('елкина'), ['Ёлкина Вера Ильинична'])
    t.same(await found('иб-24'), ['Яшин Лев Иванович'])
    t.same(await found('анна са-21'), ['Белова Анна Олеговна'])
    t.same(await found('п-117'), ['Абрамов Иван Сергеевич'])
    t.same(await found('100%'), [])
    t.same(await found(''), [
      'Абрамов Иван Сергеевич',
      'Белова Анна Олеговна',
      'Ёлкина Вера Ильинична',
      'Яшин Лев Иванович'
    ])
  })

  t.test('shows those who left when asked to', async (t) => {
    t.notMatch((await registrar.open('/people/students')).body, 'Уваров')
    t.match((await registrar.open('/people/students?all=1')).body, /Уваров Пётр Ильич.*не числится/s)
  })

  t.test('has pages', async (t) => {
    for (let i = 0; i < 50; i++) await enrol(db, other.study_group.id, `Яковлев${'а'.repeat(i)} Олег`)
    t.notMatch((await registrar.open('/people/students')).body, 'Яшин Лев')
    t.match((await registrar.open('/people/students?page=2')).body, /Яшин Лев.*← Назад/s)
  })

  t.test('has own groups for a curator, the department for its head, and everybody for the deputy', async (t) => {
    const curator = await signIn('petrova')
    const { body } = await curator.open('/people/students?all=1')
    t.match(body, 'Белова')
    t.match(body, 'Уваров', 'who left from the group is still there')
    t.notMatch(body, 'Яшин')
    t.notMatch(body, 'Завести карточку')
    const lev = await db.selectFrom('student').select('id').where('id', '=', 4).executeTakeFirstOrThrow()
    t.equal((await curator.open(`/people/students/${lev.id}`)).statusCode, 404)
    t.equal((await curator.open('/people/students/new')).statusCode, 404)
    t.equal((await curator.submit('/people/students', BELOVA)).statusCode, 404)
    t.match((await (await signIn('bulanova')).open('/people/students')).body, 'Абрамов')
    t.match((await (await signIn('gromov')).open('/people/students')).body, 'Абрамов')
    const { id: department_id } = await db
      .insertInto('department')
      .values({ name: 'Экономики', short_name: 'Э' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await hire(db, 'Чужой Пётр Иванович', 'chuzhoy', ['head'], department_id)
    t.notMatch((await (await signIn('chuzhoy')).open('/people/students')).body, 'Абрамов')
  })

  t.test('leaves a student to the curator of the new group after a transfer', async (t) => {
    const { id } = await enrol(db, study_group.id, 'Переходов Иван', '2026-09-01', '2026-10-31')
    await db
      .insertInto('enrolment')
      .values({ student_id: id, study_group_id: other.study_group.id, since: '2026-11-01' })
      .execute()
    t.equal((await (await signIn('petrova')).open(`/people/students/${id}`)).statusCode, 404)
  })

  t.test('does not exist for a teacher and a student', async (t) => {
    await addAccount(db, 'pupil', [{ role: 'student' }], 4)
    for (const login of ['ivanova', 'pupil'])
      t.equal((await (await signIn(login)).open('/people/students')).statusCode, 404, login)
  })
})

t.test('A card', async (t) => {
  const { db, registrar, signIn, students, card, study_group } = await opened(t)
  const about_id = students[1].person_id

  t.test('tells where the student was and by which orders, and its reading is on the audit trail', async (t) => {
    const order = await db
      .insertInto('movement_order')
      .values({ kind: 'enrolment', number: '12-к', signed_on: '2026-08-25', state: 'signed' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .updateTable('enrolment')
      .set({ since_order_id: order.id })
      .where('student_id', '=', students[1].id)
      .execute()
    const { body } = await registrar.open(card)
    t.match(body, /Белова Анна Олеговна.*группа СА-21/s)
    t.match(body, /СА-21<\/th><td>01\.09\.2026.*№ 12-к от 25\.08\.2026/s)
    const lines = await deeds(db, 'card.viewed')
    t.match(lines, [{ actor_name: 'Зимина О. Ю.', object_kind: 'student', object_id: students[1].id, about_id }])
  })

  t.test('is corrected, with before and after on the audit trail', async (t) => {
    const form = { ...BELOVA, first_name: ' Анна  Мария ', born_on: '5.3.2008', record_number: 'П-7' }
    const answer = await registrar.submit(`${card}/card`, form)
    t.equal(answer.headers.location, `${card}?done=changed`)
    const [line] = await deeds(db, 'card.changed')
    t.match(line, {
      about_id,
      after: { first_name: 'Анна Мария', born_on: '2008-03-05', record_number: 'П-7', sex: 'female' }
    })
    t.same(line?.before, { first_name: 'Анна', sex: '', born_on: '', record_number: '' })
    await registrar.submit(`${card}/card`, form)
    t.equal((await deeds(db, 'card.changed')).length, 1, 'nothing changed, nothing is noted')
  })

  t.test('keeps what was typed when it is refused', async (t) => {
    const answer = await registrar.submit(`${card}/card`, {
      ...BELOVA,
      last_name: 'Белова-Серова',
      born_on: '31.02.2008'
    })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, /Укажите дату рождения как 01\.09\.2008/)
    t.match(answer.body, /value="31\.02\.2008" aria-invalid="true"/)
    t.match(answer.body, 'value="Белова-Серова"')
    const taken = await registrar.submit(`/people/students/${students[0].id}/card`, { ...BELOVA, record_number: 'П-7' })
    t.match(taken.body, 'уже у другого обучающегося')
  })

  t.test('is written by the curator of the group and only read by the deputy', async (t) => {
    const curator = await signIn('petrova')
    t.equal((await curator.submit(`${card}/card`, BELOVA)).statusCode, 303)
    const deputy = await signIn('bulanova')
    t.notMatch((await deputy.open(card)).body, 'Изменить')
    t.equal((await deputy.submit(`${card}/card`, BELOVA)).statusCode, 404)
    const other = await enrol(db, study_group.id, 'Ушедший Иван', '2025-09-01', '2026-06-30')
    t.equal((await curator.open(`/people/students/${other.id}`)).statusCode, 200)
    t.equal((await curator.open('/people/students/999')).statusCode, 404)
  })
})

t.test('A new card', async (t) => {
  const { db, registrar } = await opened(t)
  const count = async () => (await db.selectFrom('student').select('id').execute()).length

  t.test('is warned of when somebody of that name is there, and made when it is somebody else', async (t) => {
    await registrar.open('/people/students/new')
    const before = await count()
    const warned = await registrar.submit('/people/students', { ...BELOVA, middle_name: '' })
    t.equal(warned.statusCode, 422)
    t.match(warned.body, /Похожий человек уже есть.*Белова Анна Олеговна.*Открыть карточку/s)
    t.equal(await count(), before)
    const made = await registrar.submit('/people/students', { ...BELOVA, confirmed: '1' })
    t.equal(made.statusCode, 303)
    t.equal(await count(), before + 1)
    t.match((await registrar.open(String(made.headers.location))).body, 'Карточка заведена')
    t.match(await deeds(db, 'card.added'), [{ after: BELOVA }])
  })

  t.test('is warned of by the day of birth too, and may be of a person who is known as a parent', async (t) => {
    const person_id = await addPerson(db, 'Котова Инна Петровна')
    await db.updateTable('person').set({ born_on: '2000-05-01' }).where('id', '=', person_id).execute()
    const form = { ...BELOVA, last_name: 'Котова', first_name: 'Инга', middle_name: '', born_on: '01.05.2000' }
    t.match((await registrar.submit('/people/students', form)).body, 'Котова Инна Петровна')
    const made = await registrar.submit('/people/students', { ...form, person_id: String(person_id) })
    t.match((await registrar.open(String(made.headers.location))).body, 'Котова Инна Петровна')
    const again = await registrar.submit('/people/students', { ...form, person_id: String(person_id) })
    t.equal(again.statusCode, 404, 'one person has one card')
  })
})

t.test('Guardians', async (t) => {
  const { db, registrar, signIn, students, card } = await opened(t)
  const mother = {
    last_name: 'Белова',
    first_name: 'Инна',
    middle_name: 'Львовна',
    kinship: 'мать',
    since: '01.09.2026',
    person_id: '0'
  }
  const links = () => db.selectFrom('guardian').selectAll().orderBy('student_id').execute()

  t.test('are added by name and found again for another child', async (t) => {
    await registrar.open(`${card}/guardians/new`)
    t.equal((await registrar.submit(`${card}/guardians`, mother)).statusCode, 303)
    const second = `/people/students/${students[2].id}`
    const warned = await registrar.submit(`${second}/guardians`, mother)
    t.match(warned.body, /Такой человек уже есть.*Белова Инна Львовна.*представитель: Белова Анна/s)
    const person_id = (await links())[0]?.person_id ?? 0
    const found = await registrar.open(`${second}/guardians/new?q=${encodeURIComponent('инна бел')}`)
    t.match(found.body, `value="${person_id}"`)
    await registrar.submit(`${second}/guardians`, { ...mother, last_name: '', person_id: String(person_id) })
    t.match(await links(), [{ person_id }, { person_id }])
    t.match((await deeds(db, 'guardian.added')).at(-1), { about_id: person_id, object_id: students[2].id })
    t.match(
      (await registrar.submit(`${second}/guardians`, { ...mother, person_id: String(person_id) })).body,
      'уже представитель'
    )
  })

  t.test('are taken off with a last day and may come back', async (t) => {
    const [{ person_id } = { person_id: 0 }] = await links()
    const page = `${card}/guardians/${person_id}`
    t.match((await registrar.open(page)).body, 'Белова Инна Львовна')
    t.equal((await registrar.submit(`${page}/withdrawal`, { until: '31.08.2026' })).statusCode, 422)
    t.equal((await registrar.submit(`${page}/withdrawal`, { until: '19.11.2026' })).statusCode, 303)
    t.match((await links())[0], { until: '2026-11-19' })
    t.match(await deeds(db, 'guardian.withdrawn'), [{ before: { until: null }, after: { until: '2026-11-19' } }])
    await registrar.submit(`${card}/guardians`, { ...mother, person_id: String(person_id), since: '20.11.2026' })
    t.match((await links())[0], { since: '2026-11-20', until: null })
  })

  t.test('are not changed by those who only read, nor for a student who is out of sight', async (t) => {
    const deputy = await signIn('bulanova')
    t.equal((await deputy.submit(`${card}/guardians`, mother)).statusCode, 404)
    const curator = await signIn('petrova')
    t.equal((await curator.submit('/people/students/999/guardians', mother)).statusCode, 404)
  })
})

t.test('What a card and a guardian are refused for', async (t) => {
  const today = '2026-11-20'
  const card: Card = { ...BELOVA, born_on: '2008-03-05' }
  for (const [change, refusal] of [
    [{}, null],
    [{ born_on: '' }, null],
    [{ last_name: '' }, 'no-last-name'],
    [{ first_name: '' }, 'no-first-name'],
    [{ sex: 'x' }, 'no-sex'],
    [{ born_on: '2008-02-31' }, 'bad-born-on'],
    [{ born_on: '2026-01-01' }, 'unlikely-born-on'],
    [{ born_on: '1930-01-01' }, 'unlikely-born-on']
  ] as const)
    t.equal(refuseCard({ ...card, ...change }, today), refusal, JSON.stringify(change))
  t.same(differenceOf({ a: 1, b: 2 }, { a: 1, b: 3 }), { before: { b: 2 }, after: { b: 3 } })
  t.equal(differenceOf({ a: 1 }, { a: 1 }), null)

  const guardian = {
    last_name: 'Белова',
    first_name: 'Инна',
    middle_name: '',
    person_id: 0,
    kinship: 'мать',
    since: today
  }
  const student = { person_id: 7 }
  for (const [change, links, refusal] of [
    [{}, [], null],
    [{ last_name: '' }, [], 'no-last-name'],
    [{ last_name: '', person_id: 5 }, [], null],
    [{ person_id: 7 }, [], 'is-self'],
    [{ kinship: '' }, [], 'no-kinship'],
    [{ since: '1 мая' }, [], 'bad-since'],
    [{ person_id: 5 }, [{ person_id: 5, until: null }], 'is-guardian'],
    [{ person_id: 5 }, [{ person_id: 5, until: '2026-10-01' }], null]
  ] as const)
    t.equal(refuseGuardian({ ...guardian, ...change }, student, [...links]), refusal, JSON.stringify(change))
  t.equal(refuseWithdrawal({ since: today, until: null }, '2026-11-19'), 'bad-until')
  t.equal(refuseWithdrawal({ since: today, until: today }, today), 'is-not-guardian')
})

t.test('When the audit cannot be written, no card and no guardian is', async (t) => {
  const { db, students } = await opened(t)
  const clerk = systemActor(1, 'Зимина О. Ю.', ['registrar'])
  const state = async () => [
    await db.selectFrom('person').selectAll().orderBy('id').execute(),
    await db.selectFrom('student').selectAll().orderBy('id').execute(),
    await db.selectFrom('guardian').selectAll().execute()
  ]
  const before = await state()
  await sql`drop table college.audit_entry`.execute(db)
  const guardian = {
    last_name: 'Серова',
    first_name: 'Инна',
    middle_name: '',
    person_id: 0,
    kinship: 'мать',
    since: '2026-09-01'
  }
  const card = { ...BELOVA, last_name: 'Серова' }
  await t.rejects(addCard(db, clerk, '2026-11-20', card, 'confirmed'))
  await t.rejects(changeCard(db, clerk, '2026-11-20', students[1].id, card))
  await t.rejects(addGuardian(db, clerk, '2026-11-20', { student_id: students[1].id, guardian, isConfirmed: true }))
  t.strictSame(await state(), before)
})
